import type { App } from '../../../app/app.ts'
import type { ValueCount } from '../../../domain/ports/search.ts'
import { PROVIDERS, type Provider } from '../../../domain/conversation.ts'
import { ACU_TYPES, type AcuType } from '../../../domain/acu.ts'
import { openOperator } from './open-operator.ts'
import { KINDS } from '../../primitives/kinds.ts'
import { words } from '../../words.ts'

/** A value offered for the operator that is being typed. */
export interface Suggestion {
  /** The line with it. */
  readonly line: string
  readonly label: string
  readonly count: number
}

/** How a value is typed, where its name in the index is not a word people would type. */
const TYPED: Readonly<Record<string, string>> = { code_snippet: 'code' }

/** Values for the operator at the end of a search, with how many results each leaves. */
export class Suggestions {
  readonly #app: Pick<App, 'search'>
  #line = $state('')
  #values = $state.raw<readonly ValueCount[]>([])
  /** What the values are of. */
  #asked = ''
  #isClosed = $state(false)
  at = $state(0)

  readonly #open = $derived(openOperator(this.#line))
  readonly all: readonly Suggestion[] = $derived.by(() => {
    const open = this.#open
    if (!open || this.#isClosed) return []
    const begun = open.value.toLowerCase()
    const fit = this.#values.flatMap(({ value, count }) => {
      const typed = typedAs(value)
      const label = open.operator === 'tag' ? value : labelOf(value)
      if (!typed.startsWith(begun) && !label.toLowerCase().startsWith(begun)) return []
      return [{ line: `${open.before}${open.typed}${typed} `, label, count, typed }]
    })
    // What is typed already needs no suggesting.
    const [only] = fit.length === 1 ? fit : []
    return only && (only.typed === begun || only.label.toLowerCase() === begun) ? [] : fit
  })

  constructor(app: Pick<App, 'search'>) {
    this.#app = app
  }

  /** Takes the line as it is now; asks for values where an operator was begun. */
  follow(line: string): void {
    this.#line = line
    this.#isClosed = false
    this.at = 0
    const open = openOperator(line)
    const asked = open ? `${open.operator} ${open.before}` : ''
    if (asked === this.#asked) return
    this.#asked = asked
    this.#values = []
    if (open) void this.#ask(open.before, open.operator, asked)
  }

  move(by: number): void {
    this.at = (this.at + by + this.all.length) % this.all.length
  }

  close(): void {
    this.#isClosed = true
  }

  async #ask(before: string, operator: Parameters<App['search']['values']>[1], asked: string): Promise<void> {
    // Without an index yet there is nothing to suggest; the operator can be typed all the same.
    const values = await this.#app.search.values(before, operator).catch(() => [])
    if (asked === this.#asked) this.#values = values
  }
}

/** A value as it stands behind its operator: in quotes where it has spaces. */
const typedAs = (value: string): string => TYPED[value] ?? (value.includes(' ') ? `"${value}"` : value)

const isProvider = (value: string): value is Provider => (PROVIDERS as readonly string[]).includes(value)
const isType = (value: string): value is AcuType => (ACU_TYPES as readonly string[]).includes(value)

function labelOf(value: string): string {
  if (isProvider(value)) return words.providers[value]
  if (isType(value)) return KINDS[value].plural
  return value === 'message' ? 'Messages' : value
}
