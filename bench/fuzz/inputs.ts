import { strToU8, zipSync, type Zippable } from 'fflate'
import { mutateValue, random } from '../../src/importers/fixtures/fuzzing.ts'
import { sampleText } from '../../src/importers/fixtures/apps.ts'
import { FORMAT_SAMPLES, type FormatSample } from '../../src/importers/fixtures/samples.ts'

type Next = (below: number) => number
type Bytes = Uint8Array<ArrayBuffer>

/** A damaged file, made of nothing but its seed. */
export interface FuzzInput {
  readonly format: string
  readonly seed: number
  readonly file: Blob & { readonly name: string }
}

/** The input of a seed: seeds that follow each other go through all formats in turn. */
export function inputOf(seed: number): FuzzInput {
  const next = random(seed)
  const sample = FORMAT_SAMPLES[seed % FORMAT_SAMPLES.length]!
  const content = damagedBytes(encoded(damagedText(sample, next), next), next)
  const bytes = packed(sample, content, next)
  return { format: sample.format, seed, file: Object.assign(new Blob([bytes]), { name: sample.file }) }
}

function damagedText(sample: FormatSample, next: Next): string {
  const text = sample.value ? sampleText(damagedValue(sample.value(), next), sample.lines) : sample.text()
  return next(4) === 0 ? damagedCharacters(text, next) : text
}

function damagedValue(value: unknown, next: Next): unknown {
  for (let changes = next(5); changes > 0; changes--) VALUE_DAMAGE[next(VALUE_DAMAGE.length)]!(value, next)
  return value
}

const VALUE_DAMAGE: readonly ((value: unknown, next: Next) => void)[] = [
  mutateValue,
  withMember((holder, key) => Reflect.deleteProperty(holder, key)),
  // Renamed to a name that is used elsewhere, where what it held is not expected.
  withMember((holder, key, next, names) => {
    holder[names[next(names.length)] ?? 'x'] = holder[key]
    Reflect.deleteProperty(holder, key)
  }),
  withMember((holder, key, next) => (holder[key] = nested(holder[key], 1 + next(600)))),
  withMember((holder, key) => (holder[key] = [holder[key], holder[key]])),
  withMember((holder, key) => (holder[key] = 'x '.repeat(20_000))),
  // Ids name each other in circles, twice, or nobody.
  confuseTexts,
  confuseTexts,
]

/** A change of one member anywhere in a value; hears all names that are used in it. */
function withMember(
  change: (holder: Record<string, unknown>, key: string, next: Next, names: readonly string[]) => void,
): (value: unknown, next: Next) => void {
  return (value, next) => {
    const places = placesIn(value)
    const place = places[next(Math.max(1, places.length))]
    if (!place) return
    const names = places.map(({ key }) => key)
    change(place.holder, place.key, next, names)
  }
}

/** Puts the text of one place at another. */
function confuseTexts(value: unknown, next: Next): void {
  const places = placesIn(value).filter(({ holder, key }) => typeof holder[key] === 'string')
  if (places.length === 0) return
  const [from, to] = [places[next(places.length)]!, places[next(places.length)]!]
  to.holder[to.key] = from.holder[from.key]
}

interface Place {
  readonly holder: Record<string, unknown>
  readonly key: string
}

/** Every member of every object and list; not deeper than samples are. */
function placesIn(value: unknown, depth = 0): Place[] {
  if (typeof value !== 'object' || value === null || depth > 30) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key], depth + 1)])
}

function nested(value: unknown, depth: number): unknown {
  let whole = value
  for (let at = 0; at < depth; at++) whole = at % 2 === 0 ? [whole] : { children: whole }
  return whole
}

/** What a text is broken with, in its middle. */
const INSERTED = [
  '[',
  ']',
  '{',
  '}',
  '"',
  ',',
  '\\',
  '\u0000',
  '\ud800',
  '\n\n',
  '<div>',
  '</div>',
  '<script>',
  '<!--',
  '```',
  '**User:**',
  '1e999',
  '\\u0000',
]

function damagedCharacters(text: string, next: Next): string {
  const at = next(text.length + 1)
  const inserted = INSERTED[next(INSERTED.length)]!
  const times = [1, 2, 30, 3000][next(4)]!
  return text.slice(0, at) + inserted.repeat(times) + text.slice(next(3) === 0 ? next(text.length + 1) : at)
}

function encoded(text: string, next: Next): Bytes {
  switch (next(12)) {
    case 0:
      return new Uint8Array(strToU8(`\ufeff${text}`))
    case 1:
      return utf16(`\ufeff${text}`, true)
    case 2:
      return utf16(`\ufeff${text}`, false)
    case 3:
      return utf16(text, true)
    default:
      return new Uint8Array(strToU8(text))
  }
}

function utf16(text: string, littleEndian: boolean): Bytes {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), littleEndian)
  return new Uint8Array(view.buffer)
}

/** Bytes changed, missing, doubled or cut off. */
function damagedBytes(bytes: Bytes, next: Next): Bytes {
  let damaged = bytes.slice()
  const length = (): number => Math.max(1, damaged.length)
  if (next(3) === 0) for (let changes = 1 + next(5); changes > 0; changes--) damaged[next(length())] = next(256)
  if (next(5) === 0) {
    const from = next(length())
    damaged = joined(damaged.slice(0, from), damaged.slice(from + next(40)))
  }
  if (next(5) === 0) damaged = joined(damaged, damaged.slice(next(length())))
  if (next(4) === 0) damaged = damaged.slice(0, next(length()))
  return damaged
}

const joined = (a: Bytes, b: Bytes): Bytes => {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/** The content as a file, or in a zip, by itself or beside other files, or in a zip in a zip; zips are damaged too. */
function packed(sample: FormatSample, content: Bytes, next: Next): Bytes {
  const level = next(2) === 0 ? 0 : 6
  const zip = (files: Zippable): Bytes => new Uint8Array(zipSync(files, { level }))
  const other = FORMAT_SAMPLES[next(FORMAT_SAMPLES.length)]!
  const beside = (): Zippable => ({
    [sample.file]: content,
    [`other/${other.file}`]: strToU8(other.text()),
    'user.json': strToU8('{}'),
    'file-a.dat': new Uint8Array([0x89, 0x50, 0x4e, 0x47]),
  })
  switch (next(8)) {
    case 0:
      return zip({ [sample.file]: content })
    case 1:
      return damagedBytes(zip(beside()), next)
    case 2:
      return zip({ 'inner.zip': zip(beside()) })
    case 3:
      return damagedBytes(zip({ 'inner.zip': damagedBytes(zip({ [sample.file]: content }), next) }), next)
    default:
      return content
  }
}
