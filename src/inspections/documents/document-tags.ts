import type { Bilingual } from '#base/bilingual.ts'

/** The two documents of an inspection, their files under `templates/inspections/`, and what they are filled with. */

export const documents = {
  notice: { title: { zh: '检查通知书', en: 'notice of inspection' }, file: 'notice.docx', word: '检通' },
  opinion: {
    title: { zh: '检查意见书', en: 'opinion on the inspection' },
    file: 'opinion.docx',
    word: '检意',
  },
} as const satisfies Readonly<Record<string, { title: Bilingual; file: string; word: string }>>
export type DocumentCode = keyof typeof documents
export const documentCodes = Object.keys(documents) as [DocumentCode, ...DocumentCode[]]

/** Single values, and tables by their columns. */
export const documentTags = {
  文号: null,
  机构: null,
  日期: null,
  收文: null,
  检查事项: null,
  检查类型: null,
  检查方式: null,
  检查内容: null,
  依据: null,
  检查期间: null,
  检查时间: null,
  组长: null,
  联系人: null,
  检查情况: null,
  单位意见: null,
  通知书文号: null,
  检查组: ['姓名', '职责'],
  问题: ['问题序号', '问题', '具体情况', '问题依据', '涉及人数', '涉及金额'],
  整改: ['整改序号', '整改方式', '整改要求', '整改责任', '整改期限'],
} as const satisfies Readonly<Record<string, readonly string[] | null>>

export const knownTags: ReadonlySet<string> = new Set(
  Object.entries(documentTags).flatMap(([tag, columns]) => [tag, ...(columns ?? [])]),
)

export type DocumentValues = {
  -readonly [Tag in keyof typeof documentTags]: (typeof documentTags)[Tag] extends readonly string[]
    ? Record<string, string>[]
    : string
}
