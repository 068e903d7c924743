import type { Bilingual, Language } from '#base/bilingual.ts'
import type { Column, ColumnType, Table } from './table.ts'

/**
 * An empty workbook per table, for whoever has no system that exports the standard's files. Plain data in the form
 * that the writer of .xlsx files takes; the CLI hands it over.
 */
export interface TemplateColumn {
  readonly header: string
  readonly width: number
  readonly kind: 'text' | 'wrapped' | 'yuan'
  readonly choices?: readonly string[]
  /** Required columns are set apart by colour. */
  readonly isInput?: boolean
}

export interface TemplateSheet {
  readonly name: string
  readonly heading?: readonly string[]
  readonly columns: readonly TemplateColumn[]
  readonly rows: readonly (readonly (string | null)[])[]
}

const typeTitles: Readonly<Record<ColumnType, Bilingual>> = {
  id: { zh: '编号', en: 'id' },
  text: { zh: '文本', en: 'text' },
  code: { zh: '代码', en: 'code' },
  int: { zh: '整数', en: 'whole number' },
  money: { zh: '金额（元）', en: 'money (yuan)' },
  rate: { zh: '比率', en: 'rate' },
  date: { zh: '日期', en: 'date' },
  month: { zh: '年月', en: 'month' },
  timestamp: { zh: '时间', en: 'time' },
  bool: { zh: '是否', en: 'yes or no' },
}

const writings: Readonly<Record<ColumnType, Bilingual>> = {
  id: { zh: '按文本填写，保留前导零。', en: 'Written as text; leading zeros count.' },
  text: { zh: '按原文填写。', en: 'Written as it is.' },
  code: { zh: '从下拉列表选择名称，或填写代码。', en: 'A title from the drop-down, or its code.' },
  int: { zh: '只填数字，如 12。', en: 'Digits only, such as 12.' },
  money: {
    zh: '以元为单位，最多两位小数，如 1234.50；负数前加减号。',
    en: 'In yuan with at most two decimals, such as 1234.50; a minus for negative.',
  },
  rate: { zh: '小数，最多六位，如 0.08；不用百分号。', en: 'A decimal such as 0.08; no percent sign.' },
  date: { zh: '如 2024-03-15。', en: 'Such as 2024-03-15.' },
  month: { zh: '如 2024-03。', en: 'Such as 2024-03.' },
  timestamp: {
    zh: '北京时间，如 2024-03-15 18:31:05。',
    en: 'Beijing time, such as 2024-03-15 18:31:05.',
  },
  bool: { zh: '是 或 否。', en: '是 (yes) or 否 (no).' },
}

const identityWriting: Bilingual = {
  zh: '18 位证件号码，按文本填写；15 位的自动转换。',
  en: '18 characters, written as text; 15 digits are converted.',
}
const longNumberWriting: Bilingual = {
  zh: '按文本填写；超过 15 位的号码若存成数字会丢失末位，该行将被拒绝。',
  en: 'Written as text: as a number it loses its last digits beyond 15, and the row is rejected.',
}

const words = {
  guide: { zh: '填写说明', en: 'How to fill in' },
  column: { zh: '列名', en: 'Column' },
  title: { zh: '标题', en: 'Title' },
  type: { zh: '类型', en: 'Type' },
  required: { zh: '必填', en: 'Required' },
  codes: { zh: '代码与名称', en: 'Codes and titles' },
  nationalCode: { zh: '国家指标代码', en: 'National code' },
  writing: { zh: '填写方法', en: 'How to write it' },
  yes: { zh: '是', en: 'yes' },
} as const satisfies Record<string, Bilingual>

function writingOf({ name, type }: Column): Bilingual {
  if (name === 'id_number' || name.endsWith('_id_number')) return identityWriting
  if (type === 'text' && /_(number|account|code)$/.test(name)) return longNumberWriting
  return writings[type]
}

function choicesOf(column: Column): readonly string[] | undefined {
  if (column.type === 'bool') return ['是', '否']
  return column.codes === undefined ? undefined : Object.values(column.codes)
}

const widthOf: Readonly<Record<ColumnType, number>> = {
  id: 18,
  text: 20,
  code: 16,
  int: 10,
  money: 14,
  rate: 10,
  date: 13,
  month: 11,
  timestamp: 21,
  bool: 8,
}

function inputColumn(column: Column): TemplateColumn {
  const choices = choicesOf(column)
  return {
    header: column.title,
    // A Chinese character is two wide; the filter's arrow needs two more.
    width: Math.max(widthOf[column.type], column.title.length * 2 + 2),
    kind: column.type === 'money' ? 'yuan' : 'text',
    isInput: column.required === true,
    ...(choices === undefined ? {} : { choices }),
  }
}

function keySentence(table: Table): Bilingual {
  const titles = table.key.map((name) => table.columns.find((each) => each.name === name)?.title ?? name)
  return {
    zh: `主键：${titles.join(' + ')}；主键相同而内容不同的行会被拒绝，完全相同的行只计一次。`,
    en: `Key: ${table.key.join(' + ')}; a second row with the same key is rejected if it differs and dropped if it does not.`,
  }
}

function guideSheet(table: Table, language: Language): TemplateSheet {
  const say = (text: Bilingual): string => text[language]
  const heading: readonly Bilingual[] = [
    { zh: `${table.title}（${table.name}）填写说明`, en: `${table.title} (${table.name}): how to fill in` },
    {
      zh: `数据填在“${table.title}”工作表，第一行表头不要改动；黄色表头为必填列，空行自动忽略。`,
      en: `Rows go into the sheet “${table.title}”; leave its first row as it is. Yellow headers are required, blank rows are ignored.`,
    },
    keySentence(table),
    {
      zh: `文件名须为 ${table.name} 或 ${table.title}，后面可接“-”或“.”加任意文字。`,
      en: `The file is named ${table.name} or ${table.title}, with anything after a “-” or “.”.`,
    },
  ]
  return {
    name: say(words.guide),
    heading: heading.map(say),
    columns: [
      { header: say(words.column), width: 32, kind: 'text' },
      { header: say(words.title), width: 22, kind: 'text' },
      { header: say(words.type), width: 13, kind: 'text' },
      { header: say(words.required), width: 8, kind: 'text' },
      { header: say(words.nationalCode), width: 14, kind: 'text' },
      { header: say(words.writing), width: 44, kind: 'wrapped' },
      { header: say(words.codes), width: 50, kind: 'wrapped' },
    ],
    rows: table.columns.map((column) => [
      column.name,
      column.title,
      say(typeTitles[column.type]),
      column.required === true ? say(words.yes) : null,
      column.code ?? null,
      say(writingOf(column)),
      column.codes === undefined
        ? null
        : Object.entries(column.codes)
            .map(([code, title]) => `${code} ${title}`)
            .join('；'),
    ]),
  }
}

/** The sheet to fill in, then the one that explains it. */
export function templateSheets(table: Table, language: Language = 'zh'): TemplateSheet[] {
  const input: TemplateSheet = { name: table.title, columns: table.columns.map(inputColumn), rows: [] }
  return [input, guideSheet(table, language)]
}

/** `payment-待遇发放明细.xlsx`: recognised by its first part when it comes back filled in. */
export function templateFileName(table: Table): string {
  return `${table.name}-${table.title}.xlsx`
}
