import { concatBytes, utf8 } from '../../domain/bytes.ts'
import { sha256Hex } from '../../domain/hash.ts'
import { Damage } from '../damage.ts'
import type { ConversationDraft, MessageDraft, NodeDraft, Reading } from '../draft.ts'
import type { Activity } from './activity.ts'

/**
 * Makes conversations of activities, which come newest first. Those that name the same conversation belong together;
 * the others, for which the export holds no link at all, are put together by the day (UTC), and the conversation says so
 * (`groupedBy: 'day'`).
 *
 * How they are counted: a question is a message of the user and each draft of its answer one of the assistant. The first
 * draft was shown; the others branch off beside it, hidden. Whatever else was done (feedback, a canvas that was created)
 * is a hidden message of the system. Questions without an answer are kept, and told once for the whole file, since that
 * the answer is missing is damage of the export.
 */
export function* conversationsOf(activities: readonly Activity[], entry: string): Generator<Reading> {
  const groups = new Map<string, Activity[]>()
  for (const activity of activities) {
    const name = activity.address ?? dayOf(activity)
    const group = groups.get(name)
    if (group) group.push(activity)
    else groups.set(name, [activity])
  }
  for (const group of groups.values()) yield conversationOf(group)

  const unanswered = activities.filter(({ kind, answers }) => kind === 'prompt' && answers.length === 0)
  if (unanswered.length > 0)
    yield {
      type: 'unreadable',
      name: `answers to ${unanswered.length} ${unanswered.length === 1 ? 'question' : 'questions'} in ${entry}`,
      reason: 'Google did not put them into the export. The questions were read.',
      original: concatBytes(...unanswered.map(({ bytes }) => bytes)),
    }
}

const dayOf = ({ time }: Activity): string =>
  time === undefined ? 'unknown' : new Date(time).toISOString().slice(0, 10)

function conversationOf(group: readonly Activity[]): Reading {
  const damage = new Damage()
  const nodes: NodeDraft[] = []
  const copies = new Map<string, number>()
  let parent: string | undefined
  for (const activity of inOrder(group)) {
    if (activity.damage !== undefined) damage.add(activity.damage)
    const key = keyOf(activity, copies)
    nodes.push({ key, ...(parent !== undefined && { parent }), message: messageOf(activity) })
    activity.answers.forEach((markdown, draft) => nodes.push(answerOf(activity, key, draft, markdown())))
    parent = activity.answers.length > 0 ? answerKey(key, 0) : key
  }
  const problem = damage.describe(nodes.length)
  const [first] = group
  return {
    type: 'conversation',
    parsed: { ok: true, draft: draftOf(first!, nodes, parent), ...(problem !== undefined && { problem }) },
    original: concatBytes(...group.map(({ bytes }) => bytes)),
  }
}

function draftOf(one: Activity, nodes: readonly NodeDraft[], current: string | undefined): ConversationDraft {
  const day = dayOf(one)
  const hasQuestion = nodes.some(({ message }) => message?.role === 'user')
  return {
    provider: 'gemini',
    ...(one.address === undefined ? { sourceKey: `takeout day ${day}` } : { sourceUrl: one.address }),
    ...(!hasQuestion && { title: `Gemini activity, ${day}` }),
    metadata: one.address === undefined ? { groupedBy: 'day' } : {},
    nodes,
    ...(current !== undefined && { current }),
  }
}

/** Oldest first. Times are compared by the second, and rows of the same second turned around as all of them are. */
function inOrder(newestFirst: readonly Activity[]): Activity[] {
  const second = ({ time }: Activity): number => Math.floor((time ?? 0) / 1000)
  return newestFirst.toReversed().sort((a, b) => second(a) - second(b))
}

/**
 * Exports as JSON and as HTML say the same with different times and spaces: whole seconds and the hash of the words are
 * the same in both, and in every later export.
 */
function keyOf({ time, text }: Activity, copies: Map<string, number>): string {
  const second = time === undefined ? 'unknown' : new Date(Math.floor(time / 1000) * 1000).toISOString()
  const said = `${second} ${sha256Hex(utf8(text.replace(/\s+/g, ' ').trim()))}`
  const copy = (copies.get(said) ?? 0) + 1
  copies.set(said, copy)
  return copy === 1 ? said : `${said} ${copy}`
}

const answerKey = (question: string, draft: number): string =>
  `${question} answer ${String(draft + 1).padStart(2, '0')}`

function messageOf({ kind, text, time, isLocalTime, attachments, damage }: Activity): MessageDraft {
  return {
    role: kind === 'prompt' ? 'user' : 'system',
    parts: [...(text === '' ? [] : [{ type: 'text' as const, text }]), ...attachments],
    ...(time !== undefined && { createdAt: time }),
    hidden: kind !== 'prompt',
    metadata: {
      ...(kind === 'other' && damage === undefined && { activity: true }),
      ...(isLocalTime === true && { localTime: true }),
    },
  }
}

function answerOf({ kind, answers, time }: Activity, question: string, draft: number, text: string): NodeDraft {
  return {
    key: answerKey(question, draft),
    parent: question,
    message: {
      role: kind === 'prompt' ? 'assistant' : 'system',
      parts: text === '' ? [] : [{ type: 'text', text }],
      ...(time !== undefined && { createdAt: time }),
      hidden: kind !== 'prompt' || draft > 0,
      metadata: { ...(answers.length > 1 && { draft: draft + 1 }) },
    },
  }
}
