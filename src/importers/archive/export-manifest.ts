import { asList, asObject } from '../raw-values.ts'
import type { ZipEntry } from './zip-directory.ts'

/** True for the file in which ChatGPT exports since 2026 list their parts. */
export const isManifest = (entry: ZipEntry): boolean => /(^|\/)export_manifest\.json$/.test(entry.name)

/**
 * Names of the files that together hold the conversations, in order, from the bytes of a manifest
 * `{logical_files: {"conversations.json": {files: […]}}}`. Empty where it says nothing usable: then all files count.
 */
export function readManifest(bytes: Uint8Array): string[] {
  try {
    const manifest: unknown = JSON.parse(new TextDecoder().decode(bytes))
    const conversations = asObject(asObject(asObject(manifest)['logical_files'])['conversations.json'])
    return asList(conversations['files']).filter((name) => typeof name === 'string')
  } catch {
    return []
  }
}
