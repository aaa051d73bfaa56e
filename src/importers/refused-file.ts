import type { RefusedFile } from '../domain/ports/importing.ts'

/** Thrown by the reader of exports where a whole file is refused; `refused` says why, in plain words. */
export class RefusedFileError extends Error {
  override readonly name = 'RefusedFileError'
  readonly refused: RefusedFile

  constructor(code: RefusedFile['code'], message: string) {
    super(message)
    this.refused = { code, message }
  }
}
