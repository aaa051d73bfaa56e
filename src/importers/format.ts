import type { Provider } from '../domain/conversation.ts'
import type { ConversationParser, DocumentReader, RowReader } from './draft.ts'

/** A format VIVIM reads: told by its shape, never by a name; read by code that is loaded when it is needed. */
interface Format {
  /** As `npm run inspect` prints it. */
  readonly name: string
  readonly provider: Provider
  /**
   * Name of a format whose exports this comes along with. In an archive with conversations of that format what it
   * holds is read but not counted among them.
   */
  readonly companionOf?: string
}

/** JSON or JSON Lines in which each element is a conversation. */
export interface ElementFormat extends Format {
  readonly unit: 'element'
  /** True where a parsed element can only be a conversation of this format. Cheap. */
  readonly sniff: (value: unknown) => boolean
  /** The same for the text of an element that was cut off. */
  readonly sniffCut?: (text: string) => boolean
  /** Name of the member that holds the title, in the text of an element that was cut off. */
  readonly titleName: string
  readonly load: () => Promise<ConversationParser>
}

/** JSON or JSON Lines in which a conversation is made of several elements. */
export interface RowFormat extends Format {
  readonly unit: 'row'
  /** True where a parsed element can only be a row of this format. Cheap. */
  readonly sniff: (value: unknown) => boolean
  readonly load: () => Promise<RowReader>
}

/** Text that is no JSON: pages, tables, transcripts. */
export interface DocumentFormat extends Format {
  readonly unit: 'document'
  /**
   * Looks at the first 64 Ki characters, without byte order mark; of a page at all of it, since its data may stand
   * behind megabytes of styles. `alone`: the file is not part of an archive.
   */
  readonly sniff: (start: string, alone: boolean) => boolean
  readonly load: () => Promise<DocumentReader>
}

export type DataFormat = ElementFormat | RowFormat
