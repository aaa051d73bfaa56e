import 'katex/dist/katex.min.css'
import katex from 'katex'

/** Draws TeX into an element (its text is replaced); a formula that cannot be read stays as it was written. */
export function drawFormula(text: string, display: boolean, element: HTMLElement): void {
  const drawn = document.createElement('span')
  try {
    katex.render(text, drawn, {
      displayMode: display,
      throwOnError: true,
      trust: false,
      strict: 'ignore',
      maxExpand: 500,
      maxSize: 50,
    })
    element.replaceChildren(drawn)
  } catch {
    element.classList.add('mono')
  }
}
