import type pg from 'pg'
import type { Bilingual } from '#base/bilingual.ts'
import { type Day, monthOfDay } from '#base/calendar-math.ts'
import { sha256 } from '#base/digest.ts'
import { maskName } from '#base/names.ts'
import type { RegisterClient } from '#register/read-rows.ts'
import { type RegisterFeed, toFeed } from '#register/register-feed.ts'
import { getShownTable, isRecordView, recordViews } from '#standard/record-views.ts'
import { getColumn, type TableName } from '#standard/tables.ts'
import { evidenceValue } from '../evidence/evidence-value.ts'
import { explained, formatPeriod } from '../explained.ts'
import type { EvidenceRow, Finding, RuleStatus } from '../finding.ts'
import { groupRows, type HitRow } from '../on-postgres/check-findings.ts'
import { hitSelect } from '../on-postgres/check-statement.ts'
import { feedStatus } from '../on-postgres/feed-status.ts'
import { startStatement } from '../on-postgres/table-step.ts'
import { boundValues } from '../run-rule.ts'
import { bindParameters, type Settings, writtenParameters } from '../settings.ts'
import { type ProcessRule, type ProcessSubjectKind, workReferences } from './process-rule.ts'
import { type References, referenceStep } from './reference-step.ts'
import { evidenceOfWork, workStep } from './work-step.ts'

export interface WorkRow extends EvidenceRow<string> {
  /** Null: the row says nothing of its place. */
  readonly region: string | null
  readonly staffId: string | null
}

export interface WorkFinding {
  readonly finding: Finding<ProcessSubjectKind>
  readonly rows: readonly WorkRow[]
}

export interface WorkOutcome {
  readonly rule: ProcessRule
  readonly status: RuleStatus
  readonly reason: Bilingual | null
  readonly findings: readonly WorkFinding[]
  readonly parameters: Readonly<Record<string, string>>
  readonly sqlSha256: string
  readonly seconds: number
  /** Of a failure, for the log. */
  readonly cause?: unknown
}

export interface WorkRequest {
  readonly rules: readonly ProcessRule[]
  readonly asOf: Day
  readonly settings: Settings
  readonly references: References
  /** Longest time of one statement; what takes longer is a failure of that rule. */
  readonly timeoutMs?: number
}

interface Working extends WorkRequest {
  readonly client: RegisterClient
  readonly feeds: readonly RegisterFeed[]
  /** Views of records that this database has. */
  readonly present: ReadonlySet<string>
}

const defaultTimeoutMs = 120_000

/**
 * Runs the rules about work on the records as they are: every rule's own SQL on PostgreSQL, all in one snapshot, so that
 * what they say fits together. A rule whose records or deliveries are absent or empty is NOT_EVALUATED; one that crashes
 * is FAILED and harms no other.
 */
export async function runOnRecords(
  pool: Pick<pg.Pool, 'connect'>,
  request: WorkRequest,
): Promise<readonly WorkOutcome[]> {
  const connection = await pool.connect()
  const client = connection as RegisterClient
  try {
    await connection.query(`
      begin isolation level repeatable read read only;
      set local statement_timeout = ${Math.round(request.timeoutMs ?? defaultTimeoutMs)};
      set local jit = off`)
    const working = { ...request, client, ...(await readSurroundings(client)) }
    const outcomes: WorkOutcome[] = []
    for (const rule of request.rules) outcomes.push(await runOne(working, rule))
    return outcomes
  } finally {
    await connection.query('rollback').catch(() => undefined)
    connection.release()
  }
}

async function readSurroundings(client: RegisterClient): Promise<Pick<Working, 'feeds' | 'present'>> {
  const { rows } = await client.query({
    text: `select
      (select coalesce(jsonb_agg(to_jsonb(feed) order by table_name), '[]') from register.feed) as feeds,
      array(
        select name
        from unnest($1::text[]) as name
        where to_regclass('app.' || name) is not null
        order by name
      ) as present`,
    values: [recordViews.map(({ name }) => name)],
  })
  const { feeds, present } = rows[0] as { feeds: Record<string, unknown>[]; present: string[] }
  return { feeds: feeds.map(toFeed), present: new Set(present) }
}

async function runOne(working: Working, rule: ProcessRule): Promise<WorkOutcome> {
  const started = performance.now()
  const parameters = writtenParameters(rule, bindParameters(rule, working.settings))
  const done = (outcome: Pick<WorkOutcome, 'status' | 'reason' | 'findings' | 'cause'>): WorkOutcome => ({
    ...{ rule, parameters, sqlSha256: sha256(rule.sql) },
    ...outcome,
    seconds: Math.round(performance.now() - started) / 1_000,
  })
  const nothing = { findings: [] as const, reason: null }
  if (rule.waitsFor !== undefined) {
    return done({ ...nothing, status: 'NOT_EVALUATED', reason: rule.waitsFor })
  }
  try {
    await working.client.query({ text: 'savepoint of_rule' })
    const { reason, isMissing } = await weaknessOf(working, rule)
    if (isMissing) return done({ ...nothing, status: 'NOT_EVALUATED', reason })
    const findings = await findingsOf(working, rule)
    if (findings.length > 0) return done({ status: 'HIT', reason: null, findings })
    const weak = reason ?? (await partlyAnswered(working, rule))
    return done({ ...nothing, status: weak === null ? 'PASS' : 'NOT_EVALUATED', reason: weak })
  } catch (cause) {
    await working.client.query({ text: 'rollback to savepoint of_rule' })
    return done({ ...nothing, status: 'FAILED', reason: failure(rule), cause })
  }
}

function failure({ code }: ProcessRule): Bilingual {
  return {
    zh: `规则 ${code} 运行出错，详情在服务器日志中；请联系系统管理员。`,
    en: `Rule ${code} failed; the log of the server says why. Tell the system officer.`,
  }
}

/** What was delivered is judged as for any rule; a view of records must be there and have a row. */
async function weaknessOf(
  { client, feeds, present, asOf }: Working,
  rule: ProcessRule,
): Promise<{ readonly reason: Bilingual | null; readonly isMissing: boolean }> {
  const isDelivered = (name: string): name is TableName => !isRecordView(name) && !(name in workReferences)
  const needs = rule.needs.filter((anyOf) => anyOf.every((name) => isDelivered(name.split('.')[0]!)))
  const delivered = feedStatus(
    { needs: needs as [], reads: rule.reads.filter((name) => isDelivered(name)) as [] },
    feeds,
    asOf,
  )
  if (delivered.isMissing) return delivered
  const reasons: Bilingual[] = delivered.reason === null ? [] : [delivered.reason]
  for (const name of rule.needs.flat().filter(isRecordView)) {
    const { title } = getShownTable(name)
    const { rows } = present.has(name)
      ? await client.query({ text: `select exists (select from app.${name}) as has_rows` })
      : { rows: [{ has_rows: false }] }
    if (rows[0]!.has_rows === true) continue
    reasons.push({ zh: `没有${title}的记录`, en: `there are no records of ${name}` })
  }
  if (reasons.length === 0) return { reason: null, isMissing: false }
  const reason = {
    zh: reasons.map(({ zh }) => zh).join('；'),
    en: reasons.map(({ en }) => en).join('; '),
  }
  return { reason, isMissing: reasons.length > (delivered.reason === null ? 0 : 1) }
}

async function partlyAnswered(
  { client, asOf }: Working,
  { weakness }: ProcessRule,
): Promise<Bilingual | null> {
  if (weakness === undefined) return null
  const { rows } = await client.query({ text: weakness.sql, values: [monthOfDay(asOf)] })
  return rows[0]?.is_weak === true ? weakness.reason : null
}

async function findingsOf(working: Working, rule: ProcessRule): Promise<WorkFinding[]> {
  const rows = await hitsOf(working, rule)
  if (rows.length === 0) return []
  const said = await evidenceOf(working, rule, rows)
  const names = await namesOf(working, rule, rows)
  const parameters = writtenParameters(rule, bindParameters(rule, working.settings))
  return [...Map.groupBy(rows, (row) => row.subject_id)].map(([subjectId, ofSubject]) => {
    const name = names.get(subjectId) ?? null
    const row = groupRows(rule, subjectId, ofSubject, { name, region: null })
    // Only names of people are masked.
    const sentence = explained(rule, row, parameters, rule.subjectKind !== 'staff')
    const finding: Finding<ProcessSubjectKind> = {
      findingId: row.findingId,
      ruleCode: rule.code,
      ruleTitle: rule.title.zh,
      level: row.level,
      subjectKind: rule.subjectKind,
      subjectId,
      personName: rule.subjectKind === 'staff' ? maskName(name ?? '') : '',
      ...formatPeriod(row),
      amountFen: row.amountFen,
      evidenceCount: row.evidenceCount,
      explanation: rule.explain(sentence),
      region: '',
    }
    return { finding, rows: ofSubject.map(said) }
  })
}

async function hitsOf(working: Working, rule: ProcessRule): Promise<HitRow[]> {
  const { client, present, references, asOf, settings } = working
  const builder = startStatement()
  const select = hitSelect(builder, rule)
  const context = { asOfDay: asOf, asOfMonth: monthOfDay(asOf), latestMonth: null }
  const bound = boundValues(rule, bindParameters(rule, settings), context)
  const values: unknown[] = builder.parameters.map((parameter) =>
    parameter.kind === 'bound' ? (bound[parameter.name]?.toString() ?? null) : null,
  )
  const steps = rule.reads.map((name) => {
    if (name in workReferences) {
      values.push(JSON.stringify(references[name as keyof References] ?? []))
      return `${name} as (${referenceStep(name as keyof References, `$${values.length}`)})`
    }
    return `${name} as (${workStep(name, !isRecordView(name) || present.has(name))})`
  })
  const text = `with ${steps.join(',\n')}\n${select}\norder by subject_id, evidence_table, evidence_key`
  const { rows } = await client.query({ text, values })
  return rows as unknown as HitRow[]
}

/** Values and place of every row that was hit, by one look-up for each table. */
async function evidenceOf(
  { client }: Working,
  rule: ProcessRule,
  hits: readonly HitRow[],
): Promise<(hit: HitRow) => WorkRow> {
  type Known = { value_list: (string | null)[]; region: string | null; staff_id: string | null }
  const known = new Map<string, Known>()
  for (const [table, of] of Map.groupBy(hits, ({ evidence_table }) => evidence_table)) {
    const columns = rule.evidence[table as keyof typeof rule.evidence] ?? []
    const keys = [...new Set(of.map(({ evidence_key }) => evidence_key))]
    const { rows } = await client.query({ text: evidenceOfWork(table, columns), values: [keys] })
    for (const row of rows) known.set(`${table}|${String(row.row_key)}`, row as unknown as Known)
  }
  return ({ evidence_table: table, evidence_key: key, amount_fen, is_context }) => {
    const columns = rule.evidence[table as keyof typeof rule.evidence] ?? []
    const row = known.get(`${table}|${key}`)
    const values = columns.map((column, index) => [
      column,
      evidenceValue(getColumn(getShownTable(table), column), row?.value_list[index] ?? null),
    ])
    return {
      table,
      key,
      isContext: Number(is_context ?? '0') !== 0,
      amountFen: BigInt(amount_fen ?? '0'),
      values: Object.fromEntries(values) as EvidenceRow['values'],
      region: row?.region ?? null,
      staffId: row?.staff_id ?? null,
    }
  }
}

async function namesOf(
  { client }: Working,
  { subjectKind }: ProcessRule,
  hits: readonly HitRow[],
): Promise<ReadonlyMap<string, string>> {
  const source = {
    agency: 'agency_id as id, name from app.agency',
    staff: 'staff_id as id, name from app.staff_member',
  }
  if (subjectKind !== 'agency' && subjectKind !== 'staff') return new Map()
  const { rows } = await client.query({
    text: `select id, name from (select ${source[subjectKind]}) as named where id = any($1::text[]) order by id`,
    values: [[...new Set(hits.map(({ subject_id }) => subject_id))]],
  })
  return new Map(rows.map(({ id, name }) => [String(id), String(name)]))
}
