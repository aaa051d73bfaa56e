import type { AcuType } from '../../domain/acu.ts'
import type { IconName } from './icons.ts'

/** The six hues of cards, as in the style sheet: `k-code`, `k-steps`, … */
export type Hue = 'code' | 'steps' | 'def' | 'dec' | 'ques' | 'claim'

interface Kind {
  readonly icon: IconName
  readonly label: string
  readonly plural: string
  readonly hue: Hue
}

/** How each type of card looks and is called. A hue never speaks alone: each has its own icon and a word. */
export const KINDS: Readonly<Record<AcuType, Kind>> = {
  question: { icon: 'ques', label: 'Question', plural: 'Questions', hue: 'ques' },
  answer: { icon: 'reply', label: 'Answer', plural: 'Answers', hue: 'claim' },
  definition: { icon: 'def', label: 'Definition', plural: 'Definitions', hue: 'def' },
  step: { icon: 'steps', label: 'Steps', plural: 'Steps', hue: 'steps' },
  decision: { icon: 'dec', label: 'Decision', plural: 'Decisions', hue: 'dec' },
  claim: { icon: 'claim', label: 'Claim', plural: 'Claims', hue: 'claim' },
  opinion: { icon: 'opinion', label: 'Opinion', plural: 'Opinions', hue: 'claim' },
  example: { icon: 'example', label: 'Example', plural: 'Examples', hue: 'steps' },
  warning: { icon: 'alert', label: 'Warning', plural: 'Warnings', hue: 'claim' },
  command: { icon: 'terminal', label: 'Command', plural: 'Commands', hue: 'code' },
  error: { icon: 'flag', label: 'Error', plural: 'Errors', hue: 'claim' },
  fix: { icon: 'wrench', label: 'Fix', plural: 'Fixes', hue: 'dec' },
  code_snippet: { icon: 'code', label: 'Code', plural: 'Code', hue: 'code' },
  table: { icon: 'table', label: 'Table', plural: 'Tables', hue: 'def' },
  formula: { icon: 'sigma', label: 'Formula', plural: 'Formulas', hue: 'def' },
  quote: { icon: 'quote', label: 'Quote', plural: 'Quotes', hue: 'claim' },
  image: { icon: 'image', label: 'Image', plural: 'Images', hue: 'def' },
}
