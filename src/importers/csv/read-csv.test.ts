import { expect, test } from 'vitest'
import { utf8 } from '../../domain/bytes.ts'
import { readCsv } from './read-csv.ts'

const fieldsOf = (text: string): (readonly string[])[] => [...readCsv(utf8(text))].map(({ fields }) => fields)

test('reads quotes, commas, line ends and doubled quotes inside fields', () => {
  expect(fieldsOf('a,b\r\n"1,""x""\n2",ü\r\n\r\n"",\n')).toEqual([
    ['a', 'b'],
    ['1,"x"\n2', 'ü'],
    ['', ''],
  ])
})

test('keeps what is against the rules', () => {
  expect(fieldsOf('a"b",c\r\n"x"y,z')).toEqual([
    ['a"b"', 'c'],
    ['xy', 'z'],
  ])
  expect(fieldsOf('a\rb,c\r')).toEqual([['a\rb', 'c']])
})

test('says where each record stands, and that the last is cut off', () => {
  const bytes = utf8('a,"ü"\r\nb,"c\nd')
  const found = [...readCsv(bytes)]
  expect(found.map(({ start, end }) => new TextDecoder().decode(bytes.subarray(start, end)))).toEqual([
    'a,"ü"',
    'b,"c\nd',
  ])
  expect(found.map(({ cut }) => cut)).toEqual([false, true])
})

test('ends for any bytes', () => {
  for (const text of ['', '"', ',', '\r', '\n', '""', '","', '"a"\r"', '\r\r\n,'])
    expect(() => fieldsOf(text)).not.toThrow()
  const started = performance.now()
  fieldsOf('"'.repeat(1_000_001))
  fieldsOf('"x"y\r'.repeat(200_000))
  expect(performance.now() - started).toBeLessThan(3000)
})
