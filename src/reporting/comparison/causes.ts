import type { Bilingual } from '#base/bilingual.ts'
import { getTable, type TableName, tables } from '#standard/tables.ts'
import type { RuleRecord, RunRecord } from './run-record.ts'

export type CauseKind =
  | 'rule_added'
  | 'rule_removed'
  | 'status'
  | 'data'
  | 'parameters'
  | 'rule_version'
  | 'sql'
  | 'as_of'
  | 'program_version'
  | 'standard_version'
  | 'unrecorded'

/** Something that differs between two runs and may change what a rule finds. */
export interface Cause {
  readonly kind: CauseKind
  readonly text: Bilingual
}

/** The tables that a rule reads; null for a rule that this program does not know: then all of them. */
export type TablesOf = (ruleCode: string) => readonly string[] | null

/** What a table was made of: the digests of its files, and how many of their rows were taken. */
function contents({ inputs }: RunRecord): Map<string, string> {
  const byTable = new Map<string, string[]>()
  for (const { table, sha256, rows_loaded, rows_rejected } of inputs) {
    byTable.set(table, [...(byTable.get(table) ?? []), `${sha256} ${rows_loaded} ${rows_rejected}`])
  }
  return new Map([...byTable].map(([table, files]) => [table, files.toSorted().join('\n')]))
}

/** Tables of the standard that were delivered differently, in its order. */
export function changedTables(before: RunRecord, after: RunRecord): string[] {
  const [old, now] = [contents(before), contents(after)]
  const names = new Set([...tables.map(({ name }) => name as string), ...old.keys(), ...now.keys()])
  return [...names].filter((name) => old.get(name) !== now.get(name))
}

function titleOf(table: string): string {
  return tables.some(({ name }) => name === table) ? getTable(table as TableName).title : table
}

function changed(kind: CauseKind, title: Bilingual, from: string | number, to: string | number): Cause[] {
  if (from === to) return []
  return [{ kind, text: { zh: `${title.zh} ${from} → ${to}`, en: `${title.en} ${from} → ${to}` } }]
}

/** What differs for every rule. */
export function causesOfRun(before: RunRecord, after: RunRecord): Cause[] {
  return [
    ...changed('as_of', { zh: '截止日', en: 'as of' }, before.as_of, after.as_of),
    ...changed(
      'program_version',
      { zh: '程序版本', en: 'program version' },
      before.program_version,
      after.program_version,
    ),
    ...changed(
      'standard_version',
      { zh: '标准版本', en: 'standard version' },
      before.standard_version,
      after.standard_version,
    ),
  ]
}

function parameterCauses(before: RuleRecord, after: RuleRecord): Cause[] {
  const names = new Set([...Object.keys(before.parameters), ...Object.keys(after.parameters)])
  return [...names].toSorted().flatMap((name) => {
    const [from, to] = [before.parameters[name] ?? '–', after.parameters[name] ?? '–']
    return changed('parameters', { zh: `参数 ${name}`, en: `parameter ${name}` }, from, to)
  })
}

function statusCauses(before: RuleRecord, after: RuleRecord): Cause[] {
  const isJudged = ({ status }: RuleRecord): boolean => status === 'HIT' || status === 'PASS'
  if (isJudged(before) && isJudged(after)) return []
  return changed('status', { zh: '规则状态', en: 'status' }, before.status, after.status).map(
    ({ kind, text }) => {
      const [zh, en] = [after.reason ?? before.reason, after.reason_en ?? before.reason_en]
      return {
        kind,
        text: {
          zh: zh === null ? text.zh : `${text.zh}（${zh}）`,
          en: en == null ? text.en : `${text.en} (${en})`,
        },
      }
    },
  )
}

export interface RuleCausesOptions {
  readonly before: RunRecord
  readonly after: RunRecord
  readonly ruleCode: string
  readonly tablesOf: TablesOf
  readonly hasDifference: boolean
}

/** Everything recorded that may be why a rule found something else. */
export function causesOfRule(options: RuleCausesOptions): Cause[] {
  const { before, after, ruleCode, tablesOf, hasDifference } = options
  const [old, now] = [before, after].map((run) => run.rules.find(({ code }) => code === ruleCode))
  if (old === undefined) {
    return [{ kind: 'rule_added', text: { zh: '前一次没有运行这条规则', en: 'the rule did not run before' } }]
  }
  if (now === undefined) {
    return [
      { kind: 'rule_removed', text: { zh: '后一次没有运行这条规则', en: 'the rule did not run afterwards' } },
    ]
  }
  const read = tablesOf(ruleCode)
  const changedData = changedTables(before, after).filter((table) => read === null || read.includes(table))
  const data: Cause[] =
    changedData.length === 0
      ? []
      : [
          {
            kind: 'data',
            text: {
              zh: `数据（${changedData.map(titleOf).join('、')}）`,
              en: `data (${changedData.join(', ')})`,
            },
          },
        ]
  const hasOtherSql = old.sql_sha256 !== now.sql_sha256
  const causes = [
    ...statusCauses(old, now),
    ...data,
    ...parameterCauses(old, now),
    ...changed('rule_version', { zh: '规则版本', en: 'rule version' }, old.version, now.version),
    ...(hasOtherSql ? [{ kind: 'sql' as const, text: { zh: '规则 SQL 不同', en: 'other SQL' } }] : []),
    ...causesOfRun(before, after),
  ]
  if (causes.length > 0 || !hasDifference) return causes
  return [
    {
      kind: 'unrecorded',
      text: {
        zh: '运行记录中没有可说明的差别（结果文件可能被改动）',
        en: 'nothing in the records of the runs explains it (a result may have been changed by hand)',
      },
    },
  ]
}
