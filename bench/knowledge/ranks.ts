/** Whether the quality of cards orders several answers to one prompt as people did. Prints figures only. */
import { derive } from '../../src/knowledge/derive.ts'
import { conversationOf, turnOf } from '../../src/knowledge/single.ts'

/** One prompt with answers that people ranked, 0 best. */
export interface Ranked {
  readonly prompt: string
  readonly answers: readonly { readonly text: string; readonly rank: number }[]
}

const ROUNDS = 20_000

/** Prompts with two answers or more of different rank, anywhere in a tree of messages. */
export function rankedIn(node: unknown): Ranked[] {
  const out: Ranked[] = []
  const walk = (value: unknown): void => {
    const { text, role, replies } = fieldsOf(value)
    const answers = replies.map(fieldsOf).flatMap((one) => (one.rank === undefined ? [] : [one]))
    if (role === 'prompter' && new Set(answers.map(({ rank }) => rank)).size > 1)
      out.push({ prompt: text, answers: answers.map((one) => ({ text: one.text, rank: one.rank ?? 0 })) })
    replies.forEach(walk)
  }
  walk(node)
  return out
}

function fieldsOf(value: unknown): { text: string; role: unknown; rank?: number; replies: unknown[] } {
  const fields: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {}
  return {
    text: typeof fields.text === 'string' ? fields.text : '',
    role: fields.role,
    replies: Array.isArray(fields.replies) ? fields.replies : [],
    ...(typeof fields.rank === 'number' ? { rank: fields.rank } : {}),
  }
}

/**
 * Of every pair of answers to one prompt with different ranks, how often each measure puts the one people preferred first
 * (a tie counts half), and whether that is chance: sign tests over prompts, and resampling of prompts for the difference.
 */
export function ranks(all: readonly Ranked[]): Record<string, unknown> {
  const qualities = all.map((one) => one.answers.map(({ text }) => overallOf(one.prompt, text)))
  const best = tallies(all, (at, answer) => Math.max(0, ...qualities[at]![answer]!))
  const mean = tallies(all, (at, answer) => meanOf(qualities[at]![answer]!))
  const length = tallies(all, (at, answer) => all[at]!.answers[answer]!.text.length)
  return {
    prompts: all.length,
    pairs: best.reduce((sum, { pairs }) => sum + pairs, 0),
    best: shareOf(best),
    mean: shareOf(mean),
    length: shareOf(length),
    'p, best against chance': signTest(best.map(({ right, pairs }) => right - pairs / 2)),
    'p, mean against chance': signTest(mean.map(({ right, pairs }) => right - pairs / 2)),
    'p, length against chance': signTest(length.map(({ right, pairs }) => right - pairs / 2)),
    'p, best against length': resampled(best, length),
  }
}

interface Tally {
  readonly right: number
  readonly pairs: number
}

/** Quality of each card of an answer as it stands below its prompt. */
function overallOf(prompt: string, answer: string): number[] {
  const { cards, sources } = derive(conversationOf('ranked'), [
    turnOf('prompt', 'user', prompt),
    turnOf('answer', 'assistant', answer, 'prompt'),
  ])
  const ofAnswer = new Set(sources.flatMap(({ messageId, acuId }) => (messageId === 'answer' ? [acuId] : [])))
  return cards.filter(({ id }) => ofAnswer.has(id)).map(({ quality }) => quality.overall)
}

function tallies(all: readonly Ranked[], measure: (at: number, answer: number) => number): Tally[] {
  return all.map(({ answers }, at) => {
    const values = answers.map((_, answer) => measure(at, answer))
    let right = 0
    let pairs = 0
    answers.forEach((one, a) => {
      answers.forEach((other, b) => {
        if (one.rank >= other.rank) return
        pairs++
        right += values[a]! > values[b]! ? 1 : values[a] === values[b] ? 0.5 : 0
      })
    })
    return { right, pairs }
  })
}

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

function shareOf(all: readonly Tally[]): number {
  const right = all.reduce((sum, one) => sum + one.right, 0)
  return Math.round((right / all.reduce((sum, one) => sum + one.pairs, 0)) * 1000) / 1000
}

/** Two-sided sign test: how likely so many of the differences that are not 0 have one sign by chance. */
function signTest(differences: readonly number[]): number {
  const signs = differences.filter((one) => one !== 0)
  const more = Math.max(signs.filter((one) => one > 0).length, signs.filter((one) => one < 0).length)
  let tail = 0
  let ways = 1
  for (let k = signs.length; k >= more; k--) {
    tail += ways
    ways *= k / (signs.length - k + 1)
  }
  return Math.min(1, (2 * tail) / 2 ** signs.length)
}

/** One-sided: how often, over prompts drawn again with return, the first measure is not above the second. */
function resampled(first: readonly Tally[], second: readonly Tally[]): number {
  let state = 1
  let below = 0
  for (let round = 0; round < ROUNDS; round++) {
    let difference = 0
    for (let draw = 0; draw < first.length; draw++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      const at = Math.floor((state / 2 ** 32) * first.length)
      difference += first[at]!.right - second[at]!.right
    }
    if (difference <= 0) below++
  }
  return below / ROUNDS
}
