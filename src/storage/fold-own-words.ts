import type { Transaction } from 'dexie'
import { foldWord } from '../domain/own-words.ts'
import type { OwnWordRow } from './database.ts'

/** Keys of own words as they are compared now: an apostrophe or hyphen has one form. Words that are one now are one row. */
export async function foldOwnWords(transaction: Transaction): Promise<void> {
  const table = transaction.table<OwnWordRow, string>('ownWords')
  const rows = await table.toArray()
  await table.clear()
  await table.bulkPut(rows.map((row) => ({ ...row, folded: foldWord(row.word) })))
}
