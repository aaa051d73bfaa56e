import { expect, test } from 'vitest'
import { placeOf, siteOfHost } from '../domain/provider-sites.ts'
import { collect, fileOf } from './fixtures/exports.ts'
import { FORMAT_SAMPLES } from './fixtures/samples.ts'

/** Services whose conversations have an address in an export. */
const EXPORTED = ['chatgpt', 'claude', 'deepseek', 'grok', 'mistral-vibe', 'perplexity', 'qwen', 'zai']

test.each(FORMAT_SAMPLES)('what $format calls a conversation is what its page is called', async (sample) => {
  const { conversations } = await collect(fileOf(sample.text(), sample.file))
  const addresses = conversations.map(({ conversation }) => conversation.sourceUrl)
  const known = addresses.filter((url) => url.startsWith('https:') && siteOfHost(new URL(url).hostname))
  if (EXPORTED.includes(sample.format)) expect(known).not.toEqual([])
  for (const url of known) expect([undefined, url]).toContain(placeOf(url)?.url)
})
