import type { Finding } from '../domain/acu.ts'
import { MAX_OWN_WORDS, OWN_WORD } from '../domain/privacy-list.ts'
import { num } from './words.ts'

/** What was found, as the person knows it, to stand inside of a sentence. */
export const kindOfFinding = ({ rule, kind }: Pick<Finding, 'rule' | 'kind'>): string =>
  rule === OWN_WORD ? 'your word' : kind

/** With a capital letter, to stand alone. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The words of saying what is private; loaded with their screens. */
export const privacyWords = {
  title: 'Privacy',
  failed: 'That could not be saved. Free some space and try again.',
  found: {
    title: 'What was found',
    look: 'Show what was found',
    none: 'Nothing private found',
    more: (count: number) => `and ${num(count)} more`,
    show: 'Show',
    hide: 'Hide',
    showValue: (kind: string) => `Show: ${kind}`,
    places: (count: number) => `in ${num(count)} places`,
    harmless: 'Not private',
    harmlessValue: (kind: string, excerpt: string) => `Not private: ${kind} ${excerpt}`,
    removeWord: 'Remove word',
    note: 'What is not private is found nowhere any more: on no card, and not when you share.',
    all: 'Your lists',
  },
  own: {
    title: 'Your words',
    text: 'A child’s name, an employer: cards that have such a word are marked, are not shared, and have it hidden in context packs.',
    label: 'Name or word',
    placeholder: 'Add a name or word',
    remove: (word: string) => `Remove ${word}`,
    there: 'It is on your list already',
    full: `The list has at most ${num(MAX_OWN_WORDS)} words. Remove one first.`,
    short: 'It needs at least two letters or digits',
  },
  harmless: {
    none: 'Where a card says that something private was found and it is not, open it there and choose “Not private”. It is then listed here.',
    since: (day: string) => `Not private since ${day}`,
    again: 'Private again',
    againValue: (kind: string, excerpt: string) => `Private again: ${kind} ${excerpt}`,
    showAll: (count: number) => `Show all ${num(count)}`,
  },
  share:
    'The card itself holds it, so the card stays here. If it is not private, say so on the card, where it says what was found.',
} as const
