import { readTemplateFile } from '#platform/docx/read-template.ts'
import { type LetterCode, letterTemplates } from './letter-list.ts'

/** What clerks may write between braces in the letters' files. */

/** Single values, and tables by their columns. */
export const letterTags = {
  文号: null,
  机构: null,
  日期: null,
  收文: null,
  案件编号: null,
  事由: null,
  依据: null,
  期限: null,
  联系人: null,
  查明事实: null,
  结论: null,
  性质: null,
  损失合计: null,
  应退金额: null,
  已退金额: null,
  尚欠金额: null,
  疑点: ['规则', '金额', '核查结论'],
  逐月: ['年月', '损失'],
  底稿: ['核查方式', '核查日期', '核查内容', '核查结果'],
  计划: ['退还期限', '退还金额'],
} as const satisfies Readonly<Record<string, readonly string[] | null>>
export type LetterTag = keyof typeof letterTags

/** What a template is filled with: every tag, so that none is ever empty by mistake. */
export type LetterValues = {
  readonly [Tag in LetterTag]: (typeof letterTags)[Tag] extends readonly string[]
    ? readonly Readonly<Record<string, string>>[]
    : string
}

export type ReadTemplate = (code: LetterCode) => Promise<Buffer>

/** From a folder of .docx files that clerks edit with their word processor. */
export function templatesIn(folder: string): ReadTemplate {
  return (code) => readTemplateFile(folder, letterTemplates[code].file)
}
