import { isObject } from '../../domain/json.ts'
import type { ElementFormat, RowFormat } from '../format.ts'

/** Account exports, the web API, and shared conversations. */
export const claudeFormat: ElementFormat = {
  unit: 'element',
  name: 'claude',
  provider: 'claude',
  sniff: (value) => isObject(value) && Array.isArray(value['chat_messages']),
  sniffCut: (text) => /"chat_messages"\s*:\s*\[/.test(text),
  titleName: 'name',
  load: async () => (await import('./claude.ts')).parseClaude,
}

/** `projects.json` and `projects/<uuid>.json` of an account export. */
export const claudeProjectFormat: ElementFormat = {
  unit: 'element',
  name: 'claude-project',
  provider: 'claude',
  companionOf: 'claude',
  sniff: (value) =>
    isObject(value) && Array.isArray(value['docs']) && ('prompt_template' in value || 'is_private' in value),
  titleName: 'name',
  load: async () => (await import('./claude-project.ts')).parseClaudeProject,
}

/** `memories.json` and `memories/acct.json` of an account export. */
export const claudeMemoriesFormat: RowFormat = {
  unit: 'row',
  name: 'claude-memories',
  provider: 'claude',
  companionOf: 'claude',
  sniff: (value) =>
    isObject(value) &&
    ('conversations_memory' in value || 'memory_files' in value) &&
    ('project_memories' in value || 'account_uuid' in value),
  load: async () => (await import('./claude-memories.ts')).readMemories,
}

/** `design_chats/<uuid>.json` of an account export. */
export const claudeDesignFormat: ElementFormat = {
  unit: 'element',
  name: 'claude-design',
  provider: 'claude',
  sniff: (value) =>
    isObject(value) &&
    'project' in value &&
    Array.isArray(value['messages']) &&
    value['messages'].some((message) => isObject(message) && isDesignContent(message['content'])),
  titleName: 'title',
  load: async () => (await import('./claude-design.ts')).parseClaudeDesign,
}

const isDesignContent = (value: unknown): boolean =>
  isObject(value) && ('authorAccountUuid' in value || 'contentBlocks' in value)
