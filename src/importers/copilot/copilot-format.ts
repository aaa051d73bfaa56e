import type { DocumentFormat } from '../format.ts'

/** The activity history of Microsoft's privacy dashboard, a table. */
export const copilotFormat: DocumentFormat = {
  unit: 'document',
  name: 'copilot-csv',
  provider: 'copilot',
  sniff: (start) => /^\s{0,99}"?Conversation"?,"?Time"?,"?Author"?,"?Message"?[\r\n]/.test(start),
  load: async () => (await import('./copilot.ts')).readCopilot,
}
