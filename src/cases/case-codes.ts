import type { Bilingual } from '#base/bilingual.ts'
import { intents, measureKinds, methods, natures, verdicts } from './case-status.ts'
import { letterTemplates } from './letters/letter-list.ts'

/** How something reached somebody: of notices, letters and reminders. */
export const channels = {
  IN_PERSON: { zh: '当面', en: 'in person' },
  PHONE: { zh: '电话', en: 'by phone' },
  MAIL: { zh: '邮寄', en: 'by mail' },
  MESSAGE: { zh: '短信或政务消息', en: 'by message' },
  LEFT_IN_PLACE: { zh: '留置送达', en: 'left in place' },
  PUBLIC_NOTICE: { zh: '公告', en: 'by public notice' },
} as const satisfies Readonly<Record<string, Bilingual>>

export const planKinds = {
  ONCE: { zh: '一次退还', en: 'at once' },
  INSTALMENTS: { zh: '分期退还', en: 'in instalments' },
  OFFSET: { zh: '从待遇中抵扣', en: 'set off against the benefit' },
} as const satisfies Readonly<Record<string, Bilingual>>

const letterTitles: Readonly<Record<string, Bilingual>> = Object.fromEntries(
  Object.entries(letterTemplates).map(([code, { title }]) => [code, title]),
)

/** What the codes of the forms of cases are called, by the Chinese title of their field. */
export const caseCodes: Readonly<Record<string, Readonly<Record<string, Bilingual>>>> = {
  核查方式: methods,
  结论: verdicts,
  性质: natures,
  主观情形: intents,
  处理方式: measureKinds,
  送达方式: channels,
  催告方式: channels,
  退还方式: planKinds,
  收付方向: { IN: { zh: '收入', en: 'in' }, OUT: { zh: '支出', en: 'out' } },
  文书: letterTitles,
}
