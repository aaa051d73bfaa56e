/** A file for a page's file input. */
export interface ExportFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

const AT = 1_764_000_000

/** A ChatGPT export: each conversation a question and its answer. */
export function chatGptExport(conversations: readonly { title: string; answer: string }[]): ExportFile {
  const made = conversations.map(({ title, answer }, n) => {
    const message = (id: string, role: string, text: string) => ({
      id,
      author: { role, name: null, metadata: {} },
      create_time: AT + n,
      content: { content_type: 'text', parts: [text] },
      status: 'finished_successfully',
      weight: 1,
      metadata: {},
      recipient: 'all',
    })
    const [root, question, reply] = [`${n}-root`, `${n}-question`, `${n}-answer`] as const
    return {
      id: `conversation-${n}`,
      conversation_id: `conversation-${n}`,
      title,
      create_time: AT + n,
      update_time: AT + n,
      current_node: reply,
      mapping: {
        [root]: { id: root, message: null, parent: null, children: [question] },
        [question]: { id: question, message: message(question, 'user', 'Go on.'), parent: root, children: [reply] },
        [reply]: { id: reply, message: message(reply, 'assistant', answer), parent: question, children: [] },
      },
    }
  })
  return { name: 'conversations.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(made)) }
}

/** A function of this name and about this many characters, as an answer with one block of code. */
export function codeAnswer(name: string, size: number): string {
  const lines: string[] = []
  for (let n = 0, length = 0; length < size; n++) {
    const line = `  total += weigh(samples[${n}], ${(n * 7919) % 1009})`
    lines.push(line)
    length += line.length + 1
  }
  return `\`\`\`js\nfunction ${name}(samples) {\n  let total = 0\n${lines.join('\n')}\n  return total\n}\n\`\`\``
}
