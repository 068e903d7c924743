import { formatDay, formatMonth } from '#base/calendar-math.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { maskName } from '#base/names.ts'
import type { Level } from './finding.ts'
import type { AnyRule, Explained, FactType } from './rule.ts'

/** A row of the table `finding`, parsed. */
export interface FindingRow {
  readonly level: Level
  readonly subjectId: string
  readonly findingId: string
  readonly amountFen: bigint
  readonly monthFrom: number | null
  readonly monthTo: number | null
  readonly dayFrom: number | null
  readonly dayTo: number | null
  readonly evidenceCount: number
  readonly factValues: readonly (string | null)[]
  readonly personName: string | null
  readonly region: string | null
}

/** Months where rows with money have them, else days, else empty (core-rules, Precisely). */
export function formatPeriod(row: FindingRow): { periodFrom: string; periodTo: string } {
  if (row.monthFrom !== null && row.monthTo !== null) {
    return { periodFrom: formatMonth(row.monthFrom), periodTo: formatMonth(row.monthTo) }
  }
  if (row.dayFrom !== null && row.dayTo !== null) {
    return { periodFrom: formatDay(row.dayFrom), periodTo: formatDay(row.dayTo) }
  }
  return { periodFrom: '', periodTo: '' }
}

function formatFact(type: FactType, value: string | null): string | null {
  if (value === null) return null
  if (type === 'day') return formatDay(Number(value))
  if (type === 'month') return formatMonth(Number(value))
  return type === 'fen' ? formatYuanGrouped(BigInt(value)) : value
}

function nameSubject(rule: AnyRule, subjectId: string, personName: string): string {
  switch (rule.subjectKind) {
    case 'person':
      return personName === '' ? `个人编号 ${subjectId}` : `${personName}（个人编号 ${subjectId}）`
    case 'staff':
      if (subjectId.startsWith('account:')) return `系统账号 ${subjectId.slice('account:'.length)}`
      return personName === '' ? `工号 ${subjectId}` : `${personName}（工号 ${subjectId}）`
    case 'account':
      return `银行账号 ${subjectId}`
    case 'batch':
      return `支付批次 ${subjectId}`
    case 'order':
      return `业务单 ${subjectId}`
    case 'employer':
      return `单位 ${subjectId}`
    case 'card':
      return `社保卡 ${subjectId}`
    case 'user_account':
      return `系统账号 ${subjectId}`
    case 'fund_account':
      return `基金账户 ${subjectId}`
    case 'bank_transaction':
      return `基金账户 ${subjectId.replace(/#(-?\d+)$/, ' 第 $1 号流水')}`
    case 'reconciliation':
      return `对账记录 ${subjectId}`
    case 'agency':
      return personName === '' ? `机构 ${subjectId}` : personName
    case 'feed':
      return `数据 ${subjectId}`
  }
}

export function explained(
  rule: AnyRule,
  row: FindingRow,
  parameters: Readonly<Record<string, string>>,
  isUnmasked: boolean,
): Explained {
  const name = row.personName ?? ''
  const facts = Object.entries(rule.facts).map(([fact, type], index) => [
    fact,
    formatFact(type, row.factValues[index] ?? null),
  ])
  return {
    who: nameSubject(rule, row.subjectId, isUnmasked ? name : maskName(name)),
    subjectId: row.subjectId,
    level: row.level,
    amount: formatYuanGrouped(row.amountFen),
    ...formatPeriod(row),
    evidenceCount: row.evidenceCount,
    facts: Object.fromEntries(facts),
    parameters,
  }
}
