import { currentLanguage, element, groupDigits, say, sayBoth } from './text.client.js'

/** The drill-down: everything the page knows of one finding, its evidence in columns that people can read. */

function columnTitle(name, column) {
  return currentLanguage() === 'zh' ? column.title : name.replaceAll('_', ' ')
}

function isNumber(column) {
  return column.type === 'money' || column.type === 'int' || column.type === 'rate'
}

function printed(value, column) {
  if (value === null || value === undefined || value === '') return '—'
  if (column.type === 'money') return groupDigits(value)
  if (column.type === 'bool') return value === true ? say('是', 'yes') : say('否', 'no')
  if (column.type === 'timestamp') return value.replace('T', ' ')
  if (column.type === 'code') return currentLanguage() === 'zh' ? (column.codes?.[value] ?? value) : value
  return value
}

function valueCell(value, column) {
  const text = printed(value, column)
  const hint = text === value || value === null ? undefined : String(value)
  const kind = isNumber(column) ? 'number' : column.type === 'id' ? 'id' : column.type
  return element('td', { class: kind, title: column.type === 'code' ? hint : undefined }, text)
}

/** Rows of one table with the same columns, in their order. */
function evidenceTable(page, shape, rows, isContext) {
  const table = page.tables[shape.table]
  const columns = shape.columns.map((name) => [name, table.columns[name]])
  // A key of one column that is among the values would stand there twice.
  const hasKey = table.key.length > 1 || !shape.columns.includes(table.key[0])
  const hasAmount = !isContext && rows.some((row) => row.amount !== '0.00')
  const heads = columns.map(([name, column]) =>
    element(
      'th',
      { scope: 'col', class: isNumber(column) ? 'number' : undefined },
      columnTitle(name, column),
    ),
  )
  if (hasKey) heads.unshift(element('th', { scope: 'col' }, say('记录', 'record')))
  if (hasAmount) heads.push(element('th', { scope: 'col', class: 'number' }, say('计入金额', 'counted')))
  const lines = rows.map((row) => {
    const cells = columns.map(([, column], index) => valueCell(row.values[index], column))
    if (hasKey) cells.unshift(element('td', { class: 'id' }, row.key))
    if (hasAmount) cells.push(element('td', { class: 'number' }, groupDigits(row.amount)))
    return element('tr', undefined, ...cells)
  })
  const title = `${currentLanguage() === 'zh' ? table.title : shape.table.replaceAll('_', ' ')} · ${rows.length} ${say('行', 'rows')}`
  const note = isContext
    ? element('span', { class: 'context' }, say('背景，不计入', 'context, not counted'))
    : undefined
  return element(
    'div',
    { class: 'evidence' },
    element('h4', undefined, title, ' ', note),
    element(
      'div',
      { class: 'scroll' },
      element(
        'table',
        { class: 'grid evidence-table' },
        element('thead', undefined, element('tr', undefined, ...heads)),
        element('tbody', undefined, ...lines),
      ),
    ),
  )
}

function evidenceTables(page, finding) {
  const groups = new Map()
  for (const row of finding.rows) {
    const name = `${row.shape}/${row.isContext}`
    if (!groups.has(name)) groups.set(name, [])
    groups.get(name).push(row)
  }
  return [...groups.values()].map((rows) =>
    evidenceTable(page, page.shapes[rows[0].shape], rows, rows[0].isContext),
  )
}

function evidenceNote(finding) {
  const shown = finding.rows.filter((row) => !row.isContext).length
  if (finding.evidenceCount === shown) return undefined
  const left = groupDigits(finding.evidenceCount - shown)
  return element(
    'p',
    { class: 'hint' },
    say(
      `共 ${groupDigits(finding.evidenceCount)} 行证据，这里显示金额最大的 ${shown} 行，其余 ${left} 行见 findings.jsonl（疑点编号 ${finding.id}）。`,
      `${groupDigits(finding.evidenceCount)} evidence rows; the ${shown} largest are shown, ${left} more are in findings.jsonl (finding ${finding.id}).`,
    ),
  )
}

export function findingDetail(page, finding) {
  const rule = page.rulesByCode.get(finding.rule)
  return element(
    'div',
    { class: 'detail-body' },
    element('p', { class: 'detail-explanation' }, finding.explanation),
    element(
      'p',
      { class: 'detail-facts' },
      element('span', undefined, say('疑点编号 ', 'Finding '), element('code', undefined, finding.id)),
      element(
        'a',
        { href: `#rule-${finding.rule}` },
        `${finding.rule} ${rule === undefined ? '' : sayBoth(rule.title)}`,
      ),
    ),
    rule === undefined || rule.check === ''
      ? undefined
      : element(
          'p',
          { class: 'detail-check' },
          element('strong', undefined, say('核查要点：', 'What to check: ')),
          rule.check,
        ),
    ...evidenceTables(page, finding),
    evidenceNote(finding),
  )
}
