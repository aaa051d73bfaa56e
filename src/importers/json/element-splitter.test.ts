import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ElementSplitter, type SplitItem } from './element-splitter.ts'

const OPTIONS = { listNames: ['conversations'], maxElementBytes: 1 << 20, maxDepth: 100 }
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text))
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

function split(bytes: Uint8Array<ArrayBuffer>, chunkSizes: readonly number[], options = OPTIONS): SplitItem[] {
  const splitter = new ElementSplitter(options)
  const items: SplitItem[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = chunkSizes[turn % chunkSizes.length]!
    // A copy whose source is overwritten, as streams may reuse their buffers.
    const chunk = bytes.slice(at, at + size)
    items.push(...splitter.push(chunk))
    chunk.fill(0)
    at += size
  }
  return [...items, ...splitter.end()]
}

const elementsOf = (items: readonly SplitItem[]): string[] =>
  items.flatMap((item) => (item.kind === 'element' ? [textOf(item.bytes)] : []))

const chunkSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })
const spaces = fc.constantFrom('', ' ', '\n', '\r\n\t')

describe('ElementSplitter', () => {
  test('gives the exact bytes of every element, whatever the chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.jsonValue(), spaces, spaces)),
        chunkSizes,
        fc.boolean(),
        (values, sizes, withBom) => {
          const texts = values.map(([value]) => JSON.stringify(value))
          const list = texts.map((text, index) => values[index]![1] + text + values[index]![2]).join(',')
          const items = split(bytesOf(`${withBom ? '\uFEFF' : ''} [${list}]\n`), sizes)
          expect(items.every(({ kind }) => kind === 'element')).toBe(true)
          expect(elementsOf(items)).toEqual(texts)
          expect(items.map(({ index }) => index)).toEqual(texts.map((_, index) => index))
        },
      ),
    )
  })

  test('finds the named list of a top-level object, and only that', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), chunkSizes, (values, sizes) => {
        const other = { conversationsOf: [1], note: '"conversations":[9]', deep: { conversations: [8] } }
        const document = JSON.stringify({ ...other, conversations: values, after: [7] })
        expect(elementsOf(split(bytesOf(document), sizes))).toEqual(values.map((value) => JSON.stringify(value)))
      }),
    )
  })

  test('gives a single object as the only element', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), chunkSizes, (value, sizes) => {
        fc.pre(!Object.keys(value).includes('conversations'))
        const document = JSON.stringify(value)
        expect(elementsOf(split(bytesOf(`\n${document} `), sizes))).toEqual([document])
      }),
    )
  })

  test('cut anywhere, every complete element is given, then what was cut', () => {
    const texts = ['{"a":"x\\"]}"}', '"b,\\\\"', '[1,[2,{}]]', 'null']
    const document = bytesOf(`[${texts.join(', ')}]`)
    for (let end = 1; end < document.length; end++) {
      const items = split(document.slice(0, end), [7])
      const whole = elementsOf(items)
      expect(whole).toEqual(texts.slice(0, whole.length))
      expect(['cut', 'unclosed']).toContain(items.at(-1)?.kind)
      if (items.at(-1)?.kind === 'cut') expect(items.at(-1)?.index).toBe(whole.length)
    }
  })

  test('passes over what is too large or too deep, and goes on', () => {
    const large = JSON.stringify({ title: 'large', text: 'x'.repeat(500) })
    const deep = '['.repeat(200) + ']'.repeat(200)
    const document = bytesOf(`[1,${large},2,${deep},3]`)
    const items = split(document, [64], { ...OPTIONS, maxElementBytes: 450 })
    expect(elementsOf(items)).toEqual(['1', '2', '3'])
    const over = items.filter((item) => item.kind === 'oversized')
    expect(over.map(({ index, why }) => [index, why])).toEqual([
      [1, 'size'],
      [3, 'depth'],
    ])
    expect(textOf(over[0]!.head)).toContain('"title":"large"')
  })

  test('knows what is no JSON list or object at the first byte that tells', () => {
    for (const text of ['<html>', 'PK', '42', '\0\0\0', '']) {
      const splitter = new ElementSplitter(OPTIONS)
      splitter.push(bytesOf(text))
      splitter.end()
      expect(splitter.notJson).toBe(true)
    }
  })
})
