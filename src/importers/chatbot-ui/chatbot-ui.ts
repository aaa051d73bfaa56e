import type { Part } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import { readImage } from '../chat-content.ts'
import { readChatList } from '../chat-list.ts'
import { type Found, readChatMessage } from '../chat-message.ts'
import { notAConversation } from '../damage.ts'
import type { ConversationParser, MessageDraft } from '../draft.ts'
import { asFilledText, asList, asObject, asTime } from '../raw-values.ts'
import { SourceKeys } from '../source-keys.ts'

/**
 * A parser for the conversations of one history of Chatbot UI `{id,name,messages,model,prompt,folderId}`, AI DIAL (the
 * same, messages with attachments) or BetterChatGPT `{id,title,messages,config,folder}`. Names of folders stand beside
 * the list. Ids that are one of a kind name a conversation; the numbers of version 1 do not, see {@link SourceKeys}.
 */
export function chatbotUiParser(): ConversationParser {
  const keys = new SourceKeys()
  return (value, { header }) => {
    const noObject = notAConversation(value)
    if (noObject) return noObject
    const raw = asObject(value)
    const title = (asFilledText(raw['name']) ?? asFilledText(raw['title']))?.trim()
    const id = asFilledText(raw['id'])
    const list = readChatList(raw['messages'], readMessage)
    if (!list.ok) return { ok: false, title, id, reason: list.reason }

    const model =
      asFilledText(raw['model']) ??
      asFilledText(asObject(raw['model'])['id']) ??
      asFilledText(asObject(raw['model'])['name']) ??
      asFilledText(asObject(raw['config'])['model'])
    const folder = folderName(header?.['folders'], asFilledText(raw['folderId']) ?? asFilledText(raw['folder']))
    const prompt = asFilledText(raw['prompt'])
    const updatedAt = asTime(raw['updatedAt'] ?? raw['lastActivityDate'])
    const createdAt = asTime(raw['createdAt'])
    return {
      ok: true,
      draft: {
        provider: 'chatbotui',
        sourceKey: keys.of(list.messages, id),
        ...(title !== undefined && { title }),
        ...(createdAt !== undefined && { createdAt }),
        ...(updatedAt !== undefined && { updatedAt }),
        ...(model !== undefined && { model }),
        ...(folder !== undefined && { projectName: folder }),
        metadata: { ...(prompt !== undefined && { prompt }) },
        nodes: list.nodes,
        assets: list.assets,
      },
      ...(list.problem !== undefined && { problem: list.problem }),
    }
  }
}

/** Folders are a list of `{id,name}`, or the same in an object by id. */
function folderName(folders: unknown, id: string | undefined): string | undefined {
  if (id === undefined) return undefined
  const all = Array.isArray(folders) ? folders : Object.values(asObject(folders))
  const found: unknown = all.find((folder: unknown) => isObject(folder) && folder['id'] === id)
  return asFilledText(asObject(found)['name'])
}

function readMessage(value: unknown, found: Found): MessageDraft {
  const message = readChatMessage(value, found)
  const raw = asObject(value)
  const attached = asList(asObject(raw['custom_content'])['attachments']).flatMap((one) => readAttachment(one, found))
  const model = message.role === 'user' ? undefined : asFilledText(asObject(raw['model'])['id'])
  return {
    ...message,
    parts: [...message.parts, ...attached],
    ...(model !== undefined && { model }),
  }
}

/** An attachment of AI DIAL: an address, or text in itself. */
function readAttachment(value: unknown, { assets }: Found): Part[] {
  const raw = asObject(value)
  const mimeType = asFilledText(raw['type'])
  const url = asFilledText(raw['url']) ?? asFilledText(raw['reference_url'])
  const text = asFilledText(raw['data'])
  const name = asFilledText(raw['title']) ?? url
  if (name === undefined && text === undefined) return []
  if (url !== undefined && mimeType?.startsWith('image/')) return [readImage(url, assets, name)]
  return [
    {
      type: 'file',
      name: name ?? 'attachment',
      ...(url !== undefined && { pointer: url }),
      ...(mimeType !== undefined && { mimeType }),
      ...(text !== undefined && { text }),
    },
  ]
}
