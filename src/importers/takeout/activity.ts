import type { Part } from '../../domain/conversation.ts'

/** The product whose activities are chats, as `header` and the cells' titles name it. Nothing else is taken for it. */
export const GEMINI = 'Gemini Apps'

/** One activity of Gemini: a question with its answers, or something else that was done there. */
export interface Activity {
  readonly kind: 'prompt' | 'other'
  /** What was asked, or what was done. */
  readonly text: string
  /** Milliseconds since 1970 UTC. */
  readonly time?: number
  /** The zone of the time is not known: it is taken as if it were UTC. */
  readonly isLocalTime?: boolean
  /** Address of the conversation, where the export names it. */
  readonly address?: string
  /**
   * Each draft of the answer in Markdown, made when it is asked for, since that takes the most time of all; the first is
   * the one that was shown.
   */
  readonly answers: readonly (() => string)[]
  readonly attachments: readonly Part[]
  /** What could not be read of it; completes "1 of its 4 messages …". */
  readonly damage?: string
  /** Its exact bytes in the export. */
  readonly bytes: Uint8Array
}

const PROMPT = /^(?:Prompted|Asked|Answered|Branched|Said)(?:\s+|$)/
const NO_PROMPT = /^(?:Created|Used|Gave feedback|Selected preferred draft|Added|Visited|Viewed|Shared|Deleted)\b/

/**
 * Tells from the title of an activity whether it is a question, and takes the verb off. Verbs are in the language of
 * the account: one that is not known here stays, and what has an answer is a question.
 */
export function readTitle(title: string, hasAnswers: boolean): Pick<Activity, 'kind' | 'text'> {
  const verb = PROMPT.exec(title)
  if (verb) return { kind: 'prompt', text: title.slice(verb[0].length).trim() }
  return { kind: hasAnswers && !NO_PROMPT.test(title) ? 'prompt' : 'other', text: title.trim() }
}

/** The address of a conversation of Gemini in its usual form; undefined for every other address. */
export function conversationAddress(url: string | undefined): string | undefined {
  const id = /^https:\/\/gemini\.google\.com\/(?:u\/\d\/)?app\/([A-Za-z0-9_-]{4,64})(?:[?#]|$)/.exec(url ?? '')?.[1]
  return id === undefined ? undefined : `https://gemini.google.com/app/${id}`
}

/** An attached file by its name, which is also where it lies beside the activities. */
export function attachment(name: string): Part {
  if (/\.(?:png|jpe?g|gif|webp|avif|heic|bmp)$/i.test(name)) return { type: 'image', pointer: name, name }
  if (/\.(?:mp3|wav|m4a|ogg|flac|aac)$/i.test(name)) return { type: 'audio', pointer: name, name }
  return { type: 'file', pointer: name, name }
}
