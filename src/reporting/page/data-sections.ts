import { groupedCount } from '#base/grouped-count.ts'
import type { InputFile, QualityRemark, RunSummary, TableCoverage } from '#screening/finding.ts'
import { getColumn, getTable } from '#standard/tables.ts'
import { bilingual, both, type Markup, markup, noMarkup } from './markup.ts'

/** What the run read and how good it was: files with their accounting, tables with their dates, remarks. */
export function dataSection(summary: RunSummary): Markup {
  return markup`<section id="data" class="card"><h2>${both('数据质量', 'The data')}</h2>
<h3>${both('数据文件', 'Input files')}</h3><p class="hint">${both('读取 = 载入 + 拒收 + 重复；拒收的每一行连同原因见 rejects.csv。', 'Read = loaded + rejected + repeated; every rejected row and why is in rejects.csv.')}</p>${inputTable(summary.inputs)}
<h3>${both('数据表覆盖', 'Tables and their dates')}</h3>${coverageTable(summary.coverage)}
${summary.quality.length === 0 ? noMarkup : markup`<h3>${both('数据质量提示', 'Remarks on quality')}</h3>${qualityTable(summary.quality)}`}
</section>`
}

function head(...titles: readonly (readonly [string, string, 'number'?])[]): Markup {
  const cells = titles.map(([zh, en, kind]) =>
    kind === undefined
      ? markup`<th scope="col">${both(zh, en)}</th>`
      : markup`<th scope="col" class="number">${both(zh, en)}</th>`,
  )
  return markup`<thead><tr>${cells}</tr></thead>`
}

function count(value: number, alarm: 'alarm' | '' = ''): Markup {
  return markup`<td class="number ${value > 0 ? alarm : ''}">${groupedCount(value)}</td>`
}

function tableName(name: string, title: string): Markup {
  return markup`${title} <code class="faint">${name}</code>`
}

function inputTable(inputs: readonly InputFile[]): Markup {
  const rows = inputs.map(
    (input) =>
      markup`<tr><td class="file">${input.file}</td><td>${tableName(input.table, getTable(input.table).title)}</td>${count(input.rowsRead)}${count(input.rowsLoaded)}${count(input.rowsRejected, 'alarm')}${count(input.rowsRepeated)}<td><code class="digest" title="${input.sha256}">${input.sha256.slice(0, 12)}</code></td></tr>`,
  )
  const sum = (value: (input: InputFile) => number) =>
    count(inputs.reduce((total, each) => total + value(each), 0))
  return markup`<div class="scroll"><table class="grid">${head(['文件', 'File'], ['数据表', 'Table'], ['读取', 'Read', 'number'], ['载入', 'Loaded', 'number'], ['拒收', 'Rejected', 'number'], ['重复', 'Repeated', 'number'], ['SHA-256', 'SHA-256'])}
<tbody>${rows}</tbody><tfoot><tr><th scope="row" colspan="2">${both('合计', 'Total')}</th>${sum((each) => each.rowsRead)}${sum((each) => each.rowsLoaded)}${sum((each) => each.rowsRejected)}${sum((each) => each.rowsRepeated)}<td></td></tr></tfoot></table></div>`
}

function coverageTable(coverage: readonly TableCoverage[]): Markup {
  const rows = coverage.map((table) => {
    const missing = table.missingMonths.length === 0 ? '' : table.missingMonths.join('、')
    return markup`<tr><td>${tableName(table.table, table.title)}</td><td class="number ${table.rows === 0 ? 'alarm' : ''}">${groupedCount(table.rows)}</td>${count(table.rowsRejected, 'alarm')}<td>${table.firstDate ?? '—'}</td><td>${table.lastDate ?? '—'}</td><td class="missing">${missing}</td></tr>`
  })
  return markup`<div class="scroll"><table class="grid">${head(['数据表', 'Table'], ['行数', 'Rows', 'number'], ['拒收', 'Rejected', 'number'], ['最早日期', 'First date'], ['最晚日期', 'Last date'], ['缺少的月份', 'Missing months'])}<tbody>${rows}</tbody></table></div>`
}

function qualityTable(remarks: readonly QualityRemark[]): Markup {
  const rows = remarks.map((remark) => {
    const table = getTable(remark.table)
    const column = table.columns.some(({ name }) => name === remark.column)
      ? getColumn(table, remark.column).title
      : remark.column
    return markup`<tr><td>${tableName(remark.table, table.title)}</td><td>${column}</td><td>${bilingual(remark.text)}</td>${count(remark.rows)}<td class="example">${remark.example}</td></tr>`
  })
  return markup`<div class="scroll"><table class="grid">${head(['数据表', 'Table'], ['字段', 'Column'], ['问题', 'Remark'], ['行数', 'Rows', 'number'], ['例', 'Example'])}<tbody>${rows}</tbody></table></div>`
}
