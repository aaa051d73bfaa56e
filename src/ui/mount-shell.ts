import { mount } from 'svelte'
import type { PageParts } from '../app/page-parts.ts'
import Shell from './Shell.svelte'

/** Shows the page in `target`. */
export function mountShell(target: Element, props: PageParts): void {
  mount(Shell, { target, props })
}
