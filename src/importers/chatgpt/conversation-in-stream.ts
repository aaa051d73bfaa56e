import { bestOf } from './conversation-tree.ts'
import type { TurboStream } from './turbo-stream.ts'

const TREE_NAMES = ['mapping', 'linear_conversation', 'messages']
/** Objects of a page that may be its conversation; more are never looked at. */
export const MAX_CANDIDATES = 50

/** The conversation of a shared page, found by its shape wherever it stands; undefined where there is none. */
export const conversationInStream = (stream: TurboStream): Record<string, unknown> | undefined =>
  bestOf(
    stream
      .objectsWith(TREE_NAMES)
      .slice(0, MAX_CANDIDATES)
      .map((index) => stream.value(index)),
  )
