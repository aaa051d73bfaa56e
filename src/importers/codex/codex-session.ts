import { concatBytes, utf8 } from '../../domain/bytes.ts'
import type { Role } from '../../domain/conversation.ts'
import { isObject, type Json } from '../../domain/json.ts'
import { Damage } from '../damage.ts'
import type { NodeDraft, ParsedConversation, Reading, Row } from '../draft.ts'
import { lastFolder } from '../folder-name.ts'
import { InlineAssets } from '../inline-assets.ts'
import { asFilledText, asList, asObject, asTime } from '../raw-values.ts'
import { type CodexMessage, readCodexItem } from './codex-item.ts'

const NEWLINE = utf8('\n')

interface Said extends CodexMessage {
  readonly createdAt: number | undefined
  readonly model: string | undefined
  /** Told by an event, which most often repeats an item. */
  readonly isEvent: boolean
}

/** Gathers the lines of one session. */
export class CodexSession {
  readonly #pieces: Uint8Array[] = []
  readonly #said: Said[] = []
  readonly #assets = new InlineAssets()
  readonly #damage = new Damage()
  #id: string | undefined
  #title: string | undefined
  #startedAt: number | undefined
  #folder: string | undefined
  #branch: string | undefined
  #version: string | undefined
  #model: string | undefined

  /** Takes the next line. */
  add(line: Record<string, unknown>, { bytes }: Pick<Row, 'bytes'>): void {
    this.#pieces.push(bytes, NEWLINE)
    const payload = asObject(line['payload'])
    const createdAt = asTime(line['timestamp'])
    switch (line['type']) {
      case 'session_meta':
        return this.#begin(isObject(payload['meta']) ? payload['meta'] : payload)
      case 'turn_context':
        this.#model = asFilledText(payload['model']) ?? this.#model
        this.#folder ??= asFilledText(payload['cwd'])
        return
      case 'response_item':
        return this.#addItem(line['payload'], createdAt)
      case 'event_msg':
        return this.#addEvent(payload, createdAt)
      case 'compacted':
        return this.#compacted(payload, createdAt)
    }
    if (isObject(line['session']) && Array.isArray(line['items'])) {
      this.#begin(line['session'])
      for (const item of asList(line['items'])) this.#addItem(item, undefined)
    } else if (line['record_type'] === undefined && (typeof line['type'] === 'string' || 'role' in line))
      this.#addItem(line, createdAt)
    else if (line['record_type'] === undefined && 'timestamp' in line) this.#begin(line)
  }

  /** A session that goes on from another one repeats what that one began with: the first counts. */
  #begin(meta: Record<string, unknown>): void {
    this.#id ??= asFilledText(meta['id'])
    this.#startedAt ??= asTime(meta['timestamp'])
    this.#folder ??= asFilledText(meta['cwd'])
    this.#version ??= asFilledText(meta['cli_version'])
    this.#branch ??= asFilledText(asObject(meta['git'])['branch'])
  }

  #addItem(item: unknown, createdAt: number | undefined): void {
    const message = readCodexItem(item, this.#assets, this.#damage)
    if (message) this.#add(message, createdAt, false)
  }

  #addEvent(event: Record<string, unknown>, createdAt: number | undefined): void {
    const role = event['type'] === 'user_message' ? 'user' : event['type'] === 'agent_message' ? 'assistant' : undefined
    const text = asFilledText(event['message'])
    if (event['type'] === 'thread_name_updated') this.#title = asFilledText(event['thread_name']) ?? this.#title
    if (role !== undefined && text !== undefined)
      this.#add({ role, parts: [{ type: 'text', text }], hidden: false }, createdAt, true)
    if (event['type'] === 'error' && text !== undefined)
      this.#add({ role: 'assistant', parts: [{ type: 'error', text }], hidden: false }, createdAt, false)
  }

  #compacted(payload: Record<string, unknown>, createdAt: number | undefined): void {
    const text = asFilledText(payload['message'])
    if (text === undefined) return
    this.#add({ role: 'system', author: 'compacted', parts: [{ type: 'text', text }], hidden: true }, createdAt, false)
  }

  #add(message: CodexMessage, createdAt: number | undefined, isEvent: boolean): void {
    const model = message.role === 'assistant' ? this.#model : undefined
    this.#said.push({ ...message, createdAt, model, isEvent })
  }

  /** What the lines amount to; `entry` names a session in which nothing was said. */
  end(entry: string): Reading {
    if (this.#said.length === 0) return { type: 'skipped', what: entry, reason: 'a session in which nothing was said' }
    return { type: 'conversation', parsed: this.#parsed(), original: concatBytes(...this.#pieces.slice(0, -1)) }
  }

  #parsed(): ParsedConversation {
    const said = withoutRepeats(this.#said)
    const id = this.#id
    const name = { ...(this.#title !== undefined && { title: this.#title }), ...(id !== undefined && { id }) }
    if (this.#damage.broken === said.length) return { ok: false, ...name, reason: this.#damage.describeAll() }
    const projectName = lastFolder(this.#folder)
    const problem = this.#damage.describe(said.length)
    const metadata: Record<string, Json> = {
      ...(id !== undefined && { sessionId: id }),
      ...(this.#branch !== undefined && { gitBranch: this.#branch }),
      ...(this.#version !== undefined && { version: this.#version }),
    }
    return {
      ok: true,
      draft: {
        provider: 'codex',
        ...(id !== undefined && { sourceKey: id }),
        ...(this.#title !== undefined && { title: this.#title }),
        ...(this.#startedAt !== undefined && { createdAt: this.#startedAt }),
        ...(this.#model !== undefined && { model: this.#model }),
        ...(projectName !== undefined && { projectName }),
        metadata,
        nodes: said.map(nodeOf),
        assets: this.#assets.all,
      },
      ...(problem !== undefined && { problem }),
    }
  }
}

function nodeOf({ createdAt, model, isEvent: _, ...message }: Said, position: number): NodeDraft {
  return {
    key: String(position),
    position,
    ...(position > 0 && { parent: String(position - 1) }),
    message: {
      ...message,
      ...(createdAt !== undefined && { createdAt }),
      ...(model !== undefined && { model }),
      metadata: {},
    },
  }
}

/** Events that say what an item says too are left out; an item may say more than its event (what the editor showed). */
function withoutRepeats(all: readonly Said[]): Said[] {
  const texts: Readonly<Record<string, Set<string>>> = { user: new Set(), assistant: new Set() }
  for (const said of all) if (!said.isEvent) texts[said.role]?.add(textOf(said))
  const latest = new Map<Role, string>()
  return all.filter((said) => {
    const text = textOf(said)
    if (said.isEvent) return !texts[said.role]?.has(text) && !latest.get(said.role)?.endsWith(text)
    latest.set(said.role, text)
    return true
  })
}

const textOf = ({ parts }: Said): string =>
  parts
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n')
    .trim()
