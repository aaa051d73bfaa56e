import type { Element, ElementContent, Root } from 'hast'
import type { Part } from '../../domain/conversation.ts'
import { attribute, find, findAll, markdownOf, plainText } from '../html/html.ts'
import type { InlineAssets } from '../inline-assets.ts'
import type { Recipe } from './recipes.ts'

/** For those who cannot see the page, or part of its controls. */
const AROUND =
  '.sr-only, .visually-hidden, .cdk-visually-hidden, [aria-hidden="true"] > svg, button, [role="button"] > svg'
/** Elements that only a rendered text has. */
const RICH = 'pre, code, ul, ol, table, blockquote, h1, h2, h3, h4, strong, em, .katex'
const BLOCKS = new Set(['p', 'div', 'li', 'section', 'article', 'tr'])
const SAID_BY = /^(?:#{1,6} )?(?:you|chatgpt|copilot|gemini|grok) said:?\s*\n/i
/** Smaller pictures are signs, not pictures somebody sent. */
const MIN_PICTURE_BYTES = 2048

/** What one side said in its turn: thoughts, text, pictures. Takes the element apart. */
export function partsOfTurn(turn: Element, recipe: Recipe, assets: InlineAssets): Part[] {
  remove(turn, new Set(findAll([AROUND, recipe.around].filter(Boolean).join(', '), turn)))
  const panels = recipe.thinking === undefined ? [] : outermost(turn, new Set(findAll(recipe.thinking, turn)))
  const thoughts = panels.map(textOf).filter((text) => text !== '')
  remove(turn, new Set(panels))
  const pictures = findAll('img', turn).flatMap((image) => readPicture(image, assets))
  remove(turn, new Set(findAll('img', turn)))

  const said = (recipe.said ?? [])
    .map((selector) => outermost(turn, new Set(findAll(selector, turn))))
    .find((found) => found.length > 0)
  const text = (said ?? [turn])
    .map(textOf)
    .filter((one) => one !== '')
    .join('\n\n')
    .replace(SAID_BY, '')
  return [
    ...thoughts.map((thought): Part => ({ type: 'thinking', text: thought })),
    ...(text === '' ? [] : [{ type: 'text', text } as const]),
    ...pictures,
  ]
}

/** Elements of a set, below a node, that lie in no other of the set, in the order of the page. */
export function outermost(root: Root | Element, wanted: ReadonlySet<Element>): Element[] {
  const found: Element[] = []
  const waiting: (Root | Element)[] = [root]
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    if (at !== root && at.type === 'element' && wanted.has(at)) {
      found.push(at)
      continue
    }
    for (let child = at.children.length - 1; child >= 0; child--) {
      const node = at.children[child]!
      if (node.type === 'element') waiting.push(node)
    }
  }
  return found
}

function remove(root: Element, unwanted: ReadonlySet<Element>): void {
  const waiting = unwanted.size === 0 ? [] : [root]
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    at.children = at.children.filter((node) => node.type !== 'element' || !unwanted.has(node))
    for (const node of at.children) if (node.type === 'element') waiting.push(node)
  }
}

/** Markdown of what was rendered from it; what a person typed, as it was typed. */
function textOf(element: Element): string {
  if (find(RICH, element) === undefined) return typedText(element).toWellFormed()
  const blocks = findAll('pre', element)
  for (const block of blocks) keepCode(block)
  remove(element, new Set(languageLabels(element, blocks)))
  const formulas = liftFormulas(element)
  return markdownOf(element)
    .replace(/vivimformula(\d{1,6})end/g, (whole, index: string) => formulas[Number(index)] ?? whole)
    .toWellFormed()
}

/** Of a block of code only the code: what stands above it names the language and offers to copy. */
function keepCode(block: Element): void {
  const code = find('code', block)
  if (!code) return
  const text: ElementContent = { type: 'text', value: plainText(code) }
  block.children = [{ ...code, children: [text] }]
}

/** Elements right above blocks of code that only name their language. */
function languageLabels(root: Element, blocks: readonly Element[]): Element[] {
  const parents = new Map<Element, Element>()
  const before = new Map<Element, ElementContent>()
  const waiting = blocks.length === 0 ? [] : [root]
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    let last: ElementContent | undefined
    for (const node of at.children) {
      if (node.type === 'element') {
        parents.set(node, at)
        if (last) before.set(node, last)
        waiting.push(node)
      }
      if (!isBlank(node)) last = node
    }
  }
  return blocks.flatMap((block) => {
    const code = find('code', block)
    const language = /\blanguage-([\w+#.-]{1,30})/.exec((code && attribute(code, 'className')) ?? '')?.[1]
    let at: Element | undefined = block
    while (at && !before.has(at)) at = parents.get(at)
    const label = at && before.get(at)
    return label?.type === 'element' && plainText(label).trim().toLowerCase() === language ? [label] : []
  })
}

const isBlank = (node: ElementContent): boolean =>
  node.type === 'comment' || (node.type === 'text' && node.value.trim() === '')

/** Puts a word in the place of each formula (KaTeX), which is given in TeX: Markdown would escape it. */
function liftFormulas(root: Element): string[] {
  const formulas: string[] = []
  for (const shown of outermost(root, new Set(findAll('.katex-display, .katex', root)))) {
    const source = find('annotation[encoding="application/x-tex"]', shown)
    if (!source) continue
    const tex = plainText(source).trim()
    const isBlock = attribute(shown, 'className')?.includes('katex-display') === true
    shown.tagName = 'span'
    shown.children = [{ type: 'text', value: `vivimformula${formulas.length}end` }]
    formulas.push(isBlock ? `$$${tex}$$` : `$${tex}$`)
  }
  return formulas
}

function typedText(root: Element): string {
  let text = ''
  const waiting: (ElementContent | '\n')[] = [root]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at === '\n') text += text === '' || text.endsWith('\n') ? '' : '\n'
    else if (at.type === 'text') text += at.value
    else if (at.type === 'element' && at.tagName === 'br') text += '\n'
    else if (at.type === 'element' && at.tagName !== 'style' && at.tagName !== 'script') {
      const isBlock = BLOCKS.has(at.tagName)
      if (isBlock) waiting.push('\n')
      for (let child = at.children.length - 1; child >= 0; child--) waiting.push(at.children[child]!)
      if (isBlock) waiting.push('\n')
    }
  }
  return text.trim()
}

function readPicture(image: Element, assets: InlineAssets): Part[] {
  const url = attribute(image, 'src') ?? ''
  const alt = attribute(image, 'alt')?.trim() ?? ''
  const text = alt === '' ? {} : { text: alt.toWellFormed() }
  if (/^data:image\/(?:png|jpe?g|webp|gif|avif)[;,]/i.test(url)) {
    if (url.length < MIN_PICTURE_BYTES) return []
    const inline = assets.addUrl(url)
    return inline ? [{ type: 'image', ...inline, ...text }] : []
  }
  const isSign = alt === '' || /favicon|avatar|logo|icon|profile/i.test(`${alt} ${url}`)
  return /^https:\/\//i.test(url) && !isSign ? [{ type: 'image', pointer: url.toWellFormed(), ...text }] : []
}
