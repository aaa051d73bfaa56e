import { startOfDay } from '../app/local-day.ts'
import type { NothingReason } from '../app/daily-api.ts'
import type { Anniversary } from '../domain/anniversary.ts'
import type { NearTo, Reason } from '../domain/rediscovery.ts'
import { dayGroups, longDate } from './dates.ts'
import { counted, num } from './words.ts'

/** A month as people name it: `September`, `March 2024`. Days are numbers of local days since 1970, here and below. */
function monthOf(day: number, now: number): string {
  return dayGroups(now, { today: 'today', thisWeek: 'this week' })(startOfDay(day))
}

function agoOf({ unit, count }: Anniversary): string {
  return count === 1 ? `From a ${unit} ago` : `From ${num(count)} ${unit}s ago`
}

const HOW: Readonly<Record<NearTo['how'], (name: string, when: string) => string>> = {
  read: (name, when) => `Near ${name}, which you read ${when}`,
  kept: (name, when) => `Near ${name}, which you kept ${when}`,
  wrote: (name, when) => `Near ${name}, which you wrote ${when}`,
  searched: (name, when) => `Near ${name}, which you searched for ${when}`,
  noted: (name) => `Near what is in your notebook ${name}`,
}

function whenOf(day: number, today: number): string {
  const days = today - day
  return days <= 0 ? 'today' : days === 1 ? 'yesterday' : `${num(days)} days ago`
}

/**
 * Why a card is in the set of today.
 * @param today number of the day
 * @param now ms since 1970
 */
export function reasonText(reason: Reason, today: number, now: number): string {
  switch (reason.kind) {
    case 'anniversary':
      return agoOf(reason)
    case 'near':
      return HOW[reason.to.how](`“${reason.to.name}”`, whenOf(reason.to.day, today))
    case 'good':
      return `One of your better cards, from ${monthOf(reason.made, now)}`
  }
  const { seen, made } = reason
  const what = { pinned: 'Pinned', kept: 'Kept', notebook: '' }[reason.kind]
  const name = reason.kind === 'notebook' ? `In your notebook “${reason.title}”` : what
  return seen === undefined ? `${name}, from ${monthOf(made, now)}` : `${name}, not seen since ${monthOf(seen, now)}`
}

/** Words of the cards of today. */
export const dailyWords = {
  title: 'Today',
  worth: (count: number) => `${counted(count, 'card')} worth meeting again`,
  more: (count: number) => `${num(count)} more ${count === 1 ? 'card' : 'cards'} worth meeting again`,
  looking: 'Looking for cards worth meeting again',
  all: 'That is all for today',
  noneYet: (from: number | undefined, now: number) =>
    from === undefined ? 'No cards to meet again yet' : `To meet again from ${longDate(from, now)}`,
  noneToday: 'Nothing to meet again today',
  place: (at: number, of: number) => `${num(at)} of ${num(of)}`,
  card: (at: number, of: number, why: string) => `Card ${num(at)} of ${num(of)}. ${why}`,
  keep: 'Keep',
  kept: 'Kept',
  never: 'Not again',
  neverDone: 'Not shown again',
  open: 'Open card',
  next: 'Next',
  previous: 'Previous',
  finish: 'Finish',
  notSaved: 'That could not be saved. The browser may have no room left.',
  gone: 'This card is not here any more',
  goneText: 'Its conversation was deleted, or it was taken back.',
  endText: (shown: number, kept: number) =>
    kept === 0
      ? `You met ${counted(shown, 'card')}. There are no more until tomorrow.`
      : `You met ${counted(shown, 'card')} and kept ${num(kept)}. There are no more until tomorrow.`,
  endList: 'Cards of today',
  allCards: 'All cards',
  failed: 'The cards of today cannot be chosen',
  failedText: 'They are found by search, which cannot run at the moment. Your library is safe; reload the page.',
  nothing: {
    empty: {
      title: 'Nothing to meet again yet',
      text: 'Import your chats: every day up to five of your own cards come back here, chosen on this device.',
    },
    young: {
      title: 'Your cards are still fresh',
      text: 'Up to five of your own cards come back here each day: a week, a month or a year after they were made, or when you work on something near them.',
    },
    met: {
      title: 'Nothing to meet again today',
      text: 'You met or read what is old enough not long ago. A card rests for two months before it comes again, longer if you kept it.',
    },
  } satisfies Record<NothingReason, { readonly title: string; readonly text: string }>,
  from: (at: number, now: number) => `There will be something from ${longDate(at, now)} on.`,
  add: 'Add an export',
  off: {
    title: 'Cards of today are switched off',
    text: 'Switched on, up to five of your own cards come back each day, chosen on this device. Nothing else is ever added.',
    on: 'Switch on',
    off: 'Switch off',
    done: 'Switched off. It can be switched on again under You, This device.',
    row: 'Cards of today',
    isOn: 'Up to five cards a day worth meeting again',
    isOff: 'Not shown, and what you open is not remembered for it',
  },
} as const
