import hljs from 'highlight.js/lib/core'
import type { LanguageFn } from 'highlight.js'

const LOADERS: Readonly<Record<string, () => Promise<{ default: LanguageFn }>>> = {
  bash: () => import('./shell-language.ts'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  go: () => import('highlight.js/lib/languages/go'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  lua: () => import('highlight.js/lib/languages/lua'),
  php: () => import('highlight.js/lib/languages/php'),
  python: () => import('highlight.js/lib/languages/python'),
  r: () => import('highlight.js/lib/languages/r'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
}

const ALIASES: Readonly<Record<string, string>> = {
  'c#': 'csharp',
  'c++': 'cpp',
  cs: 'csharp',
  docker: 'dockerfile',
  golang: 'go',
  html: 'xml',
  js: 'javascript',
  jsx: 'javascript',
  kt: 'kotlin',
  patch: 'diff',
  py: 'python',
  python3: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  svg: 'xml',
  toml: 'ini',
  ts: 'typescript',
  tsx: 'typescript',
  yml: 'yaml',
  zsh: 'bash',
}

/** Names of the style sheet for the scopes of highlight.js. */
const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/^(comment|quote|doctag)/, 'cm'],
  [/^(keyword|literal|meta|selector-tag)/, 'kw'],
  [/^(string|regexp|addition|symbol|template)/, 'st'],
  [/^(title|function|built_in|name|attr|type|section)/, 'fn'],
  [/^(number|variable\.constant|bullet|deletion)/, 'nu'],
]

/** A run of code in one colour; `class` is empty for plain text. */
export interface Run {
  readonly text: string
  readonly class: string
}

interface TreeNode {
  readonly scope?: string
  readonly children: readonly (TreeNode | string)[]
}

/** Above this many characters code stays plain: colouring would hold up the page. */
const MAX_LENGTH = 40_000

/**
 * Colours code.
 * @param language as written after the fence
 * @returns runs that make up the code, or undefined where the language is not known
 */
export async function highlight(code: string, language: string): Promise<readonly Run[] | undefined> {
  const lower = language.toLowerCase()
  const name = ALIASES[lower] ?? lower
  const load = Object.hasOwn(LOADERS, name) ? LOADERS[name] : undefined
  if (!load || code.length > MAX_LENGTH) return undefined
  if (!hljs.getLanguage(name)) hljs.registerLanguage(name, (await load()).default)
  const emitter: unknown = hljs.highlight(code, { language: name, ignoreIllegals: true })._emitter
  return runsOf((emitter as { readonly rootNode: TreeNode }).rootNode, '')
}

function runsOf(node: TreeNode, inherited: string): Run[] {
  const scope = node.scope
  const own = scope === undefined ? inherited : (CLASSES.find(([rule]) => rule.test(scope))?.[1] ?? inherited)
  return node.children.flatMap((child) =>
    typeof child === 'string' ? [{ text: child, class: own }] : runsOf(child, own),
  )
}
