import type { Element, Nodes, Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { select, selectAll } from 'hast-util-select'
import { toMdast } from 'hast-util-to-mdast'
import { toString } from 'hast-util-to-string'
import { gfmToMarkdown } from 'mdast-util-gfm'
import { toMarkdown } from 'mdast-util-to-markdown'

/** Deeper pages are not the work of any chat: what comes after is not read. */
const MAX_DEPTH = 256

/**
 * The tree of a page or of a piece of one (WHATWG HTML parsing by parse5). Nothing in it runs and nothing is fetched.
 * A page nested deeper than 256 elements is read up to there, since the walks of the tree recurse.
 */
export const parseHtml = (text: string): Root =>
  fromHtml(shallow(text), { fragment: !/<(?:!doctype|html)\b/i.test(text.slice(0, 2048)) })

/** Elements that have no end tag, or may do without one. */
const UNCLOSED = new Set(
  'area base br col embed hr img input link meta source track wbr p li dt dd td th tr thead tbody tfoot option optgroup'.split(
    ' ',
  ),
)

function shallow(text: string): string {
  const tag = /<(\/?)([a-z][a-z0-9-]*)/gi
  let depth = 0
  for (let found = tag.exec(text); found; found = tag.exec(text)) {
    const name = found[2]!.toLowerCase()
    if (UNCLOSED.has(name)) continue
    if (found[1] === '' && (name === 'script' || name === 'style')) {
      // Their text is no markup, whatever it looks like.
      const end = text.indexOf(`</${name}`, tag.lastIndex)
      tag.lastIndex = end < 0 ? text.length : end
    }
    depth = found[1] === '/' ? Math.max(0, depth - 1) : depth + 1
    if (depth > MAX_DEPTH) return text.slice(0, found.index)
  }
  return text
}

/** The elements a CSS selector finds below a node, in the order of the page. */
export const findAll = (selector: string, within: Root | Element): Element[] => selectAll(selector, within)

/** The first element a CSS selector finds below a node. */
export const find = (selector: string, within: Root | Element): Element | undefined => select(selector, within)

/** The text of a node and all below it, as it stands in the source. */
export const plainText = (node: Nodes): string => toString(node)

/** An attribute of an element as text; undefined where it is absent. `name` as in the tree: `href`, `dataMessageId`. */
export function attribute(element: Element, name: string): string | undefined {
  const value = element.properties[name]
  if (value === null || value === undefined) return undefined
  return Array.isArray(value) ? value.join(' ') : String(value)
}

/** Elements that are no part of what is read. */
const UNREAD = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'button',
  'svg',
  'iframe',
  'form',
  'input',
  'select',
])

/**
 * The Markdown (CommonMark with GFM tables) of nodes as a person reads them: scripts, styles and buttons are left out.
 */
export function markdownOf(...nodes: readonly Nodes[]): string {
  const root: Root = {
    type: 'root',
    children: nodes.flatMap((node) => (node.type === 'root' ? node.children : isContent(node) ? [node] : [])),
  }
  const copy = structuredClone(root)
  dropUnread(copy)
  const tree = toMdast(copy)
  return toMarkdown(tree, { extensions: [gfmToMarkdown()], bullet: '-', emphasis: '*', fences: true, rule: '-' }).trim()
}

const isContent = (node: Nodes): node is Root['children'][number] => node.type !== 'root'

function dropUnread(root: Root): void {
  const open: Nodes[] = [root]
  for (let at = open.pop(); at; at = open.pop()) {
    if (!('children' in at)) continue
    const kept = (at.children as Nodes[]).filter((node) => node.type !== 'element' || !UNREAD.has(node.tagName))
    at.children = kept as typeof at.children
    open.push(...kept)
  }
}
