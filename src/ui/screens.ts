import type { Component } from 'svelte'
import type { RouteName, RouteOf } from './router.ts'

type Loader<N extends RouteName> = () => Promise<{
  default: Component<{ route: RouteOf<N> }> | Component<Record<string, never>>
}>

/** The screen of each route, loaded when it is first shown. `home` and `library` are the shell's own. */
export const SCREENS: { readonly [N in RouteName]?: Loader<N> } = {
  import: () => import('./features/importing/ImportScreen.svelte'),
  imports: () => import('./features/importing/ImportsScreen.svelte'),
  add: () => import('./features/first/AddScreen.svelte'),
}
