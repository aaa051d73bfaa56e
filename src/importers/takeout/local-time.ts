/** Zones as Google writes them, in minutes east of UTC; English and German names. */
const ZONES: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEZ: 0,
  Z: 0,
  BST: 60,
  WEST: 60,
  WESZ: 60,
  CET: 60,
  MEZ: 60,
  CEST: 120,
  MESZ: 120,
  EET: 120,
  OEZ: 120,
  SAST: 120,
  EEST: 180,
  OESZ: 180,
  MSK: 180,
  TRT: 180,
  GST: 240,
  PKT: 300,
  IST: 330,
  ICT: 420,
  WIB: 420,
  HKT: 480,
  SGT: 480,
  AWST: 480,
  PHT: 480,
  JST: 540,
  KST: 540,
  ACST: 570,
  AEST: 600,
  ACDT: 630,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
  BRT: -180,
  ART: -180,
  ADT: -180,
  AST: -240,
  EDT: -240,
  EST: -300,
  CDT: -300,
  CST: -360,
  MDT: -360,
  MST: -420,
  PDT: -420,
  PST: -480,
  AKDT: -480,
  AKST: -540,
  HST: -600,
}

/** Beginnings of the names of months in English, German, French, Spanish, Italian, Portuguese and Dutch. */
const MONTHS: readonly RegExp[] = [
  /^(jan|janv|ene|gen)/,
  /^(feb|f[ée]v)/,
  /^(mar|m[äa]r|maart|mrt)/,
  /^(apr|avr|abr)/,
  /^(may|mai|mei|mag|mayo)/,
  /^(jun|juin|giu)/,
  /^(jul|juil|lug)/,
  /^(aug|ao[uû]|ago)/,
  /^(sep|set)/,
  /^(oct|okt|ott|out)/,
  /^nov/,
  /^(dec|d[ée]c|dez|dic)/,
]

/** A local time of an activity. */
export interface LocalTime {
  /** Milliseconds since 1970 UTC; as if it were UTC where the zone is not known. Undefined where the date is not. */
  readonly time: number | undefined
  readonly zoneKnown: boolean
}

const CLOCK = /(\d{1,2}):(\d\d):(\d\d)(?: ?([AP])\.? ?M\.?)?(?: ([A-Za-z]{1,5}|(?:GMT|UTC)[+-]\d{1,2}(?::?\d\d)?))?$/i

/**
 * Reads the line that says when an activity was: `Jul 26, 2026, 8:07:57 AM CEST`, `26.07.2026, 08:07:57 MESZ`,
 * `2026/07/26 8:07:57 JST`. Undefined where the text is no such line.
 */
export function readLocalTime(text: string): LocalTime | undefined {
  if (text.length > 80) return undefined
  const line = text.replace(/\s+/g, ' ').trim()
  const clock = CLOCK.exec(line)
  if (!clock) return undefined
  const day = readDay(line.slice(0, clock.index).toLowerCase())
  const offset = clock[5] === undefined ? undefined : zoneOffset(clock[5].toUpperCase())
  if (day === undefined)
    return /\d{4}/.test(line.slice(0, clock.index)) ? { time: undefined, zoneKnown: false } : undefined
  const half = clock[4]?.toUpperCase()
  const hour = half === undefined ? Number(clock[1]) : (Number(clock[1]) % 12) + (half === 'P' ? 12 : 0)
  const minutes = hour * 60 + Number(clock[2]) - (offset ?? 0)
  return { time: day + minutes * 60_000 + Number(clock[3]) * 1000, zoneKnown: offset !== undefined }
}

function zoneOffset(zone: string): number | undefined {
  if (Object.hasOwn(ZONES, zone)) return ZONES[zone]
  const [, sign, hours, minutes] = /^(?:GMT|UTC)([+-])(\d{1,2}):?(\d\d)?$/.exec(zone) ?? []
  if (hours === undefined) return undefined
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0))
}

/** Midnight of a day, as if in UTC. */
function readDay(text: string): number | undefined {
  const numbers = (text.match(/\d+/g) ?? []).map(Number)
  const name = /\p{L}{3,}/u.exec(text)?.[0]
  const named = name === undefined ? -1 : MONTHS.findIndex((month) => month.test(name))
  if (named >= 0 && numbers.length === 2) return midnight(numbers[1]!, named + 1, numbers[0]!)
  if (numbers.length !== 3) return undefined
  const [a, b, c] = numbers as [number, number, number]
  if (a > 999) return midnight(a, b, c)
  return b > 12 ? midnight(c, a, b) : midnight(c, b, a)
}

function midnight(year: number, month: number, day: number): number | undefined {
  if (year < 2000 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return undefined
  return Date.UTC(year, month - 1, day)
}
