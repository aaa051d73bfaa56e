import type { Finding } from '../../domain/acu.ts'
import { hasSequence, isMonotone } from './placeholders.ts'
import { isPublished } from './published.ts'

interface TokenRule {
  readonly rule: string
  readonly kind: string
  /** Literals of which one must occur before the pattern is tried; case matters. */
  readonly literals: readonly string[]
  readonly pattern: RegExp
  readonly confidence?: number
}

// The issuers' own published shapes; each pattern's first group, where there is one, is the secret itself.
const T = (rule: string, kind: string, literals: string, pattern: RegExp, confidence?: number): TokenRule => ({
  rule,
  kind,
  literals: literals.split(' '),
  pattern,
  ...(confidence === undefined ? {} : { confidence }),
})

const RULES: readonly TokenRule[] = [
  T(
    'private-key',
    'private key',
    'PRIVATE',
    /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----)){40,20000}?(?:-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----|$)/g,
    0.99,
  ),
  T('encoded-key', 'private key', 'LS0tLS1CRUdJTi', /LS0tLS1CRUdJTi(?!BDRVJUSUZ|BQVUJMSUM)[A-Za-z0-9+/]{60,}={0,2}/g),
  T(
    'hook-address',
    'webhook address',
    'webhook hooks.zapier',
    /(?:hooks\.zapier\.com\/hooks\/catch\/\w{6,}(?:\/\w{6,})?|[\w-]+\.tines\.com\/webhook\/[0-9a-f]{32}\/[0-9a-f]{32})/g,
  ),
  T(
    'putty-key',
    'PuTTY private key',
    'PuTTY-User-Key-File',
    /PuTTY-User-Key-File-\d: [\s\S]{40,8000}?Private-MAC: [0-9a-f]+/g,
  ),
  T('age-key', 'age secret key', 'AGE-SECRET-KEY-1', /\bAGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}\b/g),
  T(
    'openai-key',
    'OpenAI API key',
    'sk-',
    /\bsk-(?:proj-|svcacct-|admin-|None-)?(?=[\w-]*\d)(?=[\w-]*[A-Za-z])(?!ant-)[A-Za-z0-9_-]{32,200}\b/g,
  ),
  T(
    'anthropic-key',
    'Anthropic API key',
    'sk-ant-',
    /\bsk-ant-(?:(?:api|admin)\d{2}-[\w-]{93}AA(?![\w-])|(?:sid|oat)\d{2}-[\w-]{60,140})/g,
  ),
  T('openrouter-key', 'OpenRouter API key', 'sk-or-', /\bsk-or-v1-[0-9a-f]{64}\b/g),
  T(
    'aws-access-key',
    'AWS access key',
    'AKIA ASIA ABIA ACCA A3T',
    /\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/g,
  ),
  T('aws-bedrock-key', 'AWS Bedrock key', 'ABSK', /\bABSK[A-Za-z0-9+/]{109,269}={0,2}/g),
  T(
    'github-token',
    'GitHub token',
    'ghp_ gho_ ghu_ ghs_ ghr_ github_pat_',
    /\b(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_\w{82})\b/g,
  ),
  T(
    'gitlab-token',
    'GitLab token',
    'gl GR1348941',
    /\b(?:(?:glpat|gldt|glft|glsoat|glffct)-(?:[\w-]{20}(?![\w-])|(?=[\w-]*\d)[\w-]{27,60}(?:\.\d\d\.\w{9})?)|glrt-[\w-]{20,27}|glptt-[0-9a-f]{40}|glimt-[\w-]{25}|glcbt-(?:\w{1,5}_)?[\w-]{20}|glagent-[\w-]{50}|GR1348941[\w-]{20,50})(?![\w-])/g,
  ),
  T('google-api-key', 'Google API key', 'AIza', /\bAIzaSy[\w-]{33}(?![\w-])/g),
  T('google-oauth', 'Google OAuth token', 'ya29. GOCSPX-', /\b(?:ya29\.[\w-]{20,400}|GOCSPX-[\w-]{28})/g),
  T(
    'slack-token',
    'Slack token',
    'xox xapp-',
    /\b(?:xox[abeopr]-\d{6,}-[\w-]{10,250}|xoxs-\d[\w-]{20,250}|xox[aer]-\d-[\w-]{20,250}|xoxe\.xox[bp]-\d-[\w-]{100,250}|xapp-\d-[A-Z0-9]+-\d+-?[\w-]{8,150})/g,
  ),
  T(
    'slack-webhook',
    'Slack webhook',
    'hooks.slack.com',
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/]{30,80}/g,
  ),
  T(
    'stripe-key',
    'Stripe key',
    'k_live_ k_test_ k_prod_ whsec_',
    /\b(?:(?:sk|rk)_(?:live|test|prod)_(?=[A-Za-z]*\d)[A-Za-z0-9]{10,250}|whsec_[A-Za-z0-9+/=]{32,80})/g,
  ),
  T('azure-storage', 'Azure storage key', 'AccountKey=', /AccountKey=([A-Za-z0-9+/]{60,90}={0,2})/g),
  T('azure-ad-secret', 'Azure client secret', 'Q~', /(?<![\w~])([\w.~]{3}\dQ~[\w.~-]{31,34})(?![\w~])/g),
  T('azure-devops', 'Azure DevOps token', 'AZDO', /\b[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}\b/g),
  T('npm-token', 'npm token', 'npm_', /\bnpm_[A-Za-z0-9]{36}\b/g),
  T('pypi-token', 'PyPI token', 'pypi-', /\bpypi-AgE[\w-]{50,1000}/g),
  T('telegram-token', 'Telegram bot token', ':A', /(?<![\w:])(\d{8,10}:A[\w-]{34})(?![\w-])/g),
  T('twilio-key', 'Twilio key', 'SK AC', /\b(?:SK|AC)[0-9a-f]{32}\b/g, 0.8),
  T('sendgrid-key', 'SendGrid key', 'SG.', /\bSG\.[\w-]{16,32}\.[\w-]{16,64}/g),
  T('mailchimp-key', 'Mailchimp key', '-us', /\b[0-9a-f]{32}-us\d{1,2}\b/g),
  T('mailgun-key', 'Mailgun key', 'key- pubkey-', /\b(?:pub)?key-[0-9a-f]{32}\b/g),
  T('discord-token', 'Discord bot token', '.', /\b[MNO][A-Za-z\d_-]{22,25}\.[\w-]{6}\.[\w-]{27,40}(?![\w-])/g),
  T(
    'discord-webhook',
    'Discord webhook',
    '/api/webhooks/',
    /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,80}/g,
  ),
  T(
    'teams-webhook',
    'Teams webhook',
    'IncomingWebhook',
    /(?:\w+\.)?office\.com\/webhook(?:b2)?\/[\w@-]{60,100}\/IncomingWebhook\/\w{32}\/[\w-]{36}/g,
  ),
  T(
    'jwt',
    'signed token (JWT)',
    'eyJ ZXlK',
    /\b(?:ey[A-Za-z0-9_-]{15,}\.ey[A-Za-z0-9_-]{20,}(?:\.[A-Za-z0-9_-]{10,})?|ZXlK[A-Za-z0-9+/]{60,}={0,2})/g,
  ),
  T(
    'hashicorp-token',
    'Vault or Terraform token',
    'hvs. hvb. hvr. .atlasv1.',
    /\b(?:hv[sbr]\.[\w-]{24,300}|[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70})/g,
  ),
  T('digitalocean-token', 'DigitalOcean token', 'do', /\bdo[opr]_v1_[0-9a-f]{64}\b/g),
  T('shopify-token', 'Shopify token', 'shp', /\bshp(?:at|ca|pa|ss|tka)_[0-9a-fA-F]{32}\b/g),
  T('square-token', 'Square token', 'sq0 EAAA', /\b(?:sq0[a-z]{3}-[\w-]{22,43}|EAAA[\w-]{60})(?![\w-])/g),
  T('databricks-token', 'Databricks token', 'dapi', /\bdapi[0-9a-f]{32}(?:-\d)?\b/g),
  T(
    'huggingface-token',
    'Hugging Face token',
    'hf_ api_org_',
    /\b(?:hf_[A-Za-z]{34}|hf_[A-Za-z0-9]{34,40}|api_org_[A-Za-z0-9]{34})\b/g,
  ),
  T('linear-key', 'Linear key', 'lin_', /\blin_(?:api|oauth)_[A-Za-z0-9]{40,64}\b/g),
  T('notion-token', 'Notion token', 'ntn_ secret_', /\b(?:ntn_[A-Za-z0-9]{40,50}|secret_[A-Za-z0-9]{43})\b/g),
  T('newrelic-key', 'New Relic key', 'NR', /\bNR(?:AK|JS|RA|II|IQ|AA)-[A-Za-z0-9_-]{19,42}\b/g),
  T(
    'grafana-token',
    'Grafana token',
    'gls glc_ eyJrIjoi',
    /\b(?:glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}|glc_[A-Za-z0-9+/]{32,400}={0,3}|eyJrIjoi[A-Za-z0-9]{60,400}={0,3})/g,
  ),
  T(
    'atlassian-token',
    'Atlassian token',
    'ATATT3 ATCTT3 ATBB',
    /\b(?:AT(?:ATT|CTT)3[\w=-]{60,250}|ATBB[A-Za-z0-9]{32}|ATBB[A-Za-z0-9]{24}[0-9A-F]{8})/g,
  ),
  T('postman-key', 'Postman key', 'PMAK-', /\bPMAK-[0-9a-fA-F]{24}-[0-9a-fA-F]{34}\b/g),
  T('heroku-key', 'Heroku key', 'HRKU-', /\bHRKU-[\w-]{36,64}/g),
  T('dropbox-token', 'Dropbox token', 'sl.', /\bsl\.[\w-]{60,200}/g),
  T('facebook-token', 'Facebook token', 'EAA', /\bEAA[MC][A-Za-z0-9]{80,400}\b/g),
  T('flutterwave-key', 'Flutterwave key', 'FLW', /\bFLW(?:SECK|PUBK)(?:_TEST)?-[0-9a-hA-H]{12,32}(?:-X)?\b/g),
  T(
    'doppler-token',
    'Doppler token',
    'dp.',
    /\bdp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9-]{2,35}\.)?[A-Za-z0-9]{40,44}\b/g,
  ),
  T(
    'prefixed-token',
    'access token',
    '_ - .',
    /\b(?:pul-[0-9a-f]{40}|rubygems_[0-9a-f]{48}|shippo_(?:live|test)_[0-9a-f]{40}|pscale_(?:tkn|pw|oauth)_[\w.=-]{32,64}|tfp_\w{59}|rdme_[a-z0-9]{70}|sntr[yu]s?_[\w=+/.-]{60,400}|duffel_(?:test|live)_[\w=-]{43}|dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}|EZ[AT]K[A-Za-z0-9]{54}|fio-u-[\w=-]{64}|CCIPAT_\w{20,}|cio[a-zA-Z0-9]{32}|xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}|xsmtpsib-[0-9a-f]{64}-[A-Za-z0-9]{16}|figd_[\w-]{38,48}|fo1_[\w-]{43}|fm[12][ar]?_[\w+/=]{90,}|gsk_[A-Za-z0-9]{50,56}|pplx-[A-Za-z0-9]{40,56}|r8_[A-Za-z0-9]{37}|nvapi-[\w-]{60,70}|xai-\w{70,85}|tgp_v1_[\w-]{40,50}|ops_eyJ[A-Za-z0-9+/]{100,}={0,3}|A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}|sgp_(?:[0-9a-fA-F]{16}_|local_)?[0-9a-fA-F]{40}|dckr_(?:pat|oat)_[\w-]{27,40}|dor_v1_[0-9a-f]{64}|sbp_[0-9a-f]{40}|sb_secret_[\w-]{31}|dapi[0-9a-f]{32}|LTAI[A-Za-z0-9]{12,24}|AKID[A-Za-z0-9]{32}|p8e-[a-z0-9]{32}|oy2[a-z0-9]{43}|API-[A-Z0-9]{26}|phc_[A-Za-z0-9]{43}|phx_[A-Za-z0-9]{43,48}|patk?[A-Za-z0-9]{14}\.[0-9a-f]{64}|CLOJARS_[a-z0-9]{60}|AstraCS:\w{24}:[0-9a-f]{64}|v1\.0-[0-9a-f]{24}-[0-9a-f]{146}|cmVmdGtu[A-Za-z0-9]{56}|AKCp[A-Za-z0-9]{69}|infp_\w+|nfp_\w{36,40}|waka_[0-9a-f-]{36}|tskey-(?:api|auth|client|secret)-[A-Za-z0-9]{6,20}-[A-Za-z0-9]{8,40}|vercel_[A-Za-z0-9]{24}|lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}|e2b_[0-9a-f]{40}|fw_[A-Za-z0-9]{22,26}|tvly-[A-Za-z0-9]{28,40}|s-s4t2(?:af|ud)-[0-9a-f]{64}|live_\d{6,12}_[A-Za-z0-9]{30}|1000\.[0-9a-f]{32}\.[0-9a-f]{32}|sub-c-[0-9a-z]{8}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{12}|[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk|pk_\d{6,8}_[A-Z0-9]{32}|phx_[\w-]{40,60}|aio_[A-Za-z0-9]{28}|mapbox_[\w-]{40,}|[ps]k\.eyJ[\w-]{60,}\.[\w-]{20,}|bkua_[0-9a-f]{40}|xau[tm]_[\w-]{20,}|ion_[A-Za-z0-9]{42}|(?:jina|re|rnd|sm|dg|ak)_live_[\w-]{20,})(?![\w-])/g,
  ),
  T('truenas-key', 'TrueNAS key', 'api_key', /(?<![\w-])\d{1,4}-(?=[a-zA-Z]*\d)[A-Za-z0-9]{64}(?![\w-])/g),
  T('unseal-key', 'Vault unseal key', 'operator unseal', /\boperator unseal\s+([A-Za-z0-9+/]{43,88}={0,2})/g),
  T('docker-auth', 'Docker registry credentials', 'eyJhdXRocyI6ey', /eyJhdXRocyI6ey[A-Za-z0-9+/]{30,4000}={0,2}/g),
  T(
    'netrc',
    'password of a .netrc',
    'machine ',
    /\bmachine\s+[\w.:-]{3,80}\s+login\s+[\w.@+-]{1,64}\s+password\s+([^\s"'`<>${]{5,128})/g,
  ),
  T(
    'network-credential',
    'password',
    'NetworkCredential(',
    /NetworkCredential\(\s*["'][^"'\n]{1,80}["'],\s*["']([^"'\s]{6,128})["']/g,
  ),
  T(
    'url-password',
    'address with password',
    '://',
    /\b[a-z][a-z0-9+.-]{2,24}:\/\/([^\s:/@"'`<>$]{0,64}:[^\s:/@"'`<>]{3,128})@[\w.-]{3,}/gi,
  ),
  T(
    'auth-header',
    'authorization header',
    'uthorization AUTHORIZATION',
    /authorization["']?\s*[:=]\s*["']?\s*(?:basic|bearer|token|digest|apikey)\s+([A-Za-z0-9+/=_.~-]{12,2000})/gi,
  ),
  T(
    'curl-user',
    'user name with password',
    '-u --user',
    /\bcurl\b[^\n|;]{0,300}?\s(?:-u|--user)[\s=]*["']?([\w.@+-]{0,64}:["']?[^\s"'$<{]{6,128})/g,
  ),
  T(
    'password-hash',
    'password hash',
    '$2 $1$ $5$ $6$ $8$ $9$ $y$ $argon2 $krb5',
    /(?<![\w$])(?:\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}|\$1\$[./A-Za-z0-9]{4,8}\$[./A-Za-z0-9]{22}|\$5\$(?:rounds=\d+\$)?[./A-Za-z0-9]{8,16}\$[./A-Za-z0-9]{43}|\$[89]\$[./A-Za-z0-9]{14}\$[./A-Za-z0-9]{43}|\$y\$[./A-Za-z0-9]{2,8}\$[./A-Za-z0-9]{8,32}\$[./A-Za-z0-9]{43}|\$krb5(?:tgs|asrep)\$\d\d\$[^\s"'`]{60,4000}|\$6\$(?:rounds=\d+\$)?[./A-Za-z0-9]{8,16}\$[./A-Za-z0-9]{43,86}|\$argon2(?:id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{16,})/g,
    0.8,
  ),
]

const WEAK_PASSWORD =
  /^(?:user(?:name)?|root|admin|postgres|sa|guest|my_?user|db_?user|test)?:(?:pass(?:word|wd)?\d*|pwd|admin|root|test|user|postgres|guest|mongodb|mysecretpassword|changeme|example|token|\*+|x+|\.\.\.|<.*|\[.*|\{.*|\$.*|%.*)$/i
const MARKED_EXAMPLE =
  /example|replace.?(?:with|me)|fakefake|insert|placeholder|your[-_]|xxxx|\.\.\.|<|\$\{|\{\{|dummy|redacted|\*\*\*|_here\b/i

/** Of an address, a header or a line with a credential. */
const BESIDE_CREDENTIAL = ['uthorization', 'AUTHORIZATION', '--user', '-u ', 'machine ']
const WITH_USER = /:\/\/[^\s/@]*@/

/** Whether a text can hold a token at all: a run of its characters, or an address, header or line with a credential. */
const canHold = (text: string): boolean =>
  hasLongRun(text) ||
  BESIDE_CREDENTIAL.some((part) => text.includes(part)) ||
  (text.includes('://') && WITH_USER.test(text))

/** By code: 1 for the characters tokens are made of. */
const OF_TOKEN = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9_\-+/=.~]/.test(String.fromCharCode(code)) ? 1 : 0,
)
const LEAST_RUN = 15

/** Whether so many characters of tokens stand side by side. Looks back from where a run would end, so at few of the rest. */
function hasLongRun(text: string): boolean {
  for (let from = 0, last = LEAST_RUN - 1; last < text.length; last = from + LEAST_RUN - 1) {
    let at = last
    while (at >= from && OF_TOKEN[text.charCodeAt(at)] === 1) at--
    if (at < from) return true
    from = at + 1
  }
  return false
}

/** Keys and tokens by the shapes their issuers publish (level 5). In: any text; out: findings, possibly overlapping. */
export function findTokens(text: string): Finding[] {
  const found: Finding[] = []
  if (!canHold(text)) return found
  for (const { rule, kind, literals, pattern, confidence } of RULES) {
    if (!literals.some((literal) => text.includes(literal))) continue
    pattern.lastIndex = 0
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const secret = match[1] ?? match[0]
      const start = match.index + match[0].indexOf(secret)
      if (match[0] === '') pattern.lastIndex++
      if (isExample(rule, secret)) continue
      found.push({ rule, kind, start, end: start + secret.length, level: 5, confidence: confidence ?? 0.95 })
    }
  }
  return found
}

function isExample(rule: string, secret: string): boolean {
  switch (rule) {
    case 'private-key':
      return (
        !/[A-Za-z0-9+/=\\\s]{40}/.test(secret.slice(27)) ||
        /\.\.\.|your|<|example key/i.test(secret) ||
        // Every key in OpenSSH's form begins with the name of the form.
        /^-+BEGIN OPENSSH PRIVATE KEY-+(?:\\[rn]|[^\w])*(?!b3BlbnNzaC1rZXktdjEA)\w/.test(secret)
      )
    case 'anthropic-key':
    case 'github-token':
    case 'google-api-key':
    case 'stripe-key':
      return isMonotone(secret) || MARKED_EXAMPLE.test(secret) || hasSequence(secret, 12) || isPublished(secret)
    case 'url-password': {
      const password = secret.slice(secret.indexOf(':') + 1)
      return (
        WEAK_PASSWORD.test(secret) ||
        MARKED_EXAMPLE.test(secret) ||
        secret === `${password}:${password}` ||
        /^(?:\$|\{|%|<|\[|#)|^(?:pass(?:word|wd)?|pwd|pw|p|token)$/i.test(password)
      )
    }
    case 'curl-user':
      return WEAK_PASSWORD.test(secret) || MARKED_EXAMPLE.test(secret) || /:(?:pass|token|key|secret|api)/i.test(secret)
    case 'auth-header':
      return (
        MARKED_EXAMPLE.test(secret) || !/\d/.test(secret) || isMonotone(secret) || /token|api[-_]?key/i.test(secret)
      )
    case 'aws-access-key':
      return secret.endsWith('EXAMPLE') || isMonotone(secret)
    case 'putty-key':
    case 'jwt':
      return false
    default:
      return isMonotone(secret) || MARKED_EXAMPLE.test(secret)
  }
}
