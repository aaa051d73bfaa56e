import { concatBytes, utf8 } from '../../domain/bytes.ts'
import { isObject } from '../../domain/json.ts'
import { Damage } from '../damage.ts'
import type { NodeDraft, ParsedConversation, Reading } from '../draft.ts'
import { lastFolder } from '../folder-name.ts'
import { InlineAssets } from '../inline-assets.ts'
import { asFilledText, asList, asTime } from '../raw-values.ts'
import { readGeminiMessage } from './gemini-cli-message.ts'

const NEWLINE = utf8('\n')

interface Entry {
  readonly key: string
  readonly parent: string | undefined
  readonly position: number | undefined
  /** As it was told last. */
  value: unknown
}

/** Gathers what the lines of one session say: its head, its messages, changes of both. */
export class GeminiSession {
  readonly #id: string
  readonly #pieces: Uint8Array[] = []
  readonly #entries = new Map<string, Entry>()
  readonly #head: Record<string, unknown> = {}
  #last: string | undefined
  #noList: unknown
  #hasList = false

  constructor(id: string) {
    this.#id = id
  }

  /** Takes the next line, or the whole session. */
  add(line: Record<string, unknown>, bytes: Uint8Array): void {
    this.#pieces.push(bytes, NEWLINE)
    if (isObject(line['$set'])) this.#set(line['$set'])
    else if ('$rewindTo' in line) this.#rewind(line['$rewindTo'])
    else if ('projectHash' in line) this.#set(line)
    else this.#addMessage(line)
  }

  #set(head: Record<string, unknown>): void {
    const { messages, ...rest } = head
    Object.assign(this.#head, rest)
    for (const message of asList(messages)) this.#addMessage(message)
    if (Array.isArray(messages)) this.#hasList = true
    else if ('messages' in head) this.#noList = messages
  }

  /** A message that was told before is replaced: answers grow while they are written. */
  #addMessage(value: unknown): void {
    const id = isObject(value) ? asFilledText(value['id']) : undefined
    const known = id === undefined ? undefined : this.#entries.get(id)
    if (known) known.value = value
    else {
      const position = this.#entries.size
      const key = id ?? `#${position}`
      this.#entries.set(key, { key, parent: this.#last, position: id === undefined ? position : undefined, value })
      this.#last = key
    }
  }

  /** The person took back a message and what followed; it stays, as a branch. */
  #rewind(id: unknown): void {
    const entry = typeof id === 'string' ? this.#entries.get(id) : undefined
    if (entry) this.#last = entry.parent
  }

  /** What the lines amount to. */
  end(): Reading {
    const original = concatBytes(...this.#pieces.slice(0, -1))
    if (this.#head['kind'] === 'subagent') {
      const what = `the work of a helper in session ${this.#id}`
      return { type: 'skipped', what, reason: 'a program talking to itself, not a conversation of yours' }
    }
    return { type: 'conversation', parsed: this.#parsed(), original }
  }

  #parsed(): ParsedConversation {
    const title = asFilledText(this.#head['summary'])?.trim()
    if (this.#entries.size === 0 && !this.#hasList) {
      const what = this.#noList === undefined ? 'missing' : this.#noList === null ? 'empty (null)' : 'not a list'
      return { ok: false, title, id: this.#id || undefined, reason: `Its messages are ${what} in the export.` }
    }
    const damage = new Damage()
    const assets = new InlineAssets()
    const nodes = [...this.#entries.values()].map(({ key, parent, position, value }): NodeDraft => ({
      key,
      ...(parent !== undefined && { parent }),
      ...(position !== undefined && { position }),
      message: readGeminiMessage(value, assets, damage),
    }))
    if (damage.broken > 0 && damage.broken === nodes.length)
      return { ok: false, title, id: this.#id || undefined, reason: damage.describeAll() }
    const createdAt = asTime(this.#head['startTime'])
    const updatedAt = asTime(this.#head['lastUpdated'])
    const projectName = lastFolder(asFilledText(asList(this.#head['directories'])[0]))
    const problem = damage.describe(nodes.length)
    return {
      ok: true,
      draft: {
        provider: 'gemini',
        ...(this.#id !== '' && { sourceKey: this.#id }),
        ...(title !== undefined && { title }),
        ...(createdAt !== undefined && { createdAt }),
        ...(updatedAt !== undefined && { updatedAt }),
        ...(projectName !== undefined && { projectName }),
        metadata: { program: 'Gemini CLI', ...(this.#id !== '' && { sessionId: this.#id }) },
        nodes,
        ...(this.#last !== undefined && { current: this.#last }),
        assets: assets.all,
      },
      ...(problem !== undefined && { problem }),
    }
  }
}
