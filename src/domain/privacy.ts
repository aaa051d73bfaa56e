import { levelOf, type AtomicChatUnit, type Finding } from './acu.ts'
import { utf8 } from './bytes.ts'
import { sha3Hex } from './hash.ts'
import { masked } from './masked.ts'
import { ownWordFinder } from './own-words.ts'
import {
  isPersonalFinding,
  OWN_WORD,
  PERSONAL_FROM,
  type HarmlessFinding,
  type PrivacyJudge,
  type PrivacyList,
} from './privacy-list.ts'

/** See {@link HarmlessFinding.key}. */
export const harmlessKey = (rule: string, value: string): string => sha3Hex(utf8(`${rule}\0${value}`))

/**
 * That what a rule found in a text is not private.
 * @param at ms since 1970
 */
export function harmlessFinding(text: string, { rule, kind, start, end }: Finding, at: number): HarmlessFinding {
  const value = text.slice(start, end)
  return { key: harmlessKey(rule, value), kind, excerpt: masked(value), at }
}

/** Makes what the person says about what is private ready to judge many texts. Pure. */
export function privacyJudge({ words, harmless }: PrivacyList): PrivacyJudge {
  const find = ownWordFinder(words.map(({ word }) => word))
  const keys = new Set(harmless.map(({ key }) => key))

  function findings(text: string, found: readonly Finding[]): readonly Finding[] {
    const serious = found.filter(
      ({ rule, start, end }) =>
        rule !== OWN_WORD && (keys.size === 0 || !keys.has(harmlessKey(rule, text.slice(start, end)))),
    )
    // Inside of what is personal anyway a word says nothing more; inside a path or a host it does.
    const own = find(text).filter(
      ({ start, end }) => !serious.some((one) => one.level >= PERSONAL_FROM && one.start <= start && one.end >= end),
    )
    if (own.length === 0) return serious.length === found.length ? found : serious
    const named = own.map((range): Finding => {
      return { rule: OWN_WORD, kind: 'own word', ...range, level: 1, confidence: 1 }
    })
    return [...serious, ...named].sort((a, b) => a.start - b.start || b.end - a.end)
  }

  return {
    findings,
    card(card): AtomicChatUnit {
      const judged = findings(card.content, card.findings)
      return judged === card.findings
        ? card
        : { ...card, findings: judged, securityLevel: levelOf(judged), isPersonal: judged.some(isPersonalFinding) }
    },
  }
}
