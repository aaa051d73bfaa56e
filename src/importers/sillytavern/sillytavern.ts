import type { Part, Role } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import { partText } from '../../domain/message-tree.ts'
import { readImage, textParts, thinkingParts } from '../chat-content.ts'
import { nothingReadable } from '../chat-list.ts'
import { Damage } from '../damage.ts'
import type { MessageDraft, ParsedConversation, ReadContext, Reading, Row } from '../draft.ts'
import { InlineAssets } from '../inline-assets.ts'
import { asFilledText, asJson, asList, asObject, asSize, asText } from '../raw-values.ts'
import { bareName, linesOf } from '../rows.ts'
import { SourceKeys } from '../source-keys.ts'
import { selectedOf, type Turn, versionNodes } from '../version-nodes.ts'
import { asSillyTime } from './sillytavern-time.ts'

interface Found {
  readonly damage: Damage
  readonly assets: InlineAssets
}

/**
 * Reads a chat of SillyTavern: a header `{user_name, character_name, create_date, chat_metadata}` and messages
 * `{name, is_user, is_system, send_date, mes, swipes, swipe_id}`, whose swipes are branches. Every header begins a chat.
 */
export async function* readSillyTavern(rows: AsyncIterable<Row>, context: ReadContext): AsyncGenerator<Reading> {
  const keys = new SourceKeys()
  let chat: Row[] = []
  for await (const row of rows) {
    if (isHeader(row.value) && chat.length > 0) {
      yield readChat(chat, context, keys)
      chat = []
    }
    chat.push(row)
  }
  if (chat.length > 0) yield readChat(chat, context, keys)
}

const isHeader = (value: unknown): boolean => 'user_name' in asObject(value) && !('mes' in asObject(value))

function readChat(rows: readonly Row[], { entry }: ReadContext, keys: SourceKeys): Reading {
  const headed = isHeader(rows[0]?.value)
  const messages = headed ? rows.slice(1) : rows
  if (messages.length === 0) return { type: 'skipped', what: entry, reason: 'a chat in which nothing was said' }
  return {
    type: 'conversation',
    parsed: parseChat(asObject(headed ? rows[0]!.value : undefined), messages, bareName(entry), keys),
    original: linesOf(rows),
  }
}

function parseChat(
  header: Record<string, unknown>,
  rows: readonly Row[],
  fileName: string,
  keys: SourceKeys,
): ParsedConversation {
  const stated = asFilledText(header['character_name'])
  // Newer versions write this word in place of names.
  const character = stated === 'unused' ? undefined : stated
  const title = character ?? fileName
  const found = { damage: new Damage(), assets: new InlineAssets() }
  const turns = rows.map(({ value }) => readTurn(value, found))
  const messages = turns.flatMap(({ versions }) => versions)
  if (nothingReadable(messages, found.damage)) return { ok: false, title, reason: found.damage.describeAll() }

  const { nodes, current } = versionNodes(turns)
  const createdAt = asSillyTime(header['create_date'])
  const problem = found.damage.describe(messages.length)
  return {
    ok: true,
    draft: {
      provider: 'sillytavern',
      sourceKey: sourceKey(header, turns, keys),
      title,
      ...(createdAt !== undefined && { createdAt }),
      metadata: {},
      nodes,
      ...(current !== undefined && { current }),
      assets: found.assets.all,
    },
    ...(problem !== undefined && { problem }),
  }
}

/**
 * A chat is named by the mark its file is saved with; older ones by character, time of their beginning, the chat they
 * branch from and the first text; those without a header by how they begin.
 */
function sourceKey(header: Record<string, unknown>, turns: readonly Turn[], keys: SourceKeys): string {
  const metadata = asObject(header['chat_metadata'])
  const mark = asFilledText(metadata['integrity'])
  if (mark !== undefined) return mark
  const begun = asFilledText(header['create_date']) ?? asSize(header['create_date'])
  if (begun === undefined) return keys.of(turns.map(({ versions, selected }) => versions[selected]!))
  const first = turns[0]?.versions[0]?.parts.map(partText).join('\n') ?? ''
  return JSON.stringify([asText(header['character_name']) ?? '', begun, asText(metadata['main_chat']) ?? '', first])
}

function readTurn(value: unknown, found: Found): Turn {
  const raw = asObject(value)
  const text = asText(raw['mes'])
  const role = roleOf(raw)
  const swipes = asList(raw['swipes']).map(asText)
  const readable = text !== undefined || swipes.some((swipe) => swipe !== undefined)
  if (!isObject(value)) found.damage.add('is not in the list as a message')
  else if (role === undefined) found.damage.add(readable ? 'has no author' : 'has neither author nor content')
  else if (!readable) found.damage.add('has no content')
  if (!isObject(value) || role === undefined || !readable) {
    const parts: Part[] = [{ type: 'unknown', kind: 'message', raw: asJson(value) }]
    return { versions: [{ role: role ?? 'system', parts, hidden: role === undefined, metadata: {} }], selected: 0 }
  }

  if (swipes.length < 2) return { versions: [readVersion(raw, role, text ?? swipes[0], raw, found)], selected: 0 }
  const selected = selectedOf(raw['swipe_id'], swipes.length)
  const infos = asList(raw['swipe_info'])
  const versions = swipes.map((swipe, at) =>
    // The shown text is the message's own: it may have been edited since.
    at === selected
      ? readVersion(raw, role, text ?? swipe, raw, found)
      : readVersion(raw, role, swipe, asObject(infos[at]), found),
  )
  return { versions, selected }
}

function roleOf(raw: Record<string, unknown>): Role | undefined {
  if (raw['is_user'] === true) return 'user'
  if (raw['is_system'] === true) return 'system'
  return raw['is_user'] === false || asFilledText(raw['name']) !== undefined ? 'assistant' : undefined
}

/** One version; `info` holds its time and what it was made with. */
function readVersion(
  raw: Record<string, unknown>,
  role: Role,
  text: string | undefined,
  info: Record<string, unknown>,
  { assets }: Found,
): MessageDraft {
  const extra = asObject(info['extra'])
  const author = role === 'user' ? undefined : asFilledText(raw['name'])
  const createdAt = asSillyTime(info['send_date']) ?? asSillyTime(raw['send_date'])
  const model = role === 'user' ? undefined : asFilledText(extra['model'])
  return {
    role,
    ...(author !== undefined && { author }),
    parts: [...thinkingParts(extra['reasoning']), ...textParts(text), ...readFiles(extra, assets)],
    ...(createdAt !== undefined && { createdAt }),
    hidden: false,
    ...(model !== undefined && { model }),
    metadata: {},
  }
}

function readFiles(extra: Record<string, unknown>, assets: InlineAssets): Part[] {
  const images = [extra['image'], ...asList(extra['media']).map((one) => asObject(one)['url'])]
  const files = [extra['file'], ...asList(extra['files'])]
  return [
    ...images.flatMap((url) => (asFilledText(url) === undefined ? [] : [readImage(asFilledText(url)!, assets)])),
    ...files.flatMap((value): Part[] => {
      const raw = asObject(value)
      const pointer = asFilledText(raw['url'])
      const name = asFilledText(raw['name']) ?? pointer
      if (name === undefined) return []
      const size = asSize(raw['size'])
      const text = asFilledText(raw['text'])
      return [
        {
          type: 'file',
          name,
          ...(pointer !== undefined && { pointer }),
          ...(size !== undefined && { size }),
          ...(text !== undefined && { text }),
        },
      ]
    }),
  ]
}
