import { isObject } from '../../domain/json.ts'
import type { RowFormat } from '../format.ts'

/** Sessions of Claude Code as it keeps them (`~/.claude/projects`), and the lines of its sessions in the web. */
export const claudeCodeFormat: RowFormat = {
  unit: 'row',
  name: 'claude-code',
  provider: 'claudecode',
  sniff: (value) => {
    if (!isObject(value)) return false
    const { type } = value
    if (type === 'summary') return typeof value['leafUuid'] === 'string'
    if (type === 'file-history-snapshot') return isObject(value['snapshot'])
    if (typeof value['sessionId'] !== 'string' || typeof type !== 'string') return false
    return 'parentUuid' in value || ((type === 'user' || type === 'assistant') && 'message' in value)
  },
  load: async () => (await import('./claude-code.ts')).readClaudeCode,
}
