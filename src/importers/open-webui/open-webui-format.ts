import type { Provider } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import type { ElementFormat } from '../format.ts'
import { asFilledText, asList, asObject } from '../raw-values.ts'

const MESSAGES_TRIED = 50

interface Tree {
  readonly conversation: Record<string, unknown>
  readonly chat: Record<string, unknown>
  readonly messages: readonly Record<string, unknown>[]
}

/** The tree these three share, `chat.history.messages`, also inside an answer `{success, data}`; undefined where it is none. */
function treeOf(value: unknown): Tree | undefined {
  const raw = asObject(value)
  const conversation = isObject(raw['data']) ? raw['data'] : raw
  const chat = isObject(conversation['chat']) ? conversation['chat'] : conversation
  const messages = asObject(chat['history'])['messages']
  if (!isObject(messages)) return undefined
  return { conversation, chat, messages: Object.values(messages).slice(0, MESSAGES_TRIED).filter(isObject) }
}

/** Members that only Qwen writes, on conversations or messages. An own server may run its models under any name. */
const QWEN_MARKS = ['feature_config', 'content_list', 'chat_type', 'sub_chat_type']

/** Names of models as Qwen gives them; those of own servers have a tag or an owner: `qwen3:8b`, `Qwen/Qwen3-8B`. */
const isQwenModel = (value: unknown): boolean =>
  /^(qwen|qwq|qvq)[^:/]*$/i.test(asFilledText(value)?.slice(0, 100) ?? '')

function isQwen(value: unknown): boolean {
  const tree = treeOf(value)
  if (!tree) return false
  const { conversation, chat, messages } = tree
  return (
    [conversation, chat, ...messages].some((one) => QWEN_MARKS.some((mark) => mark in one)) ||
    (conversation !== chat && 'currentId' in conversation) ||
    messages.some((one) => 'modelName' in one && isQwenModel(one['model']))
  )
}

/** Names of models as Z.ai gives them; those of own servers have a tag or an owner: `glm4:9b`, `zai-org/GLM-4.6`. */
const isZaiModel = (value: unknown): boolean =>
  /^(glm-?\d|z1-|main_chat$|chat\.z\.ai)[^:/]*$/i.test(asFilledText(value)?.slice(0, 100) ?? '')

function isZai(value: unknown): boolean {
  const tree = treeOf(value)
  return (
    tree !== undefined && [...tree.messages.map(({ model }) => model), ...asList(tree.chat['models'])].some(isZaiModel)
  )
}

const sharedFormat = (name: string, provider: Provider): Omit<ElementFormat, 'sniff'> => ({
  unit: 'element',
  name,
  provider,
  titleName: 'title',
  load: async () => (await import('./open-webui.ts')).openWebUiParser(provider),
})

/** Qwen Chat, whose tree is that of Open WebUI. */
export const qwenFormat: ElementFormat = {
  ...sharedFormat('qwen', 'qwen'),
  sniff: isQwen,
  sniffCut: (text) => /"childrenIds"\s*:/.test(text) && /"(feature_config|content_list|chat_type)"\s*:/.test(text),
}

/** Z.ai, whose tree is that of Open WebUI. */
export const zaiFormat: ElementFormat = {
  ...sharedFormat('zai', 'zai'),
  sniff: isZai,
  sniffCut: (text) => /"childrenIds"\s*:/.test(text) && /"model"\s*:\s*"glm-?\d[^":/]*"/i.test(text),
}

/** Open WebUI. To be asked after those that took over its tree. */
export const openWebUiFormat: ElementFormat = {
  ...sharedFormat('open-webui', 'openwebui'),
  sniff: (value) => treeOf(value) !== undefined,
  sniffCut: (text) => /"childrenIds"\s*:/.test(text),
}
