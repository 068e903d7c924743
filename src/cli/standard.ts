import path from 'node:path'
import type { Language } from '#base/bilingual.ts'
import type { Column, Table } from '#standard/table.ts'
import { findTable, standardVersion, tables } from '#standard/tables.ts'
import { type Call, type Command, findText, isSet, type Surroundings, wrongUsage } from './command.ts'
import { textTable } from './text-table.ts'

function getTableNamed(name: string): Table {
  const found = findTable(name) ?? tables.find((each) => each.title === name)
  if (found !== undefined) return found
  throw wrongUsage({
    zh: `标准中没有表“${name}”；全部表见 fangxian standard。`,
    en: `The standard has no table "${name}"; fangxian standard lists all of them.`,
  })
}

function columnRow(column: Column, key: readonly string[], language: Language): string[] {
  const words = language === 'zh' ? { key: '主键', required: '必填' } : { key: 'key', required: 'required' }
  const marks = [key.includes(column.name) ? words.key : '', column.required === true ? words.required : '']
  const codes = Object.entries(column.codes ?? {}).map(([code, title]) => `${code} ${title}`)
  return [
    `  ${column.name}`,
    column.type,
    column.title,
    column.code ?? '',
    marks.filter((mark) => mark !== '').join(' '),
    codes.join(' · '),
  ]
}

function describeTable(table: Table, language: Language): string {
  const rows = table.columns.map((column) => columnRow(column, table.key, language))
  return `${table.name} ${table.title}\n${textTable(rows)}`
}

function listTables(language: Language): string {
  const rows = tables.map((table) => [`  ${table.name}`, table.title, String(table.columns.length)])
  const heading =
    language === 'zh'
      ? `监督数据标准第 ${standardVersion} 版：${tables.length} 张表（表名、中文名、列数）\n`
      : `Supervision data standard, version ${standardVersion}: ${tables.length} tables (name, title, columns)\n`
  return heading + textTable(rows, [2])
}

async function showStandard({ operands, values }: Call, surroundings: Surroundings): Promise<number> {
  const { language, print, workingDirectory } = surroundings
  const [name] = operands
  const chosen = name === undefined ? tables : [getTableNamed(name)]
  const templates = findText(values, 'templates')
  if (templates !== undefined) {
    const directory = path.resolve(workingDirectory, templates)
    const { writeTemplates } = await import('./write-templates.ts')
    await writeTemplates(chosen, directory, surroundings)
    const count = chosen.length
    print(
      language === 'zh'
        ? `已在 ${directory} 写入 ${count} 个模板。\n`
        : `${count} templates are in ${directory}.\n`,
    )
    return 0
  }
  if (isSet(values, 'json')) {
    print(`${JSON.stringify({ standard_version: standardVersion, tables: chosen }, null, 2)}\n`)
    return 0
  }
  print(
    name === undefined
      ? listTables(language)
      : chosen.map((each) => describeTable(each, language)).join('\n'),
  )
  return 0
}

export const standardCommand: Command = {
  name: 'standard',
  summary: { zh: '监督数据标准：表、列、代码', en: 'The data standard: tables, columns, codes' },
  operands: '[TABLE]',
  operandCount: { min: 0, max: 1 },
  options: {
    templates: {
      value: 'DIR',
      text: {
        zh: '为每张表（或指定的表）写一个可填写的 .xlsx 模板',
        en: 'Write an .xlsx template to fill in for each table, or for the one named',
      },
    },
    json: { text: { zh: '输出 JSON', en: 'Print JSON' } },
  },
  examples: [
    { line: 'fangxian standard', text: { zh: '有哪些表', en: 'All tables' } },
    {
      line: 'fangxian standard --templates 模板',
      text: { zh: '全部 38 张表的模板', en: 'Templates of all 38 tables' },
    },
    {
      line: 'fangxian standard payment',
      text: { zh: '一张表的列与代码', en: 'The columns and codes of a table' },
    },
  ],
  run: showStandard,
}
