import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'

/** 24 English BIP39 words of a 32-byte root seed. The entropy is the Ed25519 seed itself. */
export const wordsOf = (seed: Uint8Array): string[] => entropyToMnemonic(seed, wordlist).split(' ')

/** The root seed (32 bytes) of 24 words, in any case and spacing; undefined where a word or the checksum is wrong. */
export function seedOf(words: string): Uint8Array | undefined {
  const given = words.normalize('NFKD').trim().toLowerCase().split(/\s+/)
  if (given.length !== 24) return undefined
  try {
    return mnemonicToEntropy(given.join(' '), wordlist)
  } catch {
    return undefined
  }
}
