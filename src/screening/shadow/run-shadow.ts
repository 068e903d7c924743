import type { DuckDBConnection } from '@duckdb/node-api'
import { sha256 } from '#base/digest.ts'
import { Refusal } from '#base/refusal.ts'
import { runSql, selectRows, streamRows } from '#platform/duckdb.ts'
import type { Manifest } from '#standard/manifest.ts'
import type { Engine } from '../engine/engine.ts'
import type { Level, ShadowDifference, ShadowOutcome, ShadowReader, ShadowSide } from '../finding.ts'
import { tablesReadBy } from '../prepare-tables.ts'
import type { Rule, RunContext } from '../rule.ts'
import { judge, missingNeeds } from '../rule-status.ts'
import { boundValues, collectFindings, findingColumns, type RuleTables } from '../run-rule.ts'
import { type BoundParameters, bindParameters, type Settings, writtenParameters } from '../settings.ts'
import { findWrongColumn } from './shadow-sql.ts'

/** What runs beside a live rule of the same code: other parameters, or other SQL with the same columns. */
export interface Shadow {
  readonly rule: Rule
  readonly kind: ShadowOutcome['kind']
  /** Name of the file it comes from, without folder. */
  readonly file: string
  readonly fileSha256: string
  /** Over those of the run. */
  readonly settings: Settings
}

export interface ShadowRunOptions {
  readonly settings: Settings
  readonly manifest: Manifest
  readonly context: RunContext
  readonly engine: Engine
  readonly signal?: AbortSignal | undefined
}

type Counts = Pick<ShadowOutcome, 'onlyLive' | 'onlyShadow' | 'different' | 'same'>
type Judged = Pick<ShadowOutcome, 'status' | 'reason' | 'findings' | 'amountFen'> & Counts

const isDifferent = `
  live.subject_id is null
  or shadow.subject_id is null
  or live.amount_fen <> shadow.amount_fen
  or live.level <> shadow.level
  or live.evidence_count <> shadow.evidence_count`

const differenceColumns = `
  shadow integer, finding_id varchar, subject_id varchar,
  live_level integer, live_amount_fen bigint, live_evidence_count bigint,
  shadow_level integer, shadow_amount_fen bigint, shadow_evidence_count bigint`

function joined(rule: Rule, findings: string): string {
  return `
    from (select * from finding where rule_code = '${rule.code}') as live
    full outer join ${findings} as shadow on shadow.subject_id = live.subject_id`
}

async function compare(
  connection: DuckDBConnection,
  rule: Rule,
  number: number,
  findings: string,
): Promise<Counts> {
  const [row] = await selectRows(
    connection,
    `select
      count(case when shadow.subject_id is null then 1 end) as only_live,
      count(case when live.subject_id is null then 1 end) as only_shadow,
      count(case when ${isDifferent} then 1 end) as unlike,
      count(*) as together
    ${joined(rule, findings)}`,
  )
  await runSql(
    connection,
    `insert into shadow_difference
    select
      ${number},
      coalesce(live.finding_id, shadow.finding_id),
      coalesce(live.subject_id, shadow.subject_id),
      live.level,
      live.amount_fen,
      live.evidence_count,
      shadow.level,
      shadow.amount_fen,
      shadow.evidence_count
    ${joined(rule, findings)}
    where ${isDifferent}`,
  )
  const count = (name: string): number => Number(row?.[name])
  return {
    onlyLive: count('only_live'),
    onlyShadow: count('only_shadow'),
    different: count('unlike') - count('only_live') - count('only_shadow'),
    same: count('together') - count('unlike'),
  }
}

const nothing = { findings: 0, amountFen: 0n, onlyLive: 0, onlyShadow: 0, different: 0, same: 0 }

async function evaluate(
  connection: DuckDBConnection,
  { rule }: Shadow,
  parameters: BoundParameters,
  number: number,
  { manifest, context, engine }: ShadowRunOptions,
): Promise<Judged> {
  const missing = missingNeeds(rule, manifest)
  if (missing !== null) return { status: 'NOT_EVALUATED', reason: missing, ...nothing }
  const tables: RuleTables = { hits: `shadow_hit_${number}`, findings: `shadow_finding_${number}` }
  try {
    await engine.runRule(rule, boundValues(rule, parameters, context), tables.hits)
    const columns = await selectRows(
      connection,
      `select column_name, column_type from (describe ${tables.hits})`,
    )
    const given = new Map(columns.map((row) => [String(row.column_name), String(row.column_type)]))
    const wrong = findWrongColumn(rule, given)
    if (wrong !== null) return { status: 'FAILED', reason: wrong, ...nothing }
    await runSql(connection, `create or replace table ${tables.findings} (${findingColumns})`)
    await collectFindings(connection, rule, tables)
    const [total] = await selectRows(
      connection,
      `select count(*) as findings, cast(coalesce(sum(amount_fen), 0) as bigint) as amount_fen from ${tables.findings}`,
    )
    const findings = Number(total?.findings)
    const { status, reason } = judge(rule, tablesReadBy(rule), manifest, context.asOfDay, findings)
    const counts = await compare(connection, rule, number, tables.findings)
    return { status, reason, findings, amountFen: BigInt(total?.amount_fen as bigint), ...counts }
  } finally {
    // A database of a large run has better use for the room.
    await runSql(connection, `drop table if exists ${tables.hits}`)
    await runSql(connection, `drop table if exists ${tables.findings}`)
  }
}

async function runShadow(
  connection: DuckDBConnection,
  shadow: Shadow,
  number: number,
  options: ShadowRunOptions,
): Promise<ShadowOutcome> {
  const { rule, file, kind, fileSha256, settings } = shadow
  const parameters = bindParameters(rule, new Map([...options.settings, ...settings]))
  const started = performance.now()
  let judged: Judged
  try {
    judged = await evaluate(connection, shadow, parameters, number, options)
  } catch (error) {
    options.signal?.throwIfAborted()
    if (error instanceof Refusal) throw error
    const message = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!
    const reason = { zh: `影子规则运行出错：${message}`, en: `the shadow failed: ${message}` }
    judged = { status: 'FAILED', reason, ...nothing }
  }
  return {
    ruleCode: rule.code,
    file,
    kind,
    fileSha256,
    ...judged,
    parameters: writtenParameters(rule, parameters),
    sqlSha256: sha256(rule.sql),
    seconds: Math.round(performance.now() - started) / 1000,
  }
}

/** After the live rules: whatever becomes of a shadow, their tables stay as they are. */
export async function runShadows(
  connection: DuckDBConnection,
  shadows: readonly Shadow[],
  options: ShadowRunOptions,
): Promise<ShadowOutcome[]> {
  await runSql(connection, `create or replace table shadow_difference (${differenceColumns})`)
  const outcomes: ShadowOutcome[] = []
  for (const [number, shadow] of shadows.entries()) {
    options.signal?.throwIfAborted()
    outcomes.push(await runShadow(connection, shadow, number, options))
  }
  return outcomes
}

function toSide(row: Record<string, unknown>, side: 'live' | 'shadow'): ShadowSide | null {
  if (row[`${side}_level`] === null) return null
  return {
    level: Number(row[`${side}_level`]) as Level,
    amountFen: BigInt(row[`${side}_amount_fen`] as bigint),
    evidenceCount: Number(row[`${side}_evidence_count`]),
  }
}

export function shadowReader(
  connect: () => Promise<DuckDBConnection>,
  shadows: readonly Shadow[],
): ShadowReader {
  async function* read(): AsyncGenerator<ShadowDifference> {
    const connection = await connect()
    try {
      const sql = 'select * from shadow_difference order by shadow, subject_id'
      for await (const rows of streamRows(connection, sql)) {
        for (const row of rows) {
          const { rule, file } = shadows[Number(row.shadow)]!
          yield {
            ruleCode: rule.code,
            file,
            findingId: String(row.finding_id),
            subjectKind: rule.subjectKind,
            subjectId: String(row.subject_id),
            live: toSide(row, 'live'),
            shadow: toSide(row, 'shadow'),
          }
        }
      }
    } finally {
      connection.closeSync()
    }
  }
  return { read }
}
