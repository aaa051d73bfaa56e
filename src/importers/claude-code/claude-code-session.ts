import { concatBytes, utf8 } from '../../domain/bytes.ts'
import type { Json } from '../../domain/json.ts'
import { Damage } from '../damage.ts'
import type { NodeDraft, ParsedConversation, Reading, Row } from '../draft.ts'
import { lastFolder } from '../folder-name.ts'
import { InlineAssets } from '../inline-assets.ts'
import { asFilledText, asObject } from '../raw-values.ts'
import { ResponseChains } from './claude-code-chains.ts'
import { readLine } from './claude-code-line.ts'

const NEWLINE = utf8('\n')

/** Gathers the lines of one session. */
export class CodeSession {
  readonly #id: string | undefined
  readonly #pieces: Uint8Array[] = []
  readonly #nodes: NodeDraft[] = []
  readonly #keys = new Set<string>()
  readonly #chains = new ResponseChains()
  readonly #assets = new InlineAssets()
  readonly #damage = new Damage()
  readonly #summaries: { readonly text: string; readonly leaf: string | undefined }[] = []
  #title: string | undefined
  #madeTitle: string | undefined
  #folder: string | undefined
  #branch: string | undefined
  #version: string | undefined
  #agent: string | undefined
  #last: string | undefined
  #current: string | undefined
  #messages = 0
  #ofAgent = 0

  constructor(id: string | undefined) {
    this.#id = id
  }

  /** Takes the next line, an object. */
  add({ value, bytes, index }: Row): void {
    this.#pieces.push(bytes, NEWLINE)
    const line = asObject(value)
    this.#folder ??= asFilledText(line['cwd'])
    this.#branch ??= asFilledText(line['gitBranch'])
    this.#version ??= asFilledText(line['version'])
    this.#agent ??= asFilledText(line['agentId'])
    this.#title = asFilledText(line['customTitle']) ?? this.#title
    this.#madeTitle = asFilledText(line['aiTitle']) ?? this.#madeTitle
    const text = line['type'] === 'summary' ? asFilledText(line['summary']) : undefined
    if (text !== undefined) this.#summaries.push({ text, leaf: asFilledText(line['leafUuid']) })
    this.#addNode(line, index)
  }

  #addNode(line: Record<string, unknown>, index: number): void {
    const message = readLine(line, this.#assets, this.#damage)
    const uuid = asFilledText(line['uuid'])
    if (!message && uuid === undefined) return
    // A session that is taken up again repeats what it goes on from.
    if (uuid !== undefined && this.#keys.has(uuid)) return
    const key = uuid ?? `#${index}`
    this.#keys.add(key)
    const parent = this.#chains.parentOf(key, line, parentOf(line, this.#last), !message)
    this.#nodes.push({
      key,
      ...(parent !== undefined && { parent }),
      ...(message && { message }),
      ...(uuid === undefined && { position: index }),
    })
    if (!message) return
    this.#messages++
    if (line['isSidechain'] === true) this.#ofAgent++
    else {
      this.#last = key
      this.#current = key
    }
  }

  /** What the lines amount to; nothing where they are of no session and there is no message in them. */
  *end(): Generator<Reading> {
    if (this.#messages === 0) {
      if (this.#id !== undefined)
        yield { type: 'skipped', what: `session ${this.#id}`, reason: 'a session in which nothing was said' }
      return
    }
    if (this.#ofAgent === this.#messages) {
      const what = `the work of the helper ${this.#agent ?? ''} in session ${this.#id ?? ''}`.replace(/ +/g, ' ').trim()
      yield { type: 'skipped', what, reason: 'a program talking to itself, not a conversation of yours' }
      return
    }
    yield { type: 'conversation', parsed: this.#parsed(), original: concatBytes(...this.#pieces.slice(0, -1)) }
  }

  #parsed(): ParsedConversation {
    const title = this.#title ?? this.#summary() ?? this.#madeTitle
    if (this.#damage.broken === this.#messages)
      return { ok: false, title, id: this.#id, reason: this.#damage.describeAll() }
    const projectName = lastFolder(this.#folder)
    const problem = this.#damage.describe(this.#messages)
    const metadata: Record<string, Json> = {
      ...(this.#id !== undefined && { sessionId: this.#id }),
      ...(this.#branch !== undefined && { gitBranch: this.#branch }),
      ...(this.#version !== undefined && { version: this.#version }),
    }
    return {
      ok: true,
      draft: {
        provider: 'claudecode',
        ...(this.#id !== undefined && { sourceKey: this.#id }),
        ...(title !== undefined && { title }),
        ...(projectName !== undefined && { projectName }),
        metadata,
        nodes: this.#nodes,
        ...(this.#current !== undefined && { current: this.#current }),
        assets: this.#assets.all,
      },
      ...(problem !== undefined && { problem }),
    }
  }

  /** The last summary of this session; else of any, since a session begins with that of the one it continues. */
  #summary(): string | undefined {
    const own = this.#summaries.findLast(({ leaf }) => leaf !== undefined && this.#keys.has(leaf))
    return (own ?? this.#summaries.at(-1))?.text
  }
}

/** What a line follows: its parent, else the end of what was compacted, else (in older files) the line before it. */
function parentOf(line: Record<string, unknown>, last: string | undefined): string | undefined {
  const stated = asFilledText(line['parentUuid']) ?? asFilledText(line['logicalParentUuid'])
  if (stated !== undefined) return stated
  return 'parentUuid' in line || line['isSidechain'] === true ? undefined : last
}
