import type { App } from '../../app/app.ts'
import type { Notebook, PackMaterial } from '../../app/notebooks-api.ts'
import {
  contextPack,
  type ContextPack,
  type PackItem,
  type PackPriority,
  type PackWords,
} from '../../domain/context-pack.ts'
import { isObject } from '../../domain/json.ts'
import { passageAddress } from '../passage-address.ts'

const KEY = 'vivim.pack'
/** Tokens: fits beside a question in the window of any model of today. */
const USUAL_BUDGET = 8_000
/** Tokens: more than any model reads. */
const MOST = 10_000_000

const EMPTY: PackMaterial = { title: '', items: [], secrets: new Map(), missing: [] }

/** A context pack being made: what goes in, what the person set, and what comes out. */
export class PackState {
  readonly #app: App
  readonly #words: PackWords
  #asked = 0
  #hide = true
  #from = $state.raw<Pick<Notebook, 'title' | 'entries'> | undefined>()
  material = $state.raw(EMPTY)
  /** False until what goes in was read once. */
  ready = $state(false)
  budget = $state(USUAL_BUDGET)
  priority = $state<PackPriority>('order')
  /** Private details are replaced; on again at each visit. */
  hide = $state(true)

  /** The items in the order the notebook has now, which may be newer than what was read. */
  readonly items: ReadonlyMap<string, PackItem> = $derived.by(() => {
    const byId = new Map(this.material.items.map((item) => [item.id, item]))
    return new Map((this.#from?.entries ?? []).flatMap(({ id }) => (byId.has(id) ? [[id, byId.get(id)!]] : [])))
  })
  readonly pack: ContextPack = $derived.by(() =>
    contextPack({
      title: this.material.title,
      items: [...this.items.values()],
      budget: this.budget,
      priority: this.priority,
      words: this.#words,
    }),
  )
  /** Conversations the cards of the pack are from. */
  readonly sources: number = $derived.by(() => {
    const links = this.pack.blocks.flatMap(({ id }) => {
      const item = this.items.get(id)
      return item?.kind === 'card' && item.source ? [item.source.link.split('?')[0]] : []
    })
    return new Set(links).size
  })

  constructor(app: App, words: PackWords) {
    this.#app = app
    this.#words = words
    const kept = readKept()
    this.budget = kept.budget ?? this.budget
    this.priority = kept.priority ?? this.priority
  }

  /** Reads what goes in; shows what was read before until then. `hide` replaces private details. */
  follow(from: Pick<Notebook, 'title' | 'entries'>, hide: boolean): void {
    this.#from = from
    this.#hide = hide
    this.#read(from)
  }

  /** The library changed: what goes in may be gone, or be there again. */
  again(): void {
    if (this.#from) this.#read(this.#from)
  }

  #read(from: Pick<Notebook, 'title' | 'entries'>): void {
    const mine = ++this.#asked
    void this.#app.packs.material(from, this.#hide, linkTo).then((material) => {
      if (mine !== this.#asked) return
      this.material = material
      this.ready = true
    })
  }

  setBudget(tokens: number): void {
    if (Number.isFinite(tokens) && tokens >= 0) this.budget = Math.min(MOST, Math.round(tokens))
    this.#keep()
  }

  setPriority(priority: PackPriority): void {
    this.priority = priority
    this.#keep()
  }

  #keep(): void {
    localStorage.setItem(KEY, JSON.stringify({ budget: this.budget, priority: this.priority }))
  }
}

/** Address of a passage in this app. */
const linkTo: Parameters<App['packs']['material']>[2] = (source) => new URL(passageAddress(source), location.href).href

function readKept(): { readonly budget?: number; readonly priority?: PackPriority } {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    if (!isObject(kept)) return {}
    const { budget, priority } = kept
    return {
      ...(typeof budget === 'number' && budget >= 0 && budget <= MOST && { budget }),
      ...((priority === 'order' || priority === 'quality') && { priority }),
    }
  } catch {
    return {}
  }
}
