import type { Bilingual } from '#base/bilingual.ts'

/** For the menu, which everybody loads: the rest of the texts comes with the page. */
export const calendarTitle = { zh: '日历', en: 'Calendar' } as const satisfies Bilingual
