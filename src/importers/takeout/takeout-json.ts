import type { Part } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import { markdownOf, parseHtml } from '../html/html.ts'
import type { Reading, Row, RowReader } from '../draft.ts'
import { asFilledText, asList, asObject, asText, asTime } from '../raw-values.ts'
import { type Activity, attachment, conversationAddress, GEMINI, readTitle } from './activity.ts'
import { conversationsOf } from './activity-conversations.ts'
import { OtherProducts } from './other-products.ts'

/** Reads the activities of a Google Takeout from JSON. All are held, since a conversation may lie anywhere among them. */
export const readTakeoutJson: RowReader = async function* (rows, { entry }): AsyncGenerator<Reading> {
  const activities: Activity[] = []
  const others = new OtherProducts()
  for await (const row of rows) {
    const header = asText(asObject(row.value)['header'])
    if (header === undefined)
      yield {
        type: 'unreadable',
        name: `activity ${row.index + 1} of ${entry}`,
        reason: isObject(row.value) ? 'It does not say of which product it is.' : 'It is no activity.',
        original: row.bytes.slice(),
      }
    else if (isOfGemini(header, asObject(row.value))) activities.push(readActivity(row))
    else others.add(header)
  }
  yield* conversationsOf(activities, entry)
  yield* others.readings(entry)
}

/** The name is in the language of the account; an address of a conversation is not. */
const isOfGemini = (header: string, raw: Record<string, unknown>): boolean =>
  header === GEMINI || addressOf(raw) !== undefined

function addressOf(raw: Record<string, unknown>): string | undefined {
  for (const detail of asList(raw['details'])) {
    const { url, name } = asObject(detail)
    const address = conversationAddress(asText(url)) ?? conversationAddress(asText(name))
    if (address !== undefined) return address
  }
  return conversationAddress(asText(raw['titleUrl']))
}

function readActivity({ value, bytes }: Row): Activity {
  const raw = asObject(value)
  const title = asText(raw['title'])
  const answers = asList(raw['safeHtmlItem']).flatMap((item) => {
    const html = asText(asObject(item)['html'])
    return html === undefined ? [] : [() => markdownOf(parseHtml(html))]
  })
  const time = asTime(raw['time'])
  const address = addressOf(raw)
  return {
    ...readTitle(title ?? '', answers.length > 0),
    ...(time !== undefined && { time }),
    ...(address !== undefined && { address }),
    answers,
    attachments: attachmentsOf(raw),
    ...(title === undefined && { damage: 'has no text' }),
    bytes,
  }
}

/** Files are named up to three times: as attached, as the picture, and as what the subtitles link to. */
function attachmentsOf(raw: Record<string, unknown>): Part[] {
  const names = new Set<string>()
  for (const file of [...asList(raw['attachedFiles']), raw['imageFile']]) {
    const name = asFilledText(file) ?? asFilledText(asObject(file)['name'])
    if (name !== undefined) names.add(name)
  }
  for (const subtitle of asList(raw['subtitles'])) {
    const url = asFilledText(asObject(subtitle)['url'])
    if (url !== undefined && !/^[a-z][a-z0-9+.-]*:|^\//i.test(url)) names.add(url)
  }
  return [...names].map(attachment)
}
