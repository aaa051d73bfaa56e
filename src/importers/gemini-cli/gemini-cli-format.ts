import { isObject } from '../../domain/json.ts'
import type { RowFormat } from '../format.ts'

/** Sessions of Gemini CLI (`~/.gemini/tmp/<project>/chats`): an object each, since 2026 lines that build it up. */
export const geminiCliFormat: RowFormat = {
  unit: 'row',
  name: 'gemini-cli',
  provider: 'gemini',
  sniff: (value) =>
    isObject(value) && typeof value['sessionId'] === 'string' && typeof value['projectHash'] === 'string',
  load: async () => (await import('./gemini-cli.ts')).readGeminiCli,
}
