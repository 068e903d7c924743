import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import {
  type Day,
  formatDay,
  formatMonth,
  lastDayOfMonth,
  type Month,
  monthOfDay,
} from '#base/calendar-math.ts'
import { sha256 } from '#base/digest.ts'
import type { OnProgress } from '#base/progress.ts'
import { Refusal } from '#base/refusal.ts'
import { type DuckDatabase, openDuck, runSql, selectRows } from '#platform/duckdb.ts'
import type { Manifest } from '#standard/manifest.ts'
import { standardVersion, type TableName, tables } from '#standard/tables.ts'
import { countRemark } from './count-remark.ts'
import { openDuckEngine } from './engine/duck-engine.ts'
import type { Engine, Select, SelectedRow } from './engine/engine.ts'
import type {
  FindingReader,
  Level,
  MonthAmount,
  Reviews,
  RuleOutcome,
  RunSummary,
  ShadowOutcome,
  ShadowReader,
  SubjectReader,
  Verdict,
} from './finding.ts'
import type { Law } from './law-tables.ts'
import { tablesReadBy } from './prepare-tables.ts'
import { findingReader, type ReadableRule, rankFindings } from './read-findings.ts'
import type { Rule, RunContext } from './rule.ts'
import { judge, missingNeeds } from './rule-status.ts'
import {
  amountsByMonth,
  boundValues,
  collectFindings,
  findingColumns,
  hitTable,
  nameSubjects,
} from './run-rule.ts'
import { memoryFor } from './screening-memory.ts'
import {
  type BoundParameters,
  bindParameters,
  checkSettings,
  type Settings,
  writtenParameters,
} from './settings.ts'
import { runShadows, type Shadow, shadowReader } from './shadow/run-shadow.ts'
import { type JudgedFinding, judgeReviewed } from './subject/reviewed-findings.ts'
import { collectSubjects, subjectReader } from './subject/subject-risk.ts'
import { type Confidences, confidenceOf, formatConfidence } from './subject/subject-score.ts'

export interface ScreeningOptions {
  readonly snapshotDirectory: string
  /** Given the run's database; absent: DuckDB itself, on the snapshot's files. */
  readonly openEngine?: ((connection: DuckDBConnection) => Promise<Engine>) | undefined
  readonly manifest: Manifest
  readonly rules: readonly Rule[]
  readonly settings: Settings
  /** Compared with their live rules, which they do not touch. */
  readonly shadows?: readonly Shadow[] | undefined
  /** Measured precision of rules, for the risk view; of the others it is unknown. */
  readonly confidences?: Confidences | undefined
  readonly reviews?: Reviews | undefined
  /** Absent: the last day of the latest pay_month of the payments, of any status. */
  readonly asOfDay?: Day | undefined
  readonly law: Law
  /** An existing folder for the run's database and DuckDB's spill; the caller removes it after close(). */
  readonly workDirectory: string
  readonly programVersion: string
  readonly isUnmasked: boolean
  readonly threads?: number | undefined
  readonly memoryLimitMegabytes?: number | undefined
  readonly onProgress?: OnProgress | undefined
  readonly signal?: AbortSignal | undefined
  readonly now: () => Date
}

export interface ScreeningRun {
  readonly summary: RunSummary
  readonly findings: FindingReader
  readonly subjects: SubjectReader
  readonly shadows: ShadowReader
  close(): void
}

/** Of all shards. */
function latestOf(rows: readonly SelectedRow[]): Month | null {
  const months = rows.flatMap(({ latest }) =>
    latest === null || latest === undefined ? [] : [Number(latest)],
  )
  return months.length === 0 ? null : Math.max(...months)
}

export async function resolveAsOf(select: Select, asked: Day | undefined): Promise<Day> {
  if (asked !== undefined) return asked
  const latest = latestOf(await select('select max(pay_month) as latest from payment'))
  if (latest === null) {
    throw new Refusal('wrong_usage', {
      zh: '没有待遇发放明细，无法确定截止日：请用 --as-of YYYY-MM-DD 指定。',
      en: 'There is no payment row to take the day of the run from: give it with --as-of YYYY-MM-DD.',
    })
  }
  return lastDayOfMonth(latest)
}

export async function runContext(select: Select, asOfDay: Day): Promise<RunContext> {
  const asOfMonth = monthOfDay(asOfDay)
  const rows = await select(
    `select max(pay_month) as latest from payment where status = 'PAID' and pay_month <= $as_of_month`,
    { as_of_month: BigInt(asOfMonth) },
  )
  return { asOfDay, asOfMonth, latestMonth: latestOf(rows) }
}

interface RuleRun {
  readonly outcome: RuleOutcome
  readonly months: readonly MonthAmount[]
}

/** Where a run's rules are run, and where what they find is. */
interface Place {
  readonly engine: Engine
  readonly connection: DuckDBConnection
}

async function evaluate(
  { engine, connection }: Place,
  rule: Rule,
  parameters: BoundParameters,
  context: RunContext,
  manifest: Manifest,
): Promise<
  Omit<RuleRun['outcome'], 'seconds' | keyof ReturnType<typeof describeRule>> & Pick<RuleRun, 'months'>
> {
  const missing = missingNeeds(rule, manifest)
  if (missing !== null) {
    return { status: 'NOT_EVALUATED', reason: missing, remarks: [], findings: 0, amountFen: 0n, months: [] }
  }
  await engine.runRule(rule, boundValues(rule, parameters, context), hitTable(rule))
  await collectFindings(connection, rule)
  await nameSubjects(connection, rule)
  const [total] = await selectRows(
    connection,
    `select count(*) as findings, cast(coalesce(sum(amount_fen), 0) as bigint) as amount_fen
    from finding where rule_code = $code`,
    { code: rule.code },
  )
  const findings = Number(total?.findings)
  const judgement = judge(rule, tablesReadBy(rule), manifest, context.asOfDay, findings)
  const counted = []
  for (const remark of rule.remarks ?? []) {
    const rows = countRemark(await engine.selectFor(rule)(remark.sql))
    if (rows > 0) counted.push(remark.text(rows))
  }
  const months = await amountsByMonth(connection, rule)
  return {
    status: judgement.status,
    reason: judgement.reason,
    remarks: [...judgement.remarks, ...counted],
    findings,
    amountFen: BigInt(total?.amount_fen as bigint),
    months: months.map(({ month, level, amountFen }) => ({
      month: formatMonth(month),
      ruleCode: rule.code,
      level: level as Level,
      amountFen,
    })),
  }
}

function describeRule(rule: Rule, parameters: BoundParameters, confidences: Confidences) {
  return {
    code: rule.code,
    id: rule.id,
    version: rule.version,
    title: rule.title,
    level: rule.level,
    subjectKind: rule.subjectKind,
    basis: rule.basis,
    check: rule.check,
    parameters: writtenParameters(rule, parameters),
    confidence: formatConfidence(confidenceOf(rule.code, confidences)),
    evidence: rule.evidence,
    sqlSha256: sha256(rule.sql),
  }
}

/**
 * A rule that fails is reported as FAILED and leaves no findings; the others still run. So does one that needs more than
 * there is (`too_large`); any other refusal ends the run.
 */
async function runOne(
  place: Place,
  rule: Rule,
  options: ScreeningOptions,
  context: RunContext,
): Promise<RuleRun> {
  const parameters = bindParameters(rule, options.settings)
  const described = describeRule(rule, parameters, options.confidences ?? new Map())
  const started = performance.now()
  const seconds = (): number => Math.round(performance.now() - started) / 1000
  try {
    const { months, ...result } = await evaluate(place, rule, parameters, context, options.manifest)
    return { outcome: { ...described, ...result, seconds: seconds() }, months }
  } catch (error) {
    options.signal?.throwIfAborted()
    if (error instanceof Refusal && error.code !== 'too_large') throw error
    await runSql(place.connection, 'delete from finding where rule_code = $code', { code: rule.code })
    const message = error instanceof Error ? error.message : String(error)
    const why = error instanceof Refusal ? error.text : { zh: message, en: message }
    const failed = {
      status: 'FAILED' as const,
      reason: { zh: `规则运行出错：${why.zh}`, en: `the rule failed: ${why.en}` },
      remarks: [],
      findings: 0,
      amountFen: 0n,
      seconds: seconds(),
    }
    return { outcome: { ...described, ...failed }, months: [] }
  }
}

interface Screened {
  readonly runs: readonly RuleRun[]
  readonly shadows: readonly ShadowOutcome[]
  readonly judged: readonly JudgedFinding[]
  readonly startedAt: string
}

function summarise(
  options: ScreeningOptions,
  asOfDay: Day,
  { runs, shadows, judged, startedAt }: Screened,
): RunSummary {
  const { manifest } = options
  const count = (verdict: Verdict): number => judged.filter((each) => each.verdict === verdict).length
  return {
    standardVersion,
    programVersion: options.programVersion,
    asOf: formatDay(asOfDay),
    inputs: manifest.inputs.map((input) => ({
      file: input.file,
      table: input.table as TableName,
      sha256: input.sha256,
      rowsRead: input.rows_read,
      rowsLoaded: input.rows_loaded,
      rowsRejected: input.rows_rejected,
      rowsRepeated: input.rows_repeated,
    })),
    coverage: manifest.tables.map((table) => ({
      table: table.name as TableName,
      title: tables.find((each) => each.name === table.name)?.title ?? table.name,
      rows: table.rows,
      rowsRejected: table.rows_rejected,
      firstDate: table.first_date,
      lastDate: table.last_date,
      missingMonths: table.missing_months,
    })),
    quality: manifest.quality.map((remark) => ({ ...remark, table: remark.table as TableName })),
    warnings: manifest.warnings,
    rules: runs.map(({ outcome }) => outcome),
    findings: runs.reduce((sum, { outcome }) => sum + outcome.findings, 0),
    amountFen: runs.reduce((sum, { outcome }) => sum + outcome.amountFen, 0n),
    months: runs.flatMap(({ months }) => months),
    ...(manifest.base === null
      ? {}
      : {
          base: { manifestSha256: manifest.base.manifest_sha256, rowsReplaced: manifest.base.rows_replaced },
        }),
    ...(options.reviews === undefined
      ? {}
      : { reviewed: { cleared: count('cleared'), confirmed: count('confirmed') } }),
    ...(shadows.length === 0 ? {} : { shadows }),
    startedAt,
    finishedAt: options.now().toISOString(),
  }
}

function readableRules({ rules, settings }: ScreeningOptions): ReadableRule[] {
  return rules.map((rule) => ({
    rule,
    parameters: writtenParameters(rule, bindParameters(rule, settings)),
  }))
}

async function screenOpened(
  engine: Engine,
  database: DuckDatabase,
  options: ScreeningOptions,
  startedAt: string,
): Promise<{ readonly summary: RunSummary; readonly subjects: number }> {
  const { connection } = database
  const { shadows = [] } = options
  const report = (stage: 'prepare' | 'screen', subject: string, done: number, total: number): void => {
    options.signal?.throwIfAborted()
    options.onProgress?.({ stage, subject, done, total })
  }
  await runSql(connection, `create table finding (${findingColumns})`)
  const asOfDay = await resolveAsOf(engine.select, options.asOfDay)
  const context = await runContext(engine.select, asOfDay)
  const runnable = [...options.rules, ...shadows.map(({ rule }) => rule)].filter(
    (rule) => missingNeeds(rule, options.manifest) === null,
  )
  await engine.prepare(runnable, options.law, (name, done, total) => report('prepare', name, done, total))
  const runs: RuleRun[] = []
  for (const [index, rule] of options.rules.entries()) {
    report('screen', rule.code, index, options.rules.length)
    runs.push(await runOne({ engine, connection }, rule, options, context))
  }
  options.signal?.throwIfAborted()
  await rankFindings(connection)
  const { reviews, confidences } = options
  const reader = { connect: database.connect, rules: readableRules(options) }
  const judged = reviews === undefined ? [] : await judgeReviewed(connection, reviews, reader)
  const subjects = await collectSubjects(connection, options.rules, { confidences, judged })
  const shadowOutcomes = await runShadows(connection, shadows, { ...options, context, engine })
  report('screen', '', options.rules.length, options.rules.length)
  const screened = { runs, shadows: shadowOutcomes, judged, startedAt }
  return { summary: summarise(options, asOfDay, screened), subjects }
}

function openEngine(
  { connection }: DuckDatabase,
  { snapshotDirectory, manifest, ...options }: ScreeningOptions,
): Promise<Engine> {
  return options.openEngine?.(connection) ?? openDuckEngine(connection, snapshotDirectory, manifest)
}

/** Screens a snapshot. The result is read from the run's database until close(). */
export async function runScreening(options: ScreeningOptions): Promise<ScreeningRun> {
  checkSettings(options.rules, options.settings)
  const startedAt = options.now().toISOString()
  const database = await openDuck({
    file: path.join(options.workDirectory, 'run.duckdb'),
    temporaryDirectory: path.join(options.workDirectory, 'spill'),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    memoryLimitMegabytes: options.memoryLimitMegabytes ?? memoryFor(options.manifest),
  })
  const interrupt = (): void => database.connection.interrupt()
  options.signal?.addEventListener('abort', interrupt)
  try {
    const engine = await openEngine(database, options)
    const { summary, subjects } = await screenOpened(engine, database, options, startedAt).finally(
      engine.close,
    )
    const { connect, close } = database
    const { isUnmasked, shadows = [] } = options
    return {
      summary,
      findings: findingReader({ connect, rules: readableRules(options), isUnmasked }),
      subjects: subjectReader({ connect, count: subjects, isUnmasked }),
      shadows: shadowReader(connect, shadows),
      close,
    }
  } catch (error) {
    database.close()
    options.signal?.throwIfAborted()
    throw error
  } finally {
    options.signal?.removeEventListener('abort', interrupt)
  }
}
