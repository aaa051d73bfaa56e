import { isObject } from '../../domain/json.ts'
import { someMessage } from '../chat-sniff.ts'
import type { ElementFormat } from '../format.ts'

const isMessageList = (value: unknown): boolean =>
  someMessage(value, (one) => 'isCreatedByUser' in one || ('messageId' in one && 'sender' in one))

/** LibreChat: conversations with branches, nested or in a list, or without. */
export const libreChatFormat: ElementFormat = {
  unit: 'element',
  name: 'librechat',
  provider: 'librechat',
  sniff: (value) =>
    isObject(value) &&
    (isMessageList(value['messages']) ||
      isMessageList(value['messagesTree']) ||
      ('conversationId' in value && 'exportAt' in value)),
  sniffCut: (text) => /"isCreatedByUser"\s*:/.test(text) && /"messageId"\s*:/.test(text),
  titleName: 'title',
  load: async () => (await import('./librechat.ts')).parseLibreChat,
}
