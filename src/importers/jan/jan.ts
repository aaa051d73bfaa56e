import { readToolCall } from '../chat-content.ts'
import { nothingReadable } from '../chat-list.ts'
import { type Found, readChatMessage } from '../chat-message.ts'
import { Damage } from '../damage.ts'
import type { MessageDraft, NodeDraft, ParsedConversation, ReadContext, Reading, Row } from '../draft.ts'
import { InlineAssets } from '../inline-assets.ts'
import { asFilledText, asList, asObject, asTime } from '../raw-values.ts'
import { parse } from '../json/parse-bytes.ts'
import { linesOf } from '../rows.ts'

/**
 * Reads the messages of Jan's threads, `{object:"thread.message", thread_id, role, content, created_at}`, in the order
 * of their times. The title stands in `thread.json` beside the file. A thread is named by its id. What is no message is
 * taken for one of the thread it stands in.
 */
export async function* readJan(rows: AsyncIterable<Row>, context: ReadContext): AsyncGenerator<Reading> {
  const threads = new Map<string, Row[]>()
  let last: string | undefined
  const homeless: Row[] = []
  for await (const row of rows) {
    last = asFilledText(asObject(row.value)['thread_id']) ?? last
    if (last === undefined) {
      homeless.push(row)
      continue
    }
    const messages = threads.get(last)
    if (messages) messages.push(row)
    else threads.set(last, [...homeless.splice(0), row])
  }
  const sibling = await context.sibling('thread.json')
  const stated = asObject(sibling && parse(sibling)?.value)
  for (const [id, messages] of threads) {
    // The file beside a single thread is its own, whatever id it states.
    const thread = threads.size === 1 || stated['id'] === id ? stated : {}
    yield { type: 'conversation', parsed: readThread(id, thread, messages), original: linesOf(messages) }
  }
}

function readThread(id: string, thread: Record<string, unknown>, rows: readonly Row[]): ParsedConversation {
  const title = asFilledText(thread['title'])?.trim()
  const found = { damage: new Damage(), assets: new InlineAssets() }
  const messages = rows.map(({ value }) => readMessage(value, found))
  if (nothingReadable(messages, found.damage))
    return { ok: false, ...(title !== undefined && { title }), id, reason: found.damage.describeAll() }

  const createdAt = asTime(thread['created'])
  const updatedAt = asTime(thread['updated'])
  const assistant = asObject(asList(thread['assistants'])[0])
  const model = asFilledText(asObject(thread['model'])['id']) ?? asFilledText(asObject(assistant['model'])['id'])
  const prompt = asFilledText(assistant['instructions'])
  const problem = found.damage.describe(messages.length)
  return {
    ok: true,
    draft: {
      provider: 'jan',
      sourceKey: id,
      ...(title !== undefined && { title }),
      ...(createdAt !== undefined && { createdAt }),
      ...(updatedAt !== undefined && { updatedAt }),
      ...(model !== undefined && { model }),
      metadata: {
        ...(asObject(thread['metadata'])['is_favorite'] === true && { starred: true }),
        ...(prompt !== undefined && { prompt }),
      },
      nodes: chain(rows, messages),
      assets: found.assets.all,
    },
    ...(problem !== undefined && { problem }),
  }
}

function readMessage(value: unknown, found: Found): MessageDraft {
  const message = readChatMessage(value, found)
  const raw = asObject(value)
  const status = asFilledText(raw['status'])
  const calls = asList(asObject(raw['metadata'])['tool_calls']).flatMap((call) => {
    const { tool, response } = asObject(call)
    return readToolCall({ ...asObject(tool), output: asObject(response)['content'] })
  })
  return {
    ...message,
    parts: [...message.parts, ...calls],
    metadata: { ...(status !== undefined && status !== 'ready' && status !== 'completed' && { status }) },
  }
}

/** Each message follows the one before it by time, those without a time the one before them in the file. */
function chain(rows: readonly Row[], messages: readonly MessageDraft[]): NodeDraft[] {
  const taken = new Set<string>()
  let time = 0
  const placed = rows.map(({ value, index }, at) => {
    const id = asFilledText(asObject(value)['id'])
    const unique = id !== undefined && !taken.has(id)
    const key = unique ? id : `#${index}`
    taken.add(key)
    time = messages[at]!.createdAt ?? time
    return { key, ...(!unique && { position: index }), message: messages[at]!, time }
  })
  const ordered = placed.sort((a, b) => a.time - b.time)
  return ordered.map(({ time: _, ...node }, at) => ({ ...node, ...(at > 0 && { parent: ordered[at - 1]!.key }) }))
}
