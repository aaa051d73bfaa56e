const TOKENS = [
  '--surface',
  '--line',
  '--ctl',
  '--t1',
  '--t2',
  '--t3',
  '--accent',
  '--danger',
  '--k-code',
  '--k-steps',
  '--k-def',
  '--k-dec',
  '--k-ques',
  '--k-claim',
  '--p-chatgpt',
  '--p-claude',
  '--p-gemini',
  '--p-mistral',
  '--p-grok',
  '--p-deepseek',
  '--p-perplexity',
  '--p-copilot',
  '--p-qwen',
] as const

/** The colours of the style sheet as a canvas takes them, in the look the page has now: `rgb(r, g, b)` by name. */
export class Colours {
  readonly #values = new Map<string, string>()
  readonly #mixed = new Map<string, string>()
  /** Font of the page. */
  readonly font: string

  /** @param within an element of the page, whose look they have */
  constructor(within: Element) {
    const probe = document.createElement('span')
    within.append(probe)
    for (const token of TOKENS) {
      probe.style.color = `var(${token})`
      this.#values.set(token, getComputedStyle(probe).color)
    }
    this.#values.set('background', getComputedStyle(within).backgroundColor)
    this.font = getComputedStyle(probe).fontFamily
    probe.remove()
  }

  of(token: string): string {
    return this.#values.get(token) ?? this.#values.get('--ctl')!
  }

  /** A colour that keeps `share` of itself, the rest is the background. */
  faint(token: string, share: number): string {
    const key = `${token} ${share}`
    const known = this.#mixed.get(key)
    if (known !== undefined) return known
    const [from, to] = [numbers(this.of('background')), numbers(this.of(token))]
    const mixed = `rgb(${from.map((value, at) => Math.round(value + (to[at]! - value) * share)).join(', ')})`
    this.#mixed.set(key, mixed)
    return mixed
  }
}

const numbers = (rgb: string): number[] => (rgb.match(/[\d.]+/g) ?? ['0', '0', '0']).slice(0, 3).map(Number)

/** Calls back when the page changes between light and dark, by the system or by choice. */
export function onLookChange(callback: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const chosen = new MutationObserver(callback)
  system.addEventListener('change', callback)
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => {
    system.removeEventListener('change', callback)
    chosen.disconnect()
  }
}
