import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { base64urlnopad } from '@scure/base'

/** Lower-case hexadecimal of bytes. */
export const toHex = (bytes: Uint8Array): string => bytesToHex(bytes)

/** Bytes of a hexadecimal string. Throws where it is not one. */
export const fromHex = (hex: string): Uint8Array => hexToBytes(hex)

/** base64url without padding (RFC 4648 §5). */
export const toBase64Url = (bytes: Uint8Array): string => base64urlnopad.encode(bytes)

/** Bytes of base64url without padding. Throws where it is not canonical. */
export const fromBase64Url = (text: string): Uint8Array => base64urlnopad.decode(text)
