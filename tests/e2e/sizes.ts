/** Screens a journey is walked on, CSS pixels. */
export const PHONE = { width: 390, height: 844 } as const
export const DESKTOP = { width: 1440, height: 900 } as const

/** The size a journey is walked on in every run; on both where `EVERY_SIZE` is set, which takes twice as long. */
export const sizes = (usual: typeof PHONE | typeof DESKTOP): readonly { width: number; height: number }[] =>
  process.env['EVERY_SIZE'] ? [PHONE, DESKTOP] : [usual]
