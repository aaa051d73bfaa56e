const NAMES = String.raw`(?:Google |Microsoft )?(?:ChatGPT|Claude(?:\.ai)?|Gemini|Grok|DeepSeek|Perplexity(?: AI)?|Copilot|Le Chat|Mistral(?: AI)?|Poe|Kimi(?: AI)?|Qwen(?: Chat)?|Z\.ai(?: Chat)?|xAI)`
const BEHIND = new RegExp(String.raw`(?:\s*[-–—|·]\s*(?:shared (?:with|on) )?${NAMES}(?: Chat)?)+\s*$`, 'i')
const BEFORE = new RegExp(String.raw`^\s*${NAMES}\s*[-–—|·]\s+`, 'i')
const ONLY = new RegExp(String.raw`^\s*${NAMES}\s*$`, 'i')

/** The title of a conversation from that of its page, without the name of the service; undefined where that is all. */
export function titleOf(text: string | undefined): string | undefined {
  const line = text?.slice(0, 1000).replace(/\s+/g, ' ').trim().toWellFormed()
  if (line === undefined || line === '' || ONLY.test(line)) return undefined
  const title = line.replace(BEHIND, '').replace(BEFORE, '').trim()
  return title === '' ? undefined : title
}
