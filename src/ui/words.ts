import type { Relation } from '../domain/acu.ts'
import type { Provider } from '../domain/conversation.ts'
import type { LibraryPlace } from '../domain/library.ts'
import { RELATED_WORDS } from './words-related.ts'

/** A whole number with separators: `1,284`. */
export const num = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')

/** A count and its noun: `1 card`, `1,284 cards`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${num(value)} ${value === 1 ? one : many}`

/** A size in bytes as people read it: `412 MB`, `3.4 kB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  const units = ['kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = -1
  do {
    value /= 1_000
    unit++
  } while (value >= 999.5 && unit < units.length - 1)
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}

/** A span of time in ms: `3 s`, `1 min 12 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

const PROVIDER_NAMES: Readonly<Record<Provider, string>> = {
  chatgpt: 'ChatGPT',
  claude: 'Claude',
  gemini: 'Gemini',
  grok: 'Grok',
  deepseek: 'DeepSeek',
  mistral: 'Mistral',
  perplexity: 'Perplexity',
  copilot: 'Copilot',
  qwen: 'Qwen',
  kimi: 'Kimi',
  zai: 'Z.ai',
  poe: 'Poe',
  openwebui: 'Open WebUI',
  librechat: 'LibreChat',
  lmstudio: 'LM Studio',
  jan: 'Jan',
  chatbotui: 'Chatbot UI',
  sillytavern: 'SillyTavern',
  claudecode: 'Claude Code',
  codex: 'Codex',
  other: 'Other',
}
const PLACE_NAMES: Readonly<Record<LibraryPlace, string>> = {
  active: 'Library',
  archived: 'Archived',
  deleted: 'Deleted',
}
const RELATION_OUT: Readonly<Record<Relation, string>> = {
  NEXT_STEP: 'Next step',
  ANSWERS: 'Answers',
  EXPLAINS: 'Explains',
  REFERS_TO: 'Refers to',
  SUPPORTS: 'Supports',
  CONTRADICTS: 'May conflict',
  REFINES: 'Refines',
  VERSION_OF: 'Version of',
  SIMILAR_TO: 'Similar',
  DERIVED_FROM: 'Made from',
  ANNOTATES: 'Note on',
  REDACTION_OF: 'Redacted from',
  CONTAINS: 'Contains',
}
const RELATION_IN: Readonly<Record<Relation, string>> = {
  NEXT_STEP: 'Step before',
  ANSWERS: 'Answered by',
  EXPLAINS: 'Explained by',
  REFERS_TO: 'Referred to by',
  SUPPORTS: 'Supported by',
  CONTRADICTS: 'May conflict',
  REFINES: 'Refined by',
  VERSION_OF: 'Has version',
  SIMILAR_TO: 'Similar',
  DERIVED_FROM: 'Used for',
  ANNOTATES: 'Has note',
  REDACTION_OF: 'Has redacted copy',
  CONTAINS: 'Part of',
}

/** Every word of the page that is not made by a person. English; sentence case. */
export const words = {
  app: 'VIVIM',
  add: 'Add',
  addToNotebook: 'Add to notebook',
  back: 'Back',
  cancel: 'Cancel',
  cards: 'Cards',
  close: 'Close',
  contextPack: 'Context pack',
  graph: 'Graph',
  library: 'Library',
  notebooks: 'Notebooks',
  onThisDevice: 'On this device',
  places: 'Places',
  remove: 'Remove',
  rooms: 'Rooms',
  search: 'Search',
  saveSearch: 'Save search',
  searchSaved: 'Saved',
  savedSearches: 'Saved searches',
  noSavedSearches: 'Save a search to ask it again: what it finds is always of today.',
  removeSearch: 'Remove from saved searches',
  skip: 'Skip to content',
  thisWeek: 'This week',
  today: 'Today',
  toReview: 'To review',
  undo: 'Undo',
  update: { ready: 'A new version is ready', accept: 'Start it', later: 'Later' },
  untitled: 'Untitled',
  you: 'You',
  providers: PROVIDER_NAMES,
  placeNames: PLACE_NAMES,
  relationOut: RELATION_OUT,
  relationIn: RELATION_IN,
  related: RELATED_WORDS,
  security: { secret: 'Secret', personal: 'Personal', internal: 'Internal', own: 'Your word' },
  sample: {
    label: 'Sample library',
    try: 'Try with a sample library',
    remove: 'Remove',
    removed: 'Sample library removed',
  },
  paste: {
    open: 'Paste text',
    title: 'Paste a chat',
    text: 'A chat copied from a page, Markdown, JSON, or a share link. A page may not open share links by itself: a link is kept as a note that tells how to save its page.',
    label: 'Text to add',
    placeholder: 'You said: …',
    add: 'Add to library',
    name: 'pasted.txt',
  },
  first: {
    drop: 'Drop your ChatGPT, Claude or Gemini export.',
    open: 'Open your ChatGPT, Claude or Gemini export.',
    lede: 'It never leaves this device. No account, no server: your chats become a library you can read, search and keep.',
    choose: 'Choose a file',
    how: 'How to get your export',
    asIs: 'Drop the .zip as it is; several at once and whole folders are fine. So are single files from inside it, saved pages of chats, and pasted text.',
    earlier: 'Earlier imports',
    others: 'Grok, DeepSeek, Mistral, Copilot, and others',
  },
  importing: {
    running: 'Import running',
    missing: 'There is no such import',
    missingText: 'It may have been made on another device. Your library is safe.',
    waits: 'This import waits',
    waitsText: 'It begins when the one before it is done.',
    none: 'Nothing imported yet',
    reading: (provider: string | undefined) => (provider ? `Reading your ${provider} export` : 'Reading your export'),
    readingSample: 'Reading the sample library',
    said: (percent: number, read: number) => `${percent} percent, ${counted(read, 'conversation')} read`,
    percent: (percent: number) => `${percent} % of the file`,
    left: (seconds: number) =>
      seconds < 5
        ? 'a few seconds left'
        : seconds < 90
          ? `about ${Math.ceil(seconds / 5) * 5} seconds left`
          : `about ${Math.round(seconds / 60)} minutes left`,
    conversations: 'Conversations',
    messages: 'Messages',
    links: 'Links',
    ready: 'Ready to read, newest first',
    badSoFar: (count: number) => `${num(count)} could not be read so far`,
    showWhy: 'Show why',
    hideWhy: 'Hide',
    start: 'Start reading',
    pauses: 'Closing this page only pauses it.',
  },
  list: {
    label: 'Conversations',
    filter: 'Filter by title or first words',
    all: 'All',
    byProvider: 'Provider',
    sorts: { newest: 'Newest first', oldest: 'Oldest first', title: 'By title' },
    sortLabel: (sort: string) => `Order and place: ${sort.toLowerCase()}`,
    cards: (count: number) => (count === 1 ? ' card' : ' cards'),
    importing: (percent: number) => `Reading your export, ${percent} %`,
    show: 'Show',
    showAll: 'Show all',
    deletedNote: 'Deleted conversations stay here until you erase them.',
    erase: 'Erase',
    eraseAll: 'Erase all',
    eraseTitle: (count: number) => (count === 1 ? 'Erase this conversation' : `Erase ${num(count)} conversations`),
    eraseText:
      'They go for good, with the cards found only there. This cannot be undone; importing the export again does not bring them back.',
    noMatch: 'Nothing matches',
    noMatchText: 'The filter looks at titles and first words. Search looks at everything.',
    none: 'No conversations yet',
    noneText: 'Drop your ChatGPT, Claude or Gemini export anywhere on this page. It never leaves this device.',
    noArchived: 'Nothing archived',
    noArchivedText: 'Press E on a conversation to put it away. It stays searchable and keeps its cards.',
    noDeleted: 'Nothing deleted',
    noDeletedText: 'What you delete waits here, so that you can bring it back.',
  },
  reading: {
    label: 'Conversation',
    onlyLink: 'Only the link is here yet',
    onlyLinkText:
      'A page may not open another site’s chats. Open it yourself, save the page (Ctrl or ⌘ and S, “web page, complete”), and drop the saved file here: it takes the place of this note.',
    openPage: 'Open the page',
    groupedByDay: 'grouped by day',
    missing: 'This conversation is not here',
    missingText: 'It may have been erased, or it is in the library of another device.',
    messages: (count: number) => counted(count, 'message'),
    cardsFrom: (count: number) => `${counted(count, 'card')} from this conversation`,
    backToLibrary: 'Back to library',
    more: 'More',
    archive: 'Archive',
    unarchive: 'Move to library',
    remove: 'Delete',
    restore: 'Restore',
    download: 'Download original',
    copyLink: 'Copy link',
    linkCopied: 'Link copied. It works in this browser.',
    noOriginal: 'The original could not be found. Import the export again to get it back.',
    deleted: 'Deleted. It stays here until you erase it.',
    textSize: 'Text size',
    sizes: [
      ['small', 'Smaller'],
      ['normal', 'Normal'],
      ['large', 'Larger'],
    ],
    outline: 'Outline',
    questions: 'Your questions',
    previousQuestion: 'Previous question',
    nextQuestion: 'Next question',
    of: (index: number, count: number) => `${num(index)} of ${num(count)}`,
    previousAnswer: 'Previous version',
    nextAnswer: 'Next version',
    otherAnswer: 'You asked for another answer here',
    otherQuestion: 'You asked this in another way too',
    steps: (count: number) => `${counted(count, 'step')} behind this answer`,
    stepKinds: {
      thinking: 'Thinking',
      tool: 'Used',
      result: 'Result',
      system: 'Instructions',
      other: 'Not shown here',
    },
    passage: 'In this passage',
    links: 'Links of the open card',
    openCard: 'Open card',
    closePane: 'Close pane',
    showPane: 'Show cards',
    kept: 'Kept',
    archived: 'Archived',
    wholeTurn: 'Show all of it',
    code: 'Code',
    wrap: 'Wrap lines',
    copy: 'Copy',
    copied: 'Copied',
    image: 'Image',
    audio: 'Sound',
    file: 'File',
    openImage: (host: string) => `Open the image at ${host}`,
    saveFile: 'Save',
    showText: 'Show its text',
    hideText: 'Hide its text',
    notInExport: 'The export names it; the file itself is not part of it.',
    source: 'Source',
    error: 'The provider noted an error',
    mark: (kind: string, count: number) => (count === 1 ? `${kind} card` : `${kind} card, ${num(count)} cards here`),
    user: 'You',
    assistant: 'Answer',
  },
  receipt: {
    title: (read: number, all: number) =>
      read === all ? `${counted(read, 'conversation')} read` : `${num(read)} of ${counted(all, 'conversation')} read`,
    nothing: (files: number) => (files === 1 ? 'This file could not be read' : 'These files could not be read'),
    short: (read: number, bad: number) =>
      bad === 0 ? `${counted(read, 'conversation')}` : `${num(read)} of ${counted(read + bad, 'conversation')}`,
    new: 'New',
    updated: 'Updated',
    updatedNote: 'your cards and links stay',
    unchanged: 'Unchanged',
    unreadable: 'Unreadable',
    cards: 'Cards made',
    links: 'Links found',
    forks: 'Forks kept',
    forksNote: 'other answers you asked for',
    secrets: 'Secrets found',
    companions: 'Projects and memories',
    files: 'Pictures and files',
    filesMissing: (count: number) => `${num(count)} more are not in the export`,
    secretsNote: 'never shared unasked',
    status: {
      running: 'Still running.',
      done: '',
      cancelled: 'You stopped it. What was read so far is in your library; import the file again to read the rest.',
      interrupted: 'It was interrupted. What was read so far is safe; import the file again to read the rest.',
    },
    state: { running: 'Running', done: '', cancelled: 'Stopped', interrupted: 'Interrupted' },
    deleted: (count: number) =>
      count === 1
        ? 'One conversation of the file stays deleted, as you left it.'
        : `${num(count)} conversations of the file stay deleted, as you left them.`,
    refused: (count: number) => (count === 1 ? '1 file was not read' : `${num(count)} files were not read`),
    bad: (count: number) => `${num(count)} could not be read`,
    copySample: 'Copy a redacted sample',
    sampleCopied: 'Copied: its shape, without names and content',
    showAll: (count: number) => `Show all ${num(count)}`,
    skipped: (count: number) => `${counted(count, 'other thing')} in the file left out on purpose`,
    protect: 'Protect this library',
    protectText: 'Ask the browser never to clear it to make room.',
    protectDo: 'Protect',
    protectRefused:
      'The browser will not promise it yet. Installing VIVIM, or using it more often, usually changes that.',
    isProtected: 'This library is protected',
    protectedText: 'The browser will not clear it to make room.',
    install: 'Install VIVIM',
    installText: 'Opens like an app, also without a connection.',
    installDo: 'Install',
    open: 'Open library',
    save: 'Save receipt',
    removeSample: 'Remove the sample',
  },
  capture: {
    title: 'Add from a page',
    text: 'A bookmark that hands the conversation you have open, at ChatGPT, Claude, Gemini or another service, to VIVIM. It reads what the page holds, only when you press it, and sends it nowhere else.',
    name: 'Add to VIVIM',
    drag: 'With a bookmarks bar',
    dragText: 'Drag the button there, then press it on the page of a chat.',
    notHere: 'Drag it to the bookmarks bar, or copy it',
    byHand: 'On a phone, or by hand',
    byHandText:
      'Bookmark any page, then paste this as the address of that bookmark. On the page of a chat, type its name where addresses go, and choose it.',
    copy: 'Copy',
    copyLabel: 'Copy the address of the bookmark',
    copied: 'Copied. Paste it as the address of a bookmark.',
    note: 'Scripts of a page may hold a token of your session. They are thrown away as the page is read: what is kept is the conversation, and the page without them. Where nothing happens, as in Firefox on some pages, save the page and drop the file here.',
    saved: 'This page could not be handed to VIVIM, so it was saved as a file: drop the file on VIVIM.',
  },
  receive: {
    waiting: 'Taking in the page',
    open: 'Open VIVIM',
    titles: {
      'no-page': 'Nothing arrived',
      'unknown-site': 'Not a page of a chat',
      'too-large': 'This page is too large',
      'not-kept': 'The page could not be kept',
    },
    texts: {
      'no-page':
        'The page could not hand over its conversation. If it was saved as a file instead, drop the file on VIVIM; if not, save the page (Ctrl or ⌘ and S) and drop that.',
      'unknown-site':
        'Pages are only taken from services VIVIM knows. Nothing was added. You can save the page (Ctrl or ⌘ and S) and drop the file on VIVIM.',
      'too-large': 'More than 32 MB cannot be handed over. Save the page (Ctrl or ⌘ and S) and drop the file on VIVIM.',
      'not-kept':
        'The browser has no room for it, or keeps nothing in this window. Save the page (Ctrl or ⌘ and S) and drop the file on VIVIM.',
    },
  },
  drop: {
    title: 'Let go to start reading.',
    text: 'It stays on this device. You can read the first conversations within seconds.',
    choose: 'Choose files to import',
  },
  keys: {
    title: 'Keys',
    list: [
      ['J, ↓', 'Next conversation'],
      ['K, ↑', 'Previous conversation'],
      ['Enter', 'Open'],
      ['E', 'Archive, or bring back'],
      ['#, Delete', 'Delete'],
      ['⌘Z, Ctrl Z', 'Undo'],
      ['/', 'Search'],
      ['Esc', 'Close what is on top'],
      ['?', 'Show these keys'],
    ],
  },
  errors: {
    title: 'This did not work',
    safe: 'Your library is safe. Reload the page; if it happens again, the details below help to find out why.',
    reload: 'Reload',
    screen: 'This page could not be loaded',
    screenText: 'You may be offline before the first visit was complete. Your library is safe.',
    again: 'Try again',
  },
} as const
