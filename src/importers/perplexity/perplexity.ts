import { isObject } from '../../domain/json.ts'
import { Damage, notAConversation } from '../damage.ts'
import type { NodeDraft, ParsedConversation } from '../draft.ts'
import { asFilledText, asJson, asObject, asTime } from '../raw-values.ts'
import { citedParts } from './perplexity-citations.ts'
import { readEntry, readSavedTurn, type Turn } from './perplexity-turn.ts'

/** Reads one thread of Perplexity: what its page loads (`entries`), or what the “Thread Exporter” saves (`conversations`). */
export function parsePerplexity(value: unknown): ParsedConversation {
  const noObject = notAConversation(value)
  if (noObject) return noObject
  const raw = asObject(value)
  const isSaved = !('entries' in raw) && 'conversations' in raw
  const list = isSaved ? raw['conversations'] : raw['entries']
  const about = asObject(isSaved ? raw['metadata'] : raw['thread_metadata'])
  const first = asObject(Array.isArray(list) ? list.find(isObject) : undefined)
  const title = (
    asFilledText(first['thread_title']) ??
    asFilledText(about['thread_title']) ??
    asFilledText(about['title'])
  )?.trim()
  const id =
    asFilledText(first['context_uuid']) ?? asFilledText(about['thread_id']) ?? asFilledText(about['context_uuid'])
  if (!Array.isArray(list)) {
    const what = list === undefined ? 'missing' : list === null ? 'empty (null)' : 'not a list'
    return { ok: false, title, id, reason: `Its messages are ${what} in the export.` }
  }

  const damage = new Damage()
  const nodes = readTurns(list, isSaved ? readSavedTurn : readEntry, damage)
  const isReadable = nodes.some(({ message }) => message?.parts.some(({ type }) => type !== 'unknown'))
  if (damage.broken > 0 && !isReadable) return { ok: false, title, id, reason: damage.describeAll() }
  const createdAt = asTime(about['created_at'])
  const updatedAt = asTime(about['updated_at'])
  const slug = asFilledText(first['thread_url_slug']) ?? asFilledText(about['thread_url_slug'])
  const current = nodes.at(-1)?.key
  const problems = [damage.describe(nodes.length), raw['has_next_page'] === true ? MORE : undefined]
  const problem = problems.filter((one) => one !== undefined).join(' ')
  return {
    ok: true,
    draft: {
      provider: 'perplexity',
      ...(slug !== undefined && { sourceUrl: `https://www.perplexity.ai/search/${encodeURIComponent(slug)}` }),
      ...(slug === undefined && id !== undefined && { sourceKey: id }),
      ...(title !== undefined && { title }),
      ...(createdAt !== undefined && { createdAt }),
      ...(updatedAt !== undefined && { updatedAt }),
      metadata: { ...(id !== undefined && { threadId: id }) },
      nodes,
      ...(current !== undefined && { current }),
    },
    ...(problem !== '' && { problem }),
  }
}

const MORE = 'The thread is longer: more of it is not in this file.'

/** Each turn is two messages; the answer has the id of the entry. */
function readTurns(
  list: readonly unknown[],
  read: (raw: Record<string, unknown>) => Turn,
  damage: Damage,
): NodeDraft[] {
  const nodes: NodeDraft[] = []
  const taken = new Set<string>()
  const add = (id: string | undefined, position: number, message: NodeDraft['message'] & object): void => {
    const unique = id !== undefined && !taken.has(id)
    const key = unique ? id : `#${position}`
    taken.add(key)
    const parent = nodes.at(-1)?.key
    nodes.push({ key, ...(!unique && { position }), ...(parent !== undefined && { parent }), message })
  }
  list.forEach((value, at) => {
    const unreadable = [{ type: 'unknown' as const, kind: 'message', raw: asJson(value) }]
    if (!isObject(value)) {
      damage.add('is not in the list as a message')
      add(undefined, 2 * at, { role: 'system', parts: unreadable, hidden: true, metadata: {} })
      return
    }
    const turn = read(value)
    if (turn.question === undefined) damage.add('has no content')
    add(turn.id === undefined ? undefined : `${turn.id} question`, 2 * at, {
      role: 'user',
      parts:
        turn.question === undefined
          ? unreadable
          : [...(turn.question === '' ? [] : [{ type: 'text' as const, text: turn.question }]), ...turn.files],
      ...(turn.askedAt !== undefined && { createdAt: turn.askedAt }),
      hidden: false,
      metadata: {},
    })
    if (turn.answer === undefined) damage.add('has no answer')
    else
      add(turn.id, 2 * at + 1, {
        role: 'assistant',
        parts: [...citedParts(turn.answer, turn.sources), ...turn.pictures],
        ...(turn.answeredAt !== undefined && { createdAt: turn.answeredAt }),
        hidden: false,
        ...(turn.model !== undefined && { model: turn.model }),
        metadata: {},
      })
  })
  return nodes
}
