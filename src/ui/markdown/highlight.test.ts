import { describe, expect, it } from 'vitest'
import { highlight } from './highlight.ts'

/** Texts of the runs in one colour. */
async function coloured(code: string, language: string, name: string): Promise<string[]> {
  const runs = (await highlight(code, language)) ?? []
  return runs.filter((run) => run.class === name).map((run) => run.text)
}

describe('highlight', () => {
  it('gives back the code, run by run', async () => {
    for (const [code, language] of [
      ['const a = `x ${b}` // c', 'ts'],
      ['if [ -f x ]; then\n  helm history x --max 5 | sort -n\nfi', 'sh'],
    ] as const) {
      expect((await highlight(code, language))?.map((run) => run.text).join('')).toBe(code)
    }
  })

  it('leaves languages it does not know, and long code, plain', async () => {
    expect(await highlight('a b', 'constructor')).toBeUndefined()
    expect(await highlight('a '.repeat(30_000), 'sh')).toBeUndefined()
  })

  it('colours the program of a command line, not the words after it', async () => {
    const code = 'helm history checkout --timeout 5m\nkubectl get pods | grep -c wait && date'
    expect(await coloured(code, 'sh', 'fn')).toEqual(['helm', 'kubectl', 'grep', 'date'])
  })

  it('colours numbers that are words, comments, strings and keywords', async () => {
    const code = 'for i in a; do\n  helm upgrade "$i" --version 2.14.0 -n r41 # twice\ndone'
    expect(await coloured(code, 'bash', 'nu')).toEqual(['2.14.0'])
    expect(await coloured(code, 'bash', 'kw')).toEqual(['for', 'in', 'do', 'done'])
    expect(await coloured(code, 'bash', 'cm')).toEqual(['# twice'])
  })
})
