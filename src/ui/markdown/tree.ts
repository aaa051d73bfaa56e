/** Where something stands in the source text: UTF-16 code units, end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Text within a line. `text` and `code` carry what is shown; their span is of the source. */
export type Inline =
  | ({ readonly kind: 'text' | 'code' | 'html' } & Span & { readonly text: string; readonly source: string })
  | ({ readonly kind: 'strong' | 'em' | 'del' } & Span & { readonly children: readonly Inline[] })
  | ({ readonly kind: 'link'; readonly href: string } & Span & { readonly children: readonly Inline[] })
  | ({ readonly kind: 'image'; readonly href: string; readonly alt: string } & Span)
  | ({ readonly kind: 'math'; readonly text: string; readonly display: boolean } & Span)
  | ({ readonly kind: 'break' } & Span)

export interface ListItem extends Span {
  readonly kind: 'item'
  readonly checked?: boolean
  readonly blocks: readonly Block[]
}

export type Align = 'left' | 'center' | 'right' | undefined

/** A block of Markdown. */
export type Block =
  | ({ readonly kind: 'paragraph' } & Span & { readonly inlines: readonly Inline[] })
  | ({ readonly kind: 'heading'; readonly depth: number } & Span & { readonly inlines: readonly Inline[] })
  | ({ readonly kind: 'code'; readonly language: string; readonly text: string } & Span)
  | ({ readonly kind: 'math' | 'html'; readonly text: string } & Span)
  | ({ readonly kind: 'list'; readonly ordered: boolean; readonly from: number } & Span & {
        readonly items: readonly ListItem[]
      })
  | ({ readonly kind: 'quote' } & Span & { readonly blocks: readonly Block[] })
  | ({
      readonly kind: 'table'
      readonly align: readonly Align[]
      readonly head: readonly (readonly Inline[])[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    } & Span)
  | ({ readonly kind: 'rule' } & Span)

/** Something that may carry marks of cards. */
export type Anchor = Block | ListItem

/** The parts of a block that are anchors themselves. */
export function childAnchors(anchor: Anchor): readonly Anchor[] {
  if (anchor.kind === 'list') return anchor.items
  if (anchor.kind === 'quote' || anchor.kind === 'item') return anchor.blocks
  return []
}

/**
 * The smallest anchor that holds where a range begins and all of the range; where none holds all of it, the outermost
 * one it begins in. Undefined where the range begins outside of all blocks.
 */
export function anchorOf(anchors: readonly Anchor[], range: Span): Anchor | undefined {
  const at = anchors.find(
    (anchor) => range.start < anchor.end && (range.start >= anchor.start || range.end > anchor.start),
  )
  if (!at) return undefined
  const inner = childAnchors(at).find((child) => range.start >= child.start && range.end <= child.end)
  return inner ? (anchorOf([inner], range) ?? at) : at
}

/** A piece of a text and which ranges cover it (by their position in the list given). */
export interface Segment extends Span {
  readonly covers: readonly number[]
}

/** Cuts a span at the borders of ranges. */
export function cut(span: Span, ranges: readonly Span[]): Segment[] {
  const touching = ranges.flatMap((range, index) =>
    range.start < span.end && range.end > span.start ? [{ range, index }] : [],
  )
  if (touching.length === 0) return [{ start: span.start, end: span.end, covers: [] }]
  const borders = new Set([span.start, span.end])
  for (const { range } of touching) {
    if (range.start > span.start) borders.add(range.start)
    if (range.end < span.end) borders.add(range.end)
  }
  const sorted = [...borders].sort((a, b) => a - b)
  return sorted.slice(0, -1).map((start, index) => {
    const end = sorted[index + 1] ?? span.end
    return {
      start,
      end,
      covers: touching.flatMap(({ range, index: at }) => (range.start <= start && range.end >= end ? [at] : [])),
    }
  })
}
