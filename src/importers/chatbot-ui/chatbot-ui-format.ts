import { isObject } from '../../domain/json.ts'
import { isChatList } from '../chat-sniff.ts'
import type { ElementFormat } from '../format.ts'

/** Members that tell these applications from any other list of messages: Chatbot UI and AI DIAL, then BetterChatGPT. */
const isOfTheseApps = (one: Record<string, unknown>): boolean =>
  ('name' in one && ('folderId' in one || 'prompt' in one || 'model' in one)) ||
  ('title' in one && (isObject(one['config']) || 'titleSet' in one))

/** Histories of Chatbot UI (versions 1 to 4) and of the applications that took over or resemble its format. */
export const chatbotUiFormat: ElementFormat = {
  unit: 'element',
  name: 'chatbot-ui',
  provider: 'chatbotui',
  sniff: (value) => isObject(value) && isOfTheseApps(value) && isChatList(value['messages']),
  sniffCut: (text) => /"(folderId|titleSet)"\s*:/.test(text) && /"messages"\s*:\s*\[/.test(text),
  titleName: 'name',
  load: async () => (await import('./chatbot-ui.ts')).chatbotUiParser(),
}
