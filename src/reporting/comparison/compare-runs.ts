import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Bilingual } from '#base/bilingual.ts'
import { fenOfYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { openDuck, runSql, selectRows, streamRows } from '#platform/duckdb.ts'
import { type Cause, causesOfRule, type TablesOf } from './causes.ts'
import { readFindingLines } from './finding-lines.ts'
import type { RecordedRun, RuleRecord } from './run-record.ts'

export interface Counts {
  readonly added: number
  readonly gone: number
  readonly changed: number
  readonly same: number
  readonly amountBeforeFen: bigint
  readonly amountAfterFen: bigint
}

export interface RuleComparison extends Counts {
  readonly code: string
  readonly title: Bilingual
  readonly causes: readonly Cause[]
}

export type ComparedRow = Readonly<Record<string, unknown>>

export interface Comparison {
  readonly before: RecordedRun
  readonly after: RecordedRun
  /** Every rule of either run, by code. */
  readonly rules: readonly RuleComparison[]
  readonly total: Counts
  /** Findings as they are stored, by rule and subject. */
  read(what: 'added' | 'gone' | 'changed'): AsyncGenerator<ComparedRow>
  close(): void
}

export interface CompareOptions {
  readonly before: RecordedRun
  readonly after: RecordedRun
  /** An existing folder for the database; the caller removes it. */
  readonly workDirectory: string
  readonly tablesOf: TablesOf
  readonly signal?: AbortSignal | undefined
}

const textColumns = [
  'finding_id',
  'rule_code',
  'rule_title',
  'subject_kind',
  'subject_id',
  'person_name_masked',
  'period_from',
  'period_to',
  'explanation',
  'region',
  'evidence_sha256',
] as const

const loadedColumns = `${textColumns.map((name) => `${name} varchar`).join(', ')},
  level integer, amount_fen bigint, evidence_count bigint`

/** A run whose findings are not those it says it has is not compared. */
function checkCounts(run: RecordedRun, counts: ReadonlyMap<string, number>): void {
  const codes = new Set([...counts.keys(), ...run.record.rules.map(({ code }) => code)])
  for (const code of codes) {
    const said = run.record.rules.find((rule) => rule.code === code)?.findings ?? 0
    const found = counts.get(code) ?? 0
    if (said === found) continue
    throw new Refusal('unreadable_input', {
      zh: `${run.name} 不完整：run.json 记有 ${said} 条 ${code} 疑点，findings.jsonl 中有 ${found} 条；请重新筛查。`,
      en: `${run.name} is incomplete: run.json counts ${said} findings of ${code}, findings.jsonl has ${found}; screen again.`,
    })
  }
}

async function load(
  connection: DuckDBConnection,
  table: string,
  run: RecordedRun,
  signal: AbortSignal | undefined,
): Promise<void> {
  await runSql(connection, `create table ${table} (${loadedColumns})`)
  const appender = await connection.createAppender(table)
  const counts = new Map<string, number>()
  let number = 0
  for await (const line of readFindingLines(run.findingsFile)) {
    number += 1
    const amountFen = fenOfYuan(line.amount)
    if (amountFen === null) {
      throw new Refusal('unreadable_input', {
        zh: `${run.findingsFile} 第 ${number} 行的金额无效；请重新筛查。`,
        en: `Line ${number} of ${run.findingsFile} has no valid amount; screen again.`,
      })
    }
    for (const name of textColumns) appender.appendVarchar(line[name])
    appender.appendInteger(line.level)
    appender.appendBigInt(amountFen)
    appender.appendBigInt(BigInt(line.evidence_count))
    appender.endRow()
    counts.set(line.rule_code, (counts.get(line.rule_code) ?? 0) + 1)
    if (number % 10_000 !== 0) continue
    signal?.throwIfAborted()
    appender.flushSync()
  }
  appender.closeSync()
  checkCounts(run, counts)
}

/** Not by finding_id, which another version of the standard would change. */
const joined = `
  from finding_before as old
  full outer join finding_after as new
    on new.rule_code = old.rule_code
    and new.subject_kind = old.subject_kind
    and new.subject_id = old.subject_id`

const conditions = {
  added: 'old.rule_code is null',
  gone: 'new.rule_code is null',
  changed: `
    old.amount_fen <> new.amount_fen
    or old.level <> new.level
    or old.evidence_sha256 <> new.evidence_sha256`,
} as const

const readSql = {
  added: `select new.* ${joined} where ${conditions.added}`,
  gone: `select old.* ${joined} where ${conditions.gone}`,
  changed: `
    select
      new.*,
      old.level as level_before,
      old.amount_fen as amount_before_fen,
      old.evidence_count as evidence_count_before,
      old.evidence_sha256 <> new.evidence_sha256 as has_other_evidence
    ${joined}
    where ${conditions.changed}`,
} as const

function plus(total: Counts, each: Counts): Counts {
  return {
    added: total.added + each.added,
    gone: total.gone + each.gone,
    changed: total.changed + each.changed,
    same: total.same + each.same,
    amountBeforeFen: total.amountBeforeFen + each.amountBeforeFen,
    amountAfterFen: total.amountAfterFen + each.amountAfterFen,
  }
}

const nothing: Counts = { added: 0, gone: 0, changed: 0, same: 0, amountBeforeFen: 0n, amountAfterFen: 0n }

async function countByRule(connection: DuckDBConnection): Promise<Map<string, Counts>> {
  const rows = await selectRows(
    connection,
    `select
      coalesce(old.rule_code, new.rule_code) as code,
      count(case when ${conditions.added} then 1 end) as added,
      count(case when ${conditions.gone} then 1 end) as gone,
      count(case when ${conditions.changed} then 1 end) as changed,
      count(*) as together,
      cast(coalesce(sum(old.amount_fen), 0) as bigint) as amount_before,
      cast(coalesce(sum(new.amount_fen), 0) as bigint) as amount_after
    ${joined}
    group by 1`,
  )
  return new Map(
    rows.map((row) => {
      const [added, gone, changed] = [Number(row.added), Number(row.gone), Number(row.changed)]
      const counts = {
        added,
        gone,
        changed,
        same: Number(row.together) - added - gone - changed,
        amountBeforeFen: BigInt(row.amount_before as bigint),
        amountAfterFen: BigInt(row.amount_after as bigint),
      }
      return [String(row.code), counts]
    }),
  )
}

function titleOf(rule: RuleRecord | undefined): Bilingual {
  const zh = rule?.title ?? ''
  return { zh, en: rule?.title_en ?? zh }
}

function compareRules(options: CompareOptions, counts: ReadonlyMap<string, Counts>): RuleComparison[] {
  const [before, after] = [options.before.record, options.after.record]
  const codes = [...new Set([...after.rules, ...before.rules].map(({ code }) => code))].toSorted()
  return codes.map((code) => {
    const own = counts.get(code) ?? nothing
    const hasDifference = own.added + own.gone + own.changed > 0
    const rule = [...after.rules, ...before.rules].find((each) => each.code === code)
    const { tablesOf } = options
    const causes = causesOfRule({ before, after, ruleCode: code, tablesOf, hasDifference })
    return { code, title: titleOf(rule), ...own, causes }
  })
}

/** Compares the findings of two runs in a database of its own, so that memory is bounded. */
export async function compareRuns(options: CompareOptions): Promise<Comparison> {
  const { before, after, workDirectory, signal } = options
  const database = await openDuck({
    file: path.join(workDirectory, 'diff.duckdb'),
    temporaryDirectory: path.join(workDirectory, 'spill'),
  })
  const { connection } = database
  try {
    await load(connection, 'finding_before', before, signal)
    await load(connection, 'finding_after', after, signal)
    const rules = compareRules(options, await countByRule(connection))
    async function* read(what: keyof typeof readSql): AsyncGenerator<ComparedRow> {
      const sql = `select * from (${readSql[what]}) order by rule_code, subject_kind, subject_id`
      for await (const rows of streamRows(connection, sql)) yield* rows
    }
    return { before, after, rules, total: rules.reduce(plus, nothing), read, close: database.close }
  } catch (error) {
    database.close()
    throw error
  }
}
