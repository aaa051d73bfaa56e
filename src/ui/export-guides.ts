import type { Provider } from '../domain/conversation.ts'

/** How to get an export of the services that most people use, step by step; docs/import.md says more. */
export const MAIN_GUIDES = [
  {
    provider: 'chatgpt',
    steps: [
      'Settings, then Data controls',
      'Export data, then confirm',
      'Open the link in the email and save the .zip',
    ],
    wait: 'Usually ready within an hour; the link usually works for a day',
  },
  {
    provider: 'claude',
    steps: ['Settings, then Privacy', 'Export data', 'Open the link in the email and save the .zip'],
    wait: 'Usually ready within minutes; the link usually works for a day',
  },
  {
    provider: 'gemini',
    steps: [
      'takeout.google.com, then Deselect all',
      'My Activity, only Gemini Apps, as JSON',
      'Export, and save the .zip',
    ],
    wait: 'Usually ready within minutes. “Gemini” in that list is only your Gems',
  },
] as const satisfies readonly { provider: Provider; steps: readonly string[]; wait: string }[]

/** The same for the others, in a line. */
export const OTHER_GUIDES = [
  { provider: 'grok', how: 'accounts.x.ai, Data, Download: the .zip' },
  { provider: 'deepseek', how: 'Settings, Data, Export data: the .zip' },
  { provider: 'mistral', how: 'admin.mistral.ai, Privacy, Export: the .zip' },
  { provider: 'copilot', how: 'account.microsoft.com, Privacy, Copilot activity, Export: the .csv' },
  { provider: 'perplexity', how: 'No export: save the page of a thread and drop the file' },
  { provider: 'qwen', how: 'Settings, Data, Export chats: the .json' },
  { provider: 'kimi', how: 'No export: save the page of a chat and drop the file. The same for Z.ai and Poe' },
  { provider: 'openwebui', how: 'Settings, Data controls, Export chats: the .json' },
  { provider: 'librechat', how: 'Export in the chat: the .json. The same for Chatbot UI and BetterChatGPT' },
  { provider: 'lmstudio', how: 'The folder ~/.lmstudio/conversations' },
  { provider: 'jan', how: 'The folder ~/jan/threads' },
  { provider: 'claudecode', how: 'The folder ~/.claude/projects' },
  { provider: 'codex', how: 'The folder ~/.codex/sessions' },
  { provider: 'other', how: 'Anything else: select, copy, and paste it as text' },
] as const satisfies readonly { provider: Provider; how: string }[]
