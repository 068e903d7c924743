import type { Bilingual } from '#base/bilingual.ts'
import { type Day, lastDayOfMonth, parseDay, parseMonth } from '#base/calendar-math.ts'
import type { Manifest, ManifestTable } from '#standard/manifest.ts'
import { getTable, type TableName } from '#standard/tables.ts'
import type { RuleStatus } from './finding.ts'
import type { Rule } from './rule.ts'

/** All that a judgement of feeds asks of a rule. */
export type NeedsOf = Pick<Rule, 'needs'>

/** A feed that ends longer ago says nothing about the present (standard, Precisely, A run). */
const staleAfterDays = 92
/** Of 1,000 rows: more lost to rejects make a PASS worthless. */
const rejectedPerThousandMax = 50

export interface Judgement {
  readonly status: RuleStatus
  readonly reason: Bilingual | null
  readonly remarks: readonly Bilingual[]
}

function find(manifest: Manifest, table: string): ManifestTable | undefined {
  return manifest.tables.find((each) => each.name === table)
}

function isDelivered(manifest: Manifest, need: string): boolean {
  const [table, column] = need.split('.')
  const delivered = find(manifest, table!)
  return delivered !== undefined && (column === undefined || delivered.columns.includes(column))
}

function titled(need: string): string {
  const [table, column] = need.split('.') as [TableName, string | undefined]
  const definition = getTable(table)
  const columnTitle = definition.columns.find((each) => each.name === column)?.title
  return columnTitle === undefined ? definition.title : `${definition.title}的${columnTitle}`
}

/** Why the rule cannot run at all, or null: a table it needs was not delivered. */
export function missingNeeds(rule: NeedsOf, manifest: Manifest): Bilingual | null {
  const missing = rule.needs.filter((anyOf) => !anyOf.some((need) => isDelivered(manifest, need)))
  if (missing.length === 0) return null
  return {
    zh: `缺少数据：${missing.map((anyOf) => anyOf.map(titled).join('或')).join('、')}`,
    en: `not delivered: ${missing.map((anyOf) => anyOf.join(' or ')).join(', ')}`,
  }
}

function dayOfText(text: string): Day | null {
  const month = parseMonth(text)
  return month === null ? parseDay(text) : lastDayOfMonth(month)
}

/** What makes a table too weak for a PASS, or null. */
function weakness(table: ManifestTable, asOf: Day): Bilingual | null {
  const { title } = getTable(table.name as TableName)
  if (table.rows === 0) return { zh: `${title}没有数据`, en: `${table.name} is empty` }
  const rows = table.rows + table.rows_rejected
  if (table.rows_rejected * 1000 > rows * rejectedPerThousandMax) {
    return {
      zh: `${title}有 ${table.rows_rejected} 行被拒收，超过 5%`,
      en: `${table.name} lost ${table.rows_rejected} rows to rejects, more than 5 %`,
    }
  }
  const newest = table.last_date === null ? null : dayOfText(table.last_date)
  if (newest !== null && asOf - newest > staleAfterDays) {
    return {
      zh: `${title}只到 ${table.last_date}，比截止日早 ${asOf - newest} 天`,
      en: `${table.name} ends on ${table.last_date}, ${asOf - newest} days before as_of`,
    }
  }
  return null
}

/** Delivered tables among those the rule needs: every one of them must be sound for a PASS. */
function neededTables(rule: NeedsOf, manifest: Manifest): ManifestTable[] {
  const names = new Set(rule.needs.flat().map((need) => need.split('.')[0]!))
  return manifest.tables.filter((table) => names.has(table.name))
}

function optionalMissing(tablesRead: readonly TableName[], manifest: Manifest): Bilingual[] {
  return tablesRead
    .filter((name) => find(manifest, name) === undefined)
    .map((name) => ({
      zh: `没有${getTable(name).title}，按空表处理`,
      en: `${name} was not delivered and counts as empty`,
    }))
}

/** The outcome of a rule that ran: HIT, PASS, or NOT_EVALUATED where a PASS would promise too much. */
export function judge(
  rule: NeedsOf,
  tablesRead: readonly TableName[],
  manifest: Manifest,
  asOf: Day,
  findings: number,
): Judgement {
  const remarks = optionalMissing(tablesRead, manifest)
  const weaknesses = neededTables(rule, manifest)
    .map((table) => weakness(table, asOf))
    .filter((each) => each !== null)
  if (findings > 0) return { status: 'HIT', reason: null, remarks: [...weaknesses, ...remarks] }
  const [first] = weaknesses
  if (first === undefined) return { status: 'PASS', reason: null, remarks }
  return {
    status: 'NOT_EVALUATED',
    reason: {
      zh: weaknesses.map((each) => each.zh).join('；'),
      en: weaknesses.map((each) => each.en).join('; '),
    },
    remarks,
  }
}
