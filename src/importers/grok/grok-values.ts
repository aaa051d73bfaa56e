import { asObject, asTime } from '../raw-values.ts'

/** A member by its name in account exports (`parent_response_id`), else as shared conversations have it (`parentResponseId`). */
export const member = (raw: Record<string, unknown>, name: string): unknown =>
  raw[name] ?? raw[name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())]

/** A time as ISO 8601 or in MongoDB's extended JSON (`{"$date": {"$numberLong": "1781573452575"}}`). */
export function timeOf(value: unknown): number | undefined {
  const date = asObject(value)['$date']
  return asTime(asObject(date)['$numberLong'] ?? date ?? value)
}
