import type { Bilingual } from '#base/bilingual.ts'

/** For the menu, which everybody loads: the rest of the texts comes with the page. */
export const dutiesTitle = { zh: '履职', en: 'Duties' } as const satisfies Bilingual
