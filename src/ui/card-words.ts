import type { AcuOrigin } from '../domain/acu.ts'
import { MAX_TAGS } from '../domain/tags.ts'
import { counted, num } from './words.ts'

/** Where a card is from that lies in no conversation. */
export const ORIGIN_WORDS: Readonly<Record<AcuOrigin, string>> = {
  received: 'Received',
  remix: 'Written by you',
  manual: 'Written by you',
  redaction: 'Redacted by you',
  extraction: 'Kept from a conversation',
}

/** The words of working with cards; loaded with their screens. */
export const cardWords = {
  kind: {
    label: 'Kind of card',
    found: (kind: string) => `${kind} (as found)`,
  },
  tags: {
    label: 'Tags',
    add: 'Add tag',
    field: 'New tag',
    placeholder: 'Name of the tag',
    suggestions: 'Tags in use',
    find: (tag: string) => `Show all cards tagged ${tag}`,
    remove: (tag: string) => `Remove tag ${tag}`,
    there: 'The card has this tag already',
    full: `A card has at most ${MAX_TAGS} tags. Remove one first.`,
    empty: 'A tag needs at least one letter or sign',
  },
  made: {
    from: (count: number) => (count === 1 ? 'You made it from another card.' : `You made it from ${num(count)} cards.`),
    gone: 'You wrote it. The card it was made from is not here any more.',
  },
  edit: {
    title: 'Edit card',
    note: 'Saving makes a new card that is linked to this one. This one stays as it is.',
    archive: 'Archive the original',
    save: 'Save as new card',
  },
  merge: {
    title: (count: number) => `Merge ${num(count)} cards`,
    find: 'Merge with another card',
    button: 'Merge into one',
    menu: 'Merge with…',
    note: 'The new card is linked to each of these.',
    all: 'All',
    only: (at: number) => `Only text ${num(at)}`,
    archive: 'Archive the originals',
    save: 'Merge',
  },
  split: {
    title: 'Split card',
    menu: 'Split',
    note: 'Choose where a new card begins. Each new card is linked to this one.',
    here: 'Split here',
    join: 'Join again',
    archive: 'Archive the original',
    save: (count: number) => (count < 2 ? 'Split' : `Split into ${num(count)}`),
    one: 'This card is one short piece: there is no place to split it. Edit its text instead.',
    part: (at: number, count: number) => `Card ${num(at)} of ${num(count)}`,
  },
  text: {
    label: 'Text of the card, in Markdown',
    write: 'Write',
    preview: 'Preview',
    nothing: 'The card appears here as you write.',
  },
  links: {
    title: 'Links',
    add: 'Link to…',
    addTitle: 'Link to another card',
    changeTitle: 'Change link',
    more: (line: string) => `More for the link to ${line}`,
    confirm: 'It holds',
    change: 'Change…',
    reject: 'Not linked',
    remove: 'Remove link',
    you: 'by you',
    confirmed: 'confirmed',
    received: 'received',
    none: 'No links yet. Link this card to what it explains, answers or contradicts.',
    relation: 'This card',
    note: 'Why (may stay empty)',
    save: 'Link',
    saveChange: 'Change link',
    there: 'These two cards are linked like this already.',
    relate: 'Link to this card',
    relateCard: (line: string) => `Link to: ${line}`,
  },
  find: {
    label: 'Find a card',
    placeholder: 'Words of the other card',
    first: 'What has to do with it',
    found: (count: number) => counted(count, 'card'),
    nothing: 'No card has these words.',
    hint: 'Type a few words that stand in the other card.',
    broken: 'Search cannot run at the moment. Reload the page, then try again.',
    other: 'Choose another',
  },
  draft: {
    kept: 'Your draft is kept',
    here: 'You have changes of this card that are not saved.',
    goOn: 'Go on writing',
    discard: 'Discard',
    discarded: 'Draft discarded',
  },
  problems: {
    same: 'Nothing is changed, so there is nothing to save.',
    exists: 'Another card says exactly this.',
    open: 'Open that card',
    empty: 'A card needs some text.',
    'too-long': 'A card holds at most 2 MB of text. Split it, or leave something out.',
    gone: 'A card this was to be made from is not here any more. Copy your text, close this and open another card.',
    failed:
      'This could not be saved, perhaps because the device is out of room. Nothing was changed. Free some space and try again; your text stays here.',
  },
} as const
