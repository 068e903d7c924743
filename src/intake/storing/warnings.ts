import type { Bilingual } from '#base/bilingual.ts'
import type { Reason } from '#intake/reading/reason.ts'
import type { ManifestInput } from '#standard/manifest.ts'
import { getColumn, getTable, type TableName } from '#standard/tables.ts'

/** What to do about a file most of whose rows were rejected for this reason. */
const remedies: Readonly<Record<Reason, Bilingual>> = {
  required: {
    zh: '必填列为空或缺少该列：请核对表头，或用 fangxian map 生成 mapping.yaml 后补上对应列',
    en: 'a required column is empty or absent: check the header, or draft a mapping.yaml with fangxian map',
  },
  int: { zh: '整数列请只填数字', en: 'integer columns take digits only' },
  money: { zh: '金额请用元、最多两位小数', en: 'amounts are yuan with at most two decimals' },
  rate: { zh: '比例请用小数，不带百分号', en: 'rates are decimals without a percent sign' },
  date: { zh: '日期请写成 2024-03-15', en: 'dates are written 2024-03-15' },
  month: { zh: '年月请写成 2024-03', en: 'months are written 2024-03' },
  timestamp: { zh: '时间请写成 2024-03-15 18:31:05', en: 'timestamps are written 2024-03-15 18:31:05' },
  bool: { zh: '是否列请用 是/否、1/0、Y/N 或 true/false', en: 'booleans are true/false, 1/0, 是/否 or Y/N' },
  code: {
    zh: '代码不在标准代码表中：请用 fangxian map 生成 mapping.yaml，把本地代码对应到标准代码',
    en: 'codes are not in the list: draft a mapping.yaml with fangxian map and give the code for each local value',
  },
  too_many_fields: {
    zh: '字段数多于表头：请检查分隔符，含分隔符的内容应加引号',
    en: 'rows have more fields than the header: check the separator and quote cells that contain it',
  },
  key_conflict: {
    zh: '主键重复而内容不同：请检查是否重复导出或主键列对应错误',
    en: 'keys repeat with different content: check for double exports or a wrong key column',
  },
  precision: {
    zh: '编号被存成了数字而丢失末位：请在表格中把该列设为文本后重新导出',
    en: 'ids were stored as numbers and lost digits: make the column text and export again',
  },
  repeated_header: {
    zh: '表头在正文中重复：请检查文件拼接',
    en: 'the header repeats in the body: check how files were joined',
  },
}

/** Files of which over half was rejected for one reason: shown before everything else. */
export function warnOfRejects(inputs: readonly ManifestInput[]): Bilingual[] {
  return inputs.flatMap(({ file, rows_read: read, reasons }) =>
    Object.entries(reasons)
      .filter(([, rows]) => rows * 2 > read)
      .map(([reason, rows]): Bilingual => {
        const remedy = remedies[reason as Reason]
        return {
          zh: `文件 ${file} 的 ${read} 行中有 ${rows} 行因 ${reason} 被拒绝：${remedy.zh}。`,
          en: `File ${file}: ${rows} of ${read} rows were rejected for ${reason}: ${remedy.en}.`,
        }
      }),
  )
}

export function warnOfReplaced(rows: number): Bilingual[] {
  if (rows === 0) return []
  return [
    {
      zh: `以前交付的 ${rows} 行被本次交付中主键相同而内容不同的行替换，逐项见 changes.csv。`,
      en: `${rows} rows of earlier deliveries were replaced by rows with the same key and other content: changes.csv lists them.`,
    },
  ]
}

export function warnOfColumns(inputs: readonly ManifestInput[]): Bilingual[] {
  return inputs.flatMap((input): Bilingual[] => {
    const { file, unknown_columns: unknown, columns } = input
    const table = getTable(input.table as TableName)
    const lacking = table.columns.filter((column) => !columns.includes(column.name))
    const titles = lacking.map((each) => getColumn(table, each.name).title)
    const warnings: Bilingual[] = []
    if (unknown.length > 0) {
      warnings.push({
        zh: `文件 ${file} 有标准之外的列，未读取：${unknown.join('、')}。`,
        en: `File ${file}: columns that are not in the standard were left out: ${unknown.join(', ')}.`,
      })
    }
    if (lacking.length > 0) {
      warnings.push({
        zh: `文件 ${file} 缺少列：${titles.join('、')}，按空值处理。`,
        en: `File ${file} lacks columns, which count as empty: ${lacking.map((each) => each.name).join(', ')}.`,
      })
    }
    return warnings
  })
}
