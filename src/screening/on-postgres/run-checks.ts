import type pg from 'pg'
import type { Bilingual } from '#base/bilingual.ts'
import { assert, Refusal } from '#base/refusal.ts'
import type { RegisterClient } from '#register/read-rows.ts'
import type { TableName } from '#standard/tables.ts'
import type { Rule } from '../rule.ts'
import { writtenParameters } from '../settings.ts'
import { findingsOf, type HitRow } from './check-findings.ts'
import type { CheckResult } from './check-result.ts'
import type { Concerned } from './check-scope.ts'
import { checkStatement } from './check-statement.ts'
import { type Checking, type CheckRequest, query, startChecking } from './checking.ts'
import {
  type EvidenceLookUp,
  evidenceKeys,
  evidenceStatement,
  type SaidOfRow,
  saidOfRows,
} from './evidence-rows.ts'
import type { FeedStatus } from './feed-status.ts'
import { type LabelRow, labelKeys, labelOf, labelStatement } from './subject-labels.ts'

export interface CheckRun {
  /** One for each rule, in the order asked. */
  readonly results: readonly CheckResult[]
  /** Whom the rules judged; null for the whole register, or where it could not be found out. */
  readonly concerned: Concerned | null
}

/** An officer waits for it; a check that takes longer is better repeated than waited for. */
const defaultTimeoutMs = 5_000

type Pool = Pick<pg.Pool, 'connect'>

/**
 * Runs the rules' own SQL on the register narrowed to the subjects concerned, with the order's effect assumed
 * (platform.md 5). Reads one snapshot of the register in a transaction of its own and writes nothing. A Refusal says that
 * the effect or a setting is impossible; whatever else fails is the ERROR of the rules it failed.
 *
 * Round trips: begin, the rows that the effect touches (if any), the scope, one statement for all rules, and a look-up of
 * names where something was found. Statements are prepared once a connection, and planned once: their arrays are short,
 * and planning forty steps costs more than running them.
 */
export async function runChecks(pool: Pool, request: CheckRequest): Promise<CheckRun> {
  const { rules } = request
  try {
    const { checking, outcomes } = await inSnapshot(pool, request, async (client) => {
      const started = await startChecking(client, request)
      return { checking: started, outcomes: await judgeTogether(started, client) }
    })
    const { statuses, scope } = checking
    const found = outcomes ?? (await judgeOneByOne(pool, checking))
    const results = rules.map((rule) => found.get(rule) ?? notEvaluated(rule, statuses.get(rule)!))
    return { results, concerned: scope.concerned }
  } catch (error) {
    if (error instanceof Refusal) throw error
    return { results: rules.map((rule) => failed(rule, error)), concerned: null }
  }
}

async function inSnapshot<Result>(
  pool: Pool,
  { timeoutMs = defaultTimeoutMs }: CheckRequest,
  work: (client: RegisterClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(`
      begin isolation level repeatable read read only;
      set local statement_timeout = ${Math.round(timeoutMs)};
      set local plan_cache_mode = force_generic_plan;
      set local jit = off`)
    return await work(client as RegisterClient)
  } finally {
    await client.query('rollback').catch((error: Error) => {
      broken = error
    })
    // A connection that cannot even roll back is no use to the next caller.
    client.release(broken)
  }
}

type Outcomes = ReadonlyMap<Rule, CheckResult>

function runnableRules({ request, statuses }: Checking): Rule[] {
  return request.rules.filter((rule) => !statuses.get(rule)!.isMissing)
}

async function judge(checking: Checking, client: RegisterClient, rules: readonly Rule[]): Promise<Outcomes> {
  const outcomes = new Map<Rule, CheckResult>()
  if (rules.length === 0) return outcomes
  const statement = checkStatement(rules, checking.shape)
  const hits = Map.groupBy(await query<HitRow>(checking, client, statement), (row) => row.rule_code)
  for (const rule of rules) {
    outcomes.set(rule, await resultOf(checking, client, rule, hits.get(rule.code) ?? []))
  }
  return outcomes
}

/** All rules in one statement; null where it failed, whichever rule it was. */
async function judgeTogether(checking: Checking, client: RegisterClient): Promise<Outcomes | null> {
  return judge(checking, client, runnableRules(checking)).catch(() => null)
}

/** Each rule in a snapshot of its own, so that the one that crashes or takes too long is the only ERROR. */
async function judgeOneByOne(pool: Pool, checking: Checking): Promise<Outcomes> {
  const outcomes = new Map<Rule, CheckResult>()
  for (const rule of runnableRules(checking)) {
    const single = inSnapshot(pool, checking.request, (client) => judge(checking, client, [rule]))
    const judged = await single.catch((error: unknown) => new Map([[rule, failed(rule, error)]]))
    outcomes.set(rule, judged.get(rule)!)
  }
  return outcomes
}

async function resultOf(
  checking: Checking,
  client: RegisterClient,
  rule: Rule,
  rows: readonly HitRow[],
): Promise<CheckResult> {
  const { bound, effect, request, shape, statuses } = checking
  const { reason, feeds, remarks } = statuses.get(rule)!
  if (rows.length === 0) {
    if (reason === null) return { ruleCode: rule.code, outcome: 'PASS', remarks }
    return { ruleCode: rule.code, outcome: 'NOT_EVALUATED', reason, feeds, remarks }
  }
  const labels = labelStatement(rule.subjectKind, shape)
  const keys = labelKeys(rule.subjectKind, rows)
  const found = labels === null ? [] : await query<LabelRow>(checking, client, labels, keys)
  const findings = findingsOf(rule, rows, {
    parameters: writtenParameters(rule, bound.get(rule.code)!),
    isUnmasked: request.isUnmasked ?? false,
    labelOf: labelOf(rule.subjectKind, rows, found),
    isAssumed: (table, key) => effect.get(table)?.after.has(key) ?? false,
    saidOf: await lookUpRows(checking, client, rule, rows),
  })
  const weaknesses = reason === null ? [] : [reason]
  return { ruleCode: rule.code, outcome: 'HIT', findings, remarks: [...weaknesses, ...remarks] }
}

/** Only where something was found: a look-up for each table of evidence. */
async function lookUpRows(
  checking: Checking,
  client: RegisterClient,
  rule: Rule,
  rows: readonly HitRow[],
): Promise<SaidOfRow> {
  const found = new Map<TableName, readonly EvidenceLookUp[]>()
  for (const [table, keys] of evidenceKeys(rows)) {
    const statement = evidenceStatement(rule, table, checking.shape)
    found.set(table, await query<EvidenceLookUp>(checking, client, statement, keys))
  }
  return saidOfRows(rule, found)
}

function notEvaluated(rule: Rule, { reason, feeds, remarks }: FeedStatus): CheckResult {
  assert(reason !== null, `${rule.code} was not run without a reason`)
  return { ruleCode: rule.code, outcome: 'NOT_EVALUATED', reason, feeds, remarks }
}

/** SQLSTATE of a statement that took longer than statement_timeout. */
const queryCanceled = '57014'

/** What is shown says nothing of the data; the cause is for the log. */
function failed(rule: Rule, error: unknown): CheckResult {
  const isTimeout = (error as { code?: unknown } | null)?.code === queryCanceled
  const reason: Bilingual = isTimeout
    ? {
        zh: `检查 ${rule.code} 超过时限，请重试；仍不行请联系系统管理员。`,
        en: `Check ${rule.code} took too long; try again, and if it stays so tell the system officer.`,
      }
    : {
        zh: `检查 ${rule.code} 运行出错，请重试；仍不行请联系系统管理员。`,
        en: `Check ${rule.code} failed; try again, and if it stays so tell the system officer.`,
      }
  const cause = error instanceof Error ? error.message : String(error)
  return { ruleCode: rule.code, outcome: 'ERROR', reason, cause, remarks: [] }
}
