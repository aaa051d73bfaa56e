import { ACU_TYPES, RELATIONS, type AcuType, type Relation } from '../domain/acu.ts'
import { PROVIDERS, type Provider } from '../domain/conversation.ts'
import { STEPS, type GraphCentre, type Steps } from '../domain/graph.ts'
import type { LibraryPlace } from '../domain/library.ts'
import type { CardTab } from '../domain/ports/search.ts'

/** Every address of the page. */
export type Route =
  /** Library where there is anything, else the first screen. */
  | { readonly name: 'home' }
  | { readonly name: 'library'; readonly place?: LibraryPlace; readonly provider?: Provider }
  | {
      readonly name: 'conversation'
      readonly id: string
      /** Jump to this message, and within it to a range of a part's text, in UTF-16 code units. */
      readonly message?: string
      readonly part?: number
      readonly start?: number
      readonly end?: number
    }
  | {
      readonly name: 'cards'
      readonly tab?: CardTab
      readonly types?: readonly AcuType[]
      /** 0–100. */
      readonly quality?: number
      /** Lowest securityLevel shown, 1–5. */
      readonly security?: number
      readonly sort?: 'quality'
    }
  | { readonly name: 'card'; readonly id: string }
  /** The cards of today. */
  | { readonly name: 'today' }
  | { readonly name: 'notebooks' }
  /** `view` is which of both a phone shows; where there is room, both are there. */
  | { readonly name: 'notebook'; readonly id: string; readonly view?: 'pack' }
  /** The context pack of one card. */
  | { readonly name: 'pack'; readonly id: string }
  /** Two cards side by side. */
  | { readonly name: 'compare'; readonly id: string; readonly other: string }
  | { readonly name: 'search'; readonly q: string }
  | {
      readonly name: 'graph'
      /** What it is drawn around; the library where there is none. */
      readonly centre?: GraphCentre
      readonly steps?: Steps
      readonly types?: readonly AcuType[]
      readonly relations?: readonly Relation[]
    }
  | { readonly name: 'add' }
  | { readonly name: 'import'; readonly id: string }
  | { readonly name: 'imports' }
  | { readonly name: 'you' }
  /** A room link as somebody sent it; `rest` is kept raw, since it holds the secret. */
  | { readonly name: 'link'; readonly rest: string }
  | { readonly name: 'room'; readonly id: string }

export type RouteName = Route['name']
export type RouteOf<N extends RouteName> = Extract<Route, { name: N }>

const PLACES: readonly LibraryPlace[] = ['active', 'archived', 'deleted']
const TABS: readonly CardTab[] = ['review', 'kept', 'archived']

const oneOf = <T extends string>(all: readonly T[], value: string | null): T | undefined =>
  all.find((one) => one === value)

/** A whole number from 0 to `max`, else undefined. */
function count(value: string | null, max = Number.MAX_SAFE_INTEGER): number | undefined {
  if (value === null || !/^\d{1,16}$/.test(value)) return undefined
  const number = Number(value)
  return number <= max ? number : undefined
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}

/** The object without the fields that are undefined. */
const defined = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

/**
 * Reads the fragment of an address.
 * @param hash with or without the leading `#`
 * @returns the route; the library for what is not known
 */
export function parseRoute(hash: string): Route {
  const text = hash.startsWith('#') ? hash.slice(1) : hash
  if (text === '' || text === '/') return { name: 'home' }
  if (text.startsWith('/r/')) return { name: 'link', rest: text.slice(3) }
  const [path = '', ...queries] = text.split('?')
  const query = new URLSearchParams(queries.join('?'))
  const [, place, rawId, ...more] = path.split('/')
  if (place === 'graph') return parseGraph(rawId, more, query)
  const id = rawId === undefined ? undefined : decode(rawId)
  if (more.length > 0) return { name: 'library' }
  if (id) {
    switch (place) {
      case 'c':
        return {
          name: 'conversation',
          id,
          ...defined({
            message: query.get('m') ?? undefined,
            part: count(query.get('p')),
            start: count(query.get('s')),
            end: count(query.get('e')),
          }),
        }
      case 'cards':
        return id === 'today' ? { name: 'today' } : { name: 'cards' }
      case 'compare': {
        const other = query.get('with')
        return other ? { name: 'compare', id, other } : { name: 'card', id }
      }
      case 'notebook':
        return { name: 'notebook', id, ...defined({ view: oneOf(['pack'] as const, query.get('view')) }) }
      case 'card':
      case 'import':
      case 'pack':
      case 'room':
        return { name: place, id }
    }
    return { name: 'library' }
  }
  switch (place) {
    case 'cards':
      return {
        name: 'cards',
        ...defined({
          tab: oneOf(TABS, query.get('tab')),
          types: someOf(ACU_TYPES, query.get('type')),
          quality: count(query.get('quality'), 100),
          security: count(query.get('security'), 5),
          sort: oneOf(['quality'] as const, query.get('sort')),
        }),
      }
    case 'search':
      return { name: 'search', q: query.get('q') ?? '' }
    case 'add':
    case 'imports':
    case 'notebooks':
    case 'you':
      return { name: place }
  }
  return {
    name: 'library',
    ...defined({ place: oneOf(PLACES, query.get('place')), provider: oneOf(PROVIDERS, query.get('provider')) }),
  }
}

/** The values of a list in a query that are known, in the order of `all`; undefined where there are none. */
function someOf<T extends string>(all: readonly T[], value: string | null): readonly T[] | undefined {
  const named = new Set((value ?? '').split(','))
  const found = all.filter((one) => named.has(one))
  return found.length > 0 ? found : undefined
}

function parseGraph(kind: string | undefined, more: readonly string[], query: URLSearchParams): Route {
  const id = decode(more[0] ?? '')
  const q = query.get('q')
  const centre: GraphCentre | undefined =
    (kind === 'card' || kind === 'conversation') && id
      ? { kind, id }
      : kind === 'search' && q !== null && q !== ''
        ? { kind, text: q }
        : undefined
  const steps = count(query.get('steps'))
  return {
    name: 'graph',
    ...defined({
      centre,
      steps: STEPS.find((one) => one === steps),
      types: someOf(ACU_TYPES, query.get('type')),
      relations: someOf(RELATIONS, query.get('link')),
    }),
  }
}

function withQuery(path: string, fields: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) query.set(key, String(value))
  const text = query.toString()
  return text === '' ? `#${path}` : `#${path}?${text}`
}

/**
 * The fragment of a route, with `#`; {@link parseRoute} gives the same route back (types of cards come back in the order
 * of the list of types).
 */
export function formatRoute(route: Route): string {
  switch (route.name) {
    case 'home':
      return '#/'
    case 'library':
      return withQuery('/library', { place: route.place, provider: route.provider })
    case 'conversation':
      return withQuery(`/c/${encodeURIComponent(route.id)}`, {
        m: route.message,
        p: route.part,
        s: route.start,
        e: route.end,
      })
    case 'cards':
      return withQuery('/cards', {
        tab: route.tab,
        type: route.types?.join(','),
        quality: route.quality,
        security: route.security,
        sort: route.sort,
      })
    case 'search':
      return withQuery('/search', { q: route.q === '' ? undefined : route.q })
    case 'graph': {
      const { centre } = route
      const path = !centre || centre.kind === 'search' ? '' : `/${encodeURIComponent(centre.id)}`
      return withQuery(`/graph${centre ? `/${centre.kind}` : ''}${path}`, {
        q: centre?.kind === 'search' ? centre.text : undefined,
        steps: route.steps,
        type: route.types?.join(','),
        link: route.relations?.join(','),
      })
    }
    case 'notebook':
      return withQuery(`/notebook/${encodeURIComponent(route.id)}`, { view: route.view })
    case 'card':
    case 'import':
    case 'pack':
    case 'room':
      return `#/${route.name}/${encodeURIComponent(route.id)}`
    case 'today':
      return '#/cards/today'
    case 'compare':
      return withQuery(`/compare/${encodeURIComponent(route.id)}`, { with: route.other })
    case 'link':
      return `#/r/${route.rest}`
    case 'add':
    case 'imports':
    case 'notebooks':
    case 'you':
      return `#/${route.name}`
  }
}
