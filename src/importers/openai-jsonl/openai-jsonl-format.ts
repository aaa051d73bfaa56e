import { isObject } from '../../domain/json.ts'
import type { ElementFormat } from '../format.ts'
import { isChatList } from '../chat-sniff.ts'

/** Messages of OpenAI's chat interface in lines or a list, as for fine-tuning. The least telling shape: to be asked last. */
export const openAiJsonlFormat: ElementFormat = {
  unit: 'element',
  name: 'openai-jsonl',
  provider: 'other',
  sniff: (value) => isObject(value) && isChatList(value['messages']),
  sniffCut: (text) => /"messages"\s*:\s*\[\s*\{/.test(text) && /"role"\s*:/.test(text),
  titleName: 'title',
  load: async () => (await import('./openai-jsonl.ts')).openAiJsonlParser(),
}
