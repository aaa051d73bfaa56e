import type { Component } from 'svelte'
import type { RouteName, RouteOf } from './router.ts'

type Loader<N extends RouteName> = () => Promise<{
  default: Component<{ route: RouteOf<N> }> | Component<Record<string, never>>
}>

/** The screen of each route, loaded when it is first shown. `home` and `library` are the shell's own. */
export const SCREENS: { readonly [N in RouteName]?: Loader<N> } = {
  import: () => import('./features/importing/ImportScreen.svelte'),
  imports: () => import('./features/importing/ImportsScreen.svelte'),
  cards: () => import('./features/cards/CardsScreen.svelte'),
  today: () => import('./features/daily/TodayScreen.svelte'),
  card: () => import('./features/card/CardScreen.svelte'),
  compare: () => import('./features/compare/CompareScreen.svelte'),
  notebooks: () => import('./features/notebooks/NotebooksScreen.svelte'),
  notebook: () => import('./features/notebooks/NotebookScreen.svelte'),
  pack: () => import('./features/notebooks/CardPackScreen.svelte'),
  graph: () => import('./features/graph/GraphScreen.svelte'),
  search: () => import('./features/search/SearchScreen.svelte'),
  link: () => import('./features/receive/ReceiveScreen.svelte'),
  room: () => import('./features/room/RoomScreen.svelte'),
  you: () => import('./features/you/YouScreen.svelte'),
  add: () => import('./features/first/AddScreen.svelte'),
}
