import { isObject } from '../../domain/json.ts'
import type { ElementFormat } from '../format.ts'

/** Prompts of Google AI Studio: files of Google Drive, mostly without an extension. */
export const aiStudioFormat: ElementFormat = {
  unit: 'element',
  name: 'aistudio',
  provider: 'gemini',
  sniff: (value) =>
    isObject(value) &&
    'chunkedPrompt' in value &&
    (isObject(value['runSettings']) ||
      (isObject(value['chunkedPrompt']) && Array.isArray(value['chunkedPrompt']['chunks']))),
  sniffCut: (text) => /"chunkedPrompt"\s*:\s*\{/.test(text),
  titleName: 'displayName',
  load: async () => (await import('./aistudio.ts')).parseAiStudio,
}
