import type { Bilingual } from '#base/bilingual.ts'

/** For the menu, which everybody loads: the rest of the texts comes with the pages. */
export const samplingTitle = { zh: '稽核', en: 'Internal audit' } as const satisfies Bilingual
