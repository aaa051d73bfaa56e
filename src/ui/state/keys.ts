/** True where a key is a command to the page: nobody took it, nothing is typed into, no dialog is open. */
export function isForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isEditable(event.target)) return false
  return document.querySelector('dialog[open]') === null
}

/** True where typing belongs to the element, so that single-key commands must not act. */
export function isEditable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable || target.closest('input:not([type=checkbox]), textarea, select, [role=menu]') !== null
  )
}
