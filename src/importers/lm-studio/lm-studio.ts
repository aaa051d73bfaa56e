import { isObject } from '../../domain/json.ts'
import { partText } from '../../domain/message-tree.ts'
import { nothingReadable, whyNoMessages } from '../chat-list.ts'
import { Damage, notAConversation } from '../damage.ts'
import type { ConversationParser, MessageDraft } from '../draft.ts'
import { asFilledText, asList, asObject, asTime } from '../raw-values.ts'
import { SourceKeys } from '../source-keys.ts'
import { selectedOf, type Turn, versionNodes } from '../version-nodes.ts'
import { brokenVersion, readVersion } from './lm-studio-version.ts'

/**
 * A parser for conversations of LM Studio, `{name, createdAt, systemPrompt, messages:[{versions, currentlySelected}]}`.
 * All versions of a message are branches. There is no id: a conversation is named by the millisecond it was begun in (as
 * its file is) and the first thing said, else by how it begins, see {@link SourceKeys}.
 */
export function lmStudioParser(): ConversationParser {
  const keys = new SourceKeys()
  return (value) => {
    const noObject = notAConversation(value)
    if (noObject) return noObject
    const raw = asObject(value)
    const title = asFilledText(raw['name'])?.trim()
    const list = raw['messages']
    if (!Array.isArray(list)) return { ok: false, title, reason: whyNoMessages(list) }

    const damage = new Damage()
    const turns = list.map((message: unknown) => readTurn(message, damage))
    const messages = turns.flatMap(({ versions }) => versions)
    if (nothingReadable(messages, damage)) return { ok: false, title, reason: damage.describeAll() }

    const { nodes, current } = versionNodes(turns)
    const createdAt = asTime(raw['createdAt'])
    const updatedAt = latest(asTime(raw['userLastMessagedAt']), asTime(raw['assistantLastMessagedAt']))
    const model = asFilledText(asObject(raw['lastUsedModel'])['indexedModelIdentifier'])
    const prompt = asFilledText(raw['systemPrompt'])
    const problem = damage.describe(messages.length)
    return {
      ok: true,
      draft: {
        provider: 'lmstudio',
        sourceKey:
          createdAt === undefined
            ? keys.of(turns.map(({ versions, selected }) => versions[selected]!))
            : `${createdAt} ${firstText(messages)}`,
        ...(title !== undefined && { title }),
        ...(createdAt !== undefined && { createdAt }),
        ...(updatedAt !== undefined && { updatedAt }),
        ...(model !== undefined && { model }),
        metadata: {
          ...(raw['pinned'] === true && { pinned: true }),
          ...(prompt !== undefined && { prompt }),
        },
        nodes,
        ...(current !== undefined && { current }),
      },
      ...(problem !== undefined && { problem }),
    }
  }
}

function readTurn(value: unknown, damage: Damage): Turn {
  const raw = asObject(value)
  const versions = asList(raw['versions'])
  if (versions.length === 0) {
    damage.add(isObject(value) ? 'has no content' : 'is not in the list as a message')
    return { versions: [brokenVersion(value)], selected: 0 }
  }
  return {
    versions: versions.map((version) => readVersion(version, damage)),
    selected: selectedOf(raw['currentlySelected'], versions.length),
  }
}

const firstText = (messages: readonly MessageDraft[]): string => messages[0]?.parts.map(partText).join('\n') ?? ''

const latest = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b)
