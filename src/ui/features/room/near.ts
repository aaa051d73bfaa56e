import type { Attachment } from 'svelte/attachments'

/** How far from the part on screen something is made ready, px. */
const AHEAD = '1200px 0px'

/** Calls back once, when the element comes near the part of its scroller that is on screen. */
export function whenNear(onNear: () => void): Attachment<Element> {
  return (element) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return
        observer.disconnect()
        onNear()
      },
      { root: element.closest('.scroll'), rootMargin: AHEAD },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }
}
