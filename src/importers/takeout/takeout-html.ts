import type { Element, ElementContent } from 'hast'
import type { Part } from '../../domain/conversation.ts'
import { utf8BytesOf } from '../document-bytes.ts'
import type { DocumentReader, Reading } from '../draft.ts'
import { attribute, find, findAll, markdownOf, parseHtml, plainText } from '../html/html.ts'
import { type Activity, attachment, conversationAddress, GEMINI, readTitle } from './activity.ts'
import { conversationsOf } from './activity-conversations.ts'
import { readLocalTime } from './local-time.ts'
import { OtherProducts } from './other-products.ts'

const CELL = '<div class="outer-cell'
const decoder = new TextDecoder()

/**
 * Reads the activities of a Google Takeout from HTML. The page is taken apart at its cells, so that each activity keeps
 * its exact bytes and a broken one spoils no other.
 */
export const readTakeoutHtml: DocumentReader = function* (document, { entry }): Generator<Reading> {
  const activities: Activity[] = []
  const others = new OtherProducts()
  let number = 0
  for (const bytes of cellsOf(utf8BytesOf(document))) {
    number++
    const cell = find('.outer-cell', parseHtml(decoder.decode(bytes)))
    const title = cell && find('.mdl-typography--title', cell)
    const content = cell && find('.content-cell', cell)
    if (!title || !content)
      yield {
        type: 'unreadable',
        name: `activity ${number} of ${entry}`,
        reason: title ? 'Nothing is in it.' : 'It does not say of which product it is.',
        original: bytes.slice(),
      }
    else if (plainText(title).trim() === GEMINI) activities.push(readCell(cell, content, bytes))
    else others.add(plainText(title).trim())
  }
  if (number === 0) yield { type: 'skipped', what: entry, reason: 'a page of Google without activities' }
  yield* conversationsOf(activities, entry)
  yield* others.readings(entry)
}

function* cellsOf(bytes: Uint8Array): Generator<Uint8Array> {
  // One character a byte, so that an index is an offset.
  const text = new TextDecoder('latin1').decode(bytes)
  for (let at = text.indexOf(CELL); at >= 0;) {
    const next = text.indexOf(CELL, at + CELL.length)
    yield bytes.subarray(at, next < 0 ? bytes.length : next)
    at = next
  }
}

/** `Prompted … <br> attached files <br> time <br> answer`: the line with the time parts what was asked from the answer. */
function readCell(cell: Element, content: Element, bytes: Uint8Array): Activity {
  const { children } = content
  const timeAt = children.findIndex((node, at) => at > 0 && node.type === 'text' && readLocalTime(node.value))
  const when = timeAt < 0 ? undefined : readLocalTime(plainText(children[timeAt]!))
  const asked = timeAt < 0 ? children : children.slice(0, timeAt)
  const answer = timeAt < 0 ? '' : markdownOf(...withoutBreak(children.slice(timeAt + 1)))
  const answers = answer === '' ? [] : [() => answer]
  const { text, files } = readAsked(asked)
  const address = findAll('.mdl-typography--caption a, .mdl-typography--text-right a', cell)
    .map((link) => conversationAddress(attribute(link, 'href')))
    .find((found) => found !== undefined)
  return {
    ...readTitle(text, answers.length > 0),
    ...(when?.time !== undefined && { time: when.time, isLocalTime: !when.zoneKnown }),
    ...(address !== undefined && { address }),
    answers,
    attachments: files,
    ...(when?.time === undefined && { damage: 'has no time that can be read' }),
    bytes,
  }
}

const isBreak = (node: ElementContent): boolean => node.type === 'element' && node.tagName === 'br'

const withoutBreak = (nodes: readonly ElementContent[]): readonly ElementContent[] =>
  nodes[0] && isBreak(nodes[0]) ? nodes.slice(1) : nodes

/** What stands before the time: the words, then `Attached 1 file.` and a line with a link for each file. */
function readAsked(nodes: readonly ElementContent[]): { readonly text: string; readonly files: readonly Part[] } {
  const lines: { text: string; file?: string }[] = [{ text: '' }]
  for (const node of nodes) {
    const line = lines.at(-1)!
    const href = node.type === 'element' && node.tagName === 'a' ? attribute(node, 'href') : undefined
    if (isBreak(node)) lines.push({ text: '' })
    else if (href !== undefined && !/^[a-z][a-z0-9+.-]*:|^\//i.test(href)) line.file = href
    else line.text += plainText(node)
  }
  const firstFile = lines.findIndex(({ file }) => file !== undefined)
  const words = firstFile < 0 ? lines : lines.slice(0, Math.max(1, firstFile - 1))
  return {
    text: words.map(({ text }) => text).join('\n'),
    files: lines.flatMap(({ file }) => (file === undefined ? [] : [attachment(file)])),
  }
}
