import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { levelOf, type Finding } from '../../domain/acu.ts'
import { ibanIsValid, luhn, verhoeff } from './checksums.ts'
import { findPrivate, redact } from './protect.ts'

const rules = (text: string): string[] => findPrivate(text).map((finding) => finding.rule)
/** Built from parts, so that no scanner takes this file for a leak. */
const join = (...parts: readonly string[]): string => parts.join('')

describe('findPrivate', () => {
  it.each([
    ['github-token', join('gh', 'p_', 'a8Fj2kLmP0qRsT4uVwXyZ1bCdEfGhI3jK5nO')],
    ['aws-access-key', join('AK', 'IAQYLPMN5HFIQR7XYA')],
    ['anthropic-key', join('sk-', 'ant-', 'api03-', 'xY7'.repeat(31), 'AA')],
    ['slack-token', join('xo', 'xb-', '2614724432-5152386766-O5WzjWGLG0wcCm2WPrjEmnys')],
    ['stripe-key', join('sk', '_live_', '4eC39HqLyjWDarjtT1zdp7dc')],
    ['google-api-key', join('AI', 'zaSy', 'B7dQ2mN8pR4tV6xZ1cF3gH5jK9lW0eYu_')],
    ['npm-token', join('np', 'm_', 'a8Fj2kLmP0qRsT4uVwXyZ1bCdEfGhI3jK5nO')],
    ['telegram-token', join('4839574812', ':AAFD39kkdpWt3ywyRZergyOLMaJhac60qcQ')],
    [
      'jwt',
      join('eyJ', 'hbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ', 'zdWIiOiI5ODc2NTQzMjEwIn0.', 'R9mTq2vXk4LpB7sN1dFgHjKzWcY'),
    ],
    ['url-password', join('postgres', '://app:', 'q7RtZ2mK9x', '@db.shop.io/main')],
    ['assigned-secret', join('DB_PASSWORD=', '"k9#Lm2$vQx7!"')],
    ['assigned-secret', join('db_password = "', 'bra$s', 'lantern"')],
    ['netrc', join('machine git.shop.io login deploy pass', 'word ', 'tulip77')],
    ['network-credential', join('new Network', 'Credential("mailer", "', 'brasslantern")')],
    ['password-hash', join('$', '5$rounds=5000$', 'k2Vb8TqLw0Zx$', 'a8Fj2kLmP0qRsT4uVwXyZ1bCdEfGhI3jK5nOa8Fj2kL')],
    ['docker-auth', join('eyJhdXRo', 'cyI6eyJodHRwczovL3JlZy5zaG9wLmlvIjp7ImF1dGgiOiJiR0Z1ZEdWeWJnPT0ifX19')],
    ['unseal-key', join('vault operator un', 'seal ', 'q7RtZ2mK9xW4vB8nC1dF6gH3jL5pS0yT2uX7zA9eQ4o=')],
  ])('finds a %s at level 5', (rule, secret) => {
    const text = `Set it like this: ${secret} and restart.`
    const found = findPrivate(text)
    expect(found.map((finding) => [finding.rule, finding.level])).toContainEqual([rule, 5])
    expect(redact(text, found)).toMatch(/^Set it like this: .*\[redacted: [^\]]+\]/)
  })

  it('finds a private key as a whole, and not its empty frame', () => {
    const frame = (kind: string): string => `-----${kind} OPENSSH PRIVATE KEY-----`
    const body = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW'
    const text = `${frame('BEGIN')}\n${body}\n${frame('END')}`
    expect(findPrivate(text)).toMatchObject([{ rule: 'private-key', level: 5, start: 0, end: text.length }])
    expect(findPrivate(`${frame('BEGIN')}\n...\n${frame('END')}`)).toEqual([])
  })

  it('finds numbers by their checks at level 4, and not with a digit changed', () => {
    for (const [rule, good, bad] of [
      ['card-number', '4454 7945 1139 0933', '4454 7945 1139 0934'],
      ['iban', 'DE89 3704 0044 0532 0130 00', 'DE89 3704 0044 0532 0130 01'],
      ['br-cpf', '529.982.247-25', '529.982.247-26'],
      ['es-dni', '12345678Z', '12345678A'],
      ['cn-resident-id', '11010519491231002X', '110105194912310021'],
      ['it-codice-fiscale', 'RSSMRA85T10A562S', 'RSSMRA85T10A562T'],
    ] as const) {
      expect(findPrivate(`It is ${good} here`)).toMatchObject([{ rule, level: 4 }])
      expect(rules(`It is ${bad} here`)).not.toContain(rule)
    }
    expect(findPrivate('SSN 460-89-9847')).toMatchObject([{ rule: 'us-ssn', level: 4 }])
    expect(rules('SSN 000-12-3456, 666-12-3456, 123-45-6789')).toEqual([])
  })

  it('finds contact data at level 3, and leaves reserved and sample ones alone', () => {
    expect(findPrivate('Write to marta.quell@posteo.net or call +49 30 901820.')).toMatchObject([
      { rule: 'email', level: 3 },
      { rule: 'phone', level: 3 },
    ])
    expect(rules('Call me at 541-714-1388')).toEqual(['phone'])
    expect(rules('user@example.com, you@yourdomain.com, git@github.com, (555) 555-0123')).toEqual([])
    expect(rules('On 2024-03-15 version 10.15.7 had 3.14159265 and 1,234,567 rows in 12-25-2020.')).toEqual([])
  })

  it('finds machines at level 2', () => {
    expect(levelOf(findPrivate('ssh to db01.corp or 10.20.3.4, logs in /home/lquell/app/log'))).toBe(2)
    expect(rules('127.0.0.1, 192.0.2.7, /home/user/x, v1.2.3.4')).toEqual([])
  })

  it('takes placeholders and ordinary code for what they are', () => {
    for (const text of [
      'api_key = "YOUR_API_KEY_HERE"',
      'password = os.environ["DB_PASSWORD"]',
      'mongodb://username:password@localhost:27017',
      'const key = event.key; primaryKey: user_id_12345678',
      'The secret of good bread is a token amount of salt and 24 hours.',
      'git checkout 1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d',
    ])
      expect([text, levelOf(findPrivate(text))]).toEqual([text, 0])
  })

  it('takes published samples, hidden examples, sequences and repetitions for what they are', () => {
    const base64 = (plain: string): string => btoa(plain)
    for (const text of [
      join('gh', 'o_', '16C7e42F292c6912E7710c838347Ae178B4a'),
      join('gh', 'p_', 'ab'.repeat(18)),
      join('gh', 'p_', 'abcdefghijklmnopqrstuvwxyz0123456789'),
      `secret: ${base64('kW9vTq2LmZ7pR4xN8sB1 changeme')}`,
      `token: ${base64('storage.region.example.net')}`,
      join('bearerToken: "eyJ', 'hbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"'),
      "credentialsId: '5f3c2a91-7b1e-4c0d-9a6f-2d8e4b7c1a90'",
      'It is glued to a word (so not a token)\nxhv.k9Lm2vQx7R4tZ8bN1cW6',
      'mongodb://mongodb:mongodb@db:27017/app',
    ])
      expect([text, levelOf(findPrivate(text))]).toEqual([text, 0])
    // The same with what was telling taken away is a secret.
    expect(levelOf(findPrivate(`secret: ${base64('kW9vTq2LmZ7pR4xN8sB1 c7h2')}`))).toBe(5)
    expect(levelOf(findPrivate("password: '5f3c2a91-7b1e-4c0d-9a6f-2d8e4b7c1a90'"))).toBe(5)
  })

  it('gives ranges in bounds, in order, apart; redaction leaves nothing of them', () => {
    const bit = fc.constantFrom(
      'a@b.io',
      ' +49 30 901820',
      ' 4454794511390933 ',
      'token=',
      'x9K2m4P7q1R8',
      '\n',
      ' 10.1.2.3 ',
      '🙂',
    )
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 12 }), (bits) => {
        const text = bits.join('')
        let at = 0
        for (const { start, end } of findPrivate(text)) {
          expect(start >= at && start < end && end <= text.length).toBe(true)
          at = end
        }
      }),
    )
  })

  it('stays fast on hostile runs', () => {
    const start = performance.now()
    for (const bit of ['key=', 'a@', 'a.', '1 ', '0123-', 'eyJ', 'https://a:', 'curl ', '-----BEGIN PRIVATE KEY-----'])
      findPrivate(bit.repeat(100_000 / bit.length))
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

describe('redact', () => {
  it('joins overlapping findings and ignores those out of bounds', () => {
    const finding = (start: number, end: number, kind: string): Finding => ({
      rule: kind,
      kind,
      start,
      end,
      level: 5,
      confidence: 1,
    })
    const text = 'abcdefghij'
    expect(redact(text, [finding(2, 5, 'one'), finding(4, 7, 'two'), finding(8, 99, 'three')])).toBe(
      'ab[redacted: one]hij',
    )
  })
})

describe('checksums', () => {
  it('agrees with published numbers', () => {
    expect(luhn('79927398713')).toBe(true)
    expect(luhn('79927398710')).toBe(false)
    expect(verhoeff('2363')).toBe(true)
    expect(verhoeff('2364')).toBe(false)
    expect(ibanIsValid('GB82WEST12345698765432')).toBe(22)
    expect(ibanIsValid('gb82 west 1234 5698 7654 32')).toBe(27)
    expect(ibanIsValid('GB82WEST12345698765433')).toBe(0)
  })
})
