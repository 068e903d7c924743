import type { DuckDBConnection } from '@duckdb/node-api'
import { maskName } from '#base/names.ts'
import { runSql, selectRows, streamRows } from '#platform/duckdb.ts'
import type { Level, RiskSubjectKind, SubjectKind, SubjectReader, SubjectRisk } from '../finding.ts'
import type { Rule } from '../rule.ts'
import { hitTable } from '../run-rule.ts'
import type { JudgedFinding } from './reviewed-findings.ts'
import { type Confidences, certain, confidenceOf, levelWeights, scoreOf } from './subject-score.ts'

/**
 * The risk view: every finding counts for one person, account, member of staff or employer, if for any.
 *
 * - A finding on one of these counts for it.
 * - One on a card counts for the person of the card.
 * - One on a user account counts for the member of staff who holds it, else for `account:<id>`, as rules on staff say.
 * - One on an order counts for the member of staff who took all the steps that are its evidence, if it is one only.
 * - One that a verifier found untrue counts for nobody, as long as its evidence is what it was then; one found true counts
 *   with confidence 1, for the rule was right about it.
 * - Those on batches, bank transactions, fund accounts and reconciliations count for nobody: many people work on them,
 *   and no row says whose doing it was.
 */

const direct = (kind: RiskSubjectKind) => (rule: Rule) =>
  `
  select '${kind}' as subject_kind, subject_id as owner_id, rule_code, subject_id, level, region
  from finding
  where rule_code = '${rule.code}'`

const ownerSelects: Readonly<Partial<Record<SubjectKind, (rule: Rule) => string>>> = {
  person: direct('person'),
  account: direct('account'),
  staff: direct('staff'),
  employer: direct('employer'),
  card: (rule) => `
    select 'person', social_card.person_id, finding.rule_code, finding.subject_id, finding.level, finding.region
    from finding
    join social_card on social_card.card_number = finding.subject_id
    where finding.rule_code = '${rule.code}'`,
  user_account: (rule) => `
    select
      'staff',
      coalesce(user_account.staff_id, 'account:' || finding.subject_id),
      finding.rule_code,
      finding.subject_id,
      finding.level,
      finding.region
    from finding
    left join user_account on user_account.account_id = finding.subject_id
    where finding.rule_code = '${rule.code}'`,
  order: (rule) => `
    select
      'staff',
      min(business_step.staff_id),
      finding.rule_code,
      finding.subject_id,
      min(finding.level),
      min(finding.region)
    from finding
    join ${hitTable(rule)} as hit on hit.subject_id = finding.subject_id and hit.evidence_table = 'business_step'
    left join business_step on business_step.row_key = hit.evidence_key
    where finding.rule_code = '${rule.code}'
    group by finding.rule_code, finding.subject_id
    having min(business_step.staff_id) = max(business_step.staff_id)
      and count(business_step.staff_id) = count(*)`,
}

async function hasContext(connection: DuckDBConnection, rule: Rule): Promise<boolean> {
  const columns = await selectRows(connection, `select column_name from (describe ${hitTable(rule)})`)
  return columns.some((row) => row.column_name === 'is_context')
}

/** The counted rows of money of a rule's findings, once a finding. */
function moneySelect(rule: Rule, withContext: boolean): string {
  return `
    select
      owned.subject_kind,
      owned.owner_id,
      hit.evidence_table,
      hit.evidence_key,
      sum(hit.amount_fen) as amount_fen
    from ${hitTable(rule)} as hit
    join owned_finding as owned on owned.subject_id = hit.subject_id and owned.rule_code = '${rule.code}'
    where hit.amount_fen <> 0
      ${withContext ? 'and coalesce(hit.is_context, 0) = 0' : ''}
    group by owned.subject_kind, owned.owner_id, hit.subject_id, hit.evidence_table, hit.evidence_key`
}

/** A confidence of 1 for findings that were confirmed, none for those that were cleared. */
async function collectVerdicts(
  connection: DuckDBConnection,
  judged: readonly JudgedFinding[],
): Promise<void> {
  await runSql(
    connection,
    'create or replace table finding_verdict (rule_code varchar, subject_id varchar, confidence bigint)',
  )
  const appender = await connection.createAppender('finding_verdict')
  for (const { ruleCode, subjectId, verdict } of judged) {
    appender.appendVarchar(ruleCode)
    appender.appendVarchar(subjectId)
    if (verdict === 'confirmed') appender.appendBigInt(certain)
    else appender.appendNull()
    appender.endRow()
  }
  appender.closeSync()
}

async function collectOwned(
  connection: DuckDBConnection,
  rules: readonly Rule[],
  confidences: Confidences,
): Promise<void> {
  await runSql(
    connection,
    `create or replace table owned_finding (
      subject_kind varchar, owner_id varchar, rule_code varchar, subject_id varchar, level integer, region varchar,
      risk bigint)`,
  )
  const weight = Object.entries(levelWeights).map(([level, each]) => `when ${level} then ${each}`)
  for (const rule of rules) {
    const select = ownerSelects[rule.subjectKind]
    if (select === undefined) continue
    const confidence = `coalesce(verdict.confidence, ${confidenceOf(rule.code, confidences)})`
    await runSql(
      connection,
      `insert into owned_finding
      select owned.*, case owned.level ${weight.join(' ')} end * ${confidence}
      from (${select(rule)}) as owned (subject_kind, owner_id, rule_code, subject_id, level, region)
      left join finding_verdict as verdict
        on verdict.rule_code = owned.rule_code
        and verdict.subject_id = owned.subject_id
      where verdict.rule_code is null
        or verdict.confidence is not null`,
    )
  }
}

/**
 * A row of evidence that several findings of a subject count is counted once, with the largest of their amounts
 * (by size; of +x and −x the former). So the money of a subject with one finding is the finding's.
 */
async function collectMoney(connection: DuckDBConnection, rules: readonly Rule[]): Promise<void> {
  await runSql(
    connection,
    `create or replace table owned_row (
      subject_kind varchar, owner_id varchar, evidence_table varchar, evidence_key varchar, amount_fen hugeint)`,
  )
  for (const rule of rules) {
    if (ownerSelects[rule.subjectKind] === undefined) continue
    const select = moneySelect(rule, await hasContext(connection, rule))
    await runSql(connection, `insert into owned_row ${select}`)
  }
}

/** Few subjects have a combination of findings that no other has: each combination is scored once. */
async function scoreCombinations(connection: DuckDBConnection): Promise<void> {
  await runSql(
    connection,
    `create or replace table subject_risk as
    with counted as (
      select subject_kind, owner_id, risk, count(*) as findings
      from owned_finding
      group by subject_kind, owner_id, risk
    )
    select
      subject_kind,
      owner_id,
      string_agg(risk || 'x' || findings, ' ' order by risk) as combination
    from counted
    group by subject_kind, owner_id`,
  )
  await runSql(connection, 'create or replace table combination_score (combination varchar, score integer)')
  const appender = await connection.createAppender('combination_score')
  const combinations = await selectRows(connection, 'select distinct combination from subject_risk')
  for (const row of combinations) {
    const combination = String(row.combination)
    const risks = combination.split(' ').map((each) => {
      const [risk, count] = each.split('x') as [string, string]
      return { risk: BigInt(risk), count: BigInt(count) }
    })
    appender.appendVarchar(combination)
    appender.appendInteger(scoreOf(risks))
    appender.endRow()
  }
  appender.closeSync()
}

/** The join with person compares one expression: a second condition on the subject would keep it from being hashed. */
async function rankSubjects(connection: DuckDBConnection): Promise<number> {
  await runSql(
    connection,
    `create or replace table ranked_subject as
    with counted as (
      select
        subject_kind,
        owner_id,
        count(*) as findings,
        string_agg(distinct rule_code, ' ' order by rule_code) as rule_codes,
        min(level) as highest_level,
        arg_min(region, rule_code || ' ' || subject_id) as region
      from owned_finding
      group by subject_kind, owner_id
    ),
    counted_row as (
      select
        subject_kind,
        owner_id,
        case when max(amount_fen) >= -min(amount_fen) then max(amount_fen) else min(amount_fen) end as amount_fen
      from owned_row
      group by subject_kind, owner_id, evidence_table, evidence_key
    ),
    money as (
      select subject_kind, owner_id, cast(sum(amount_fen) as bigint) as amount_fen
      from counted_row
      group by subject_kind, owner_id
    ),
    subject as (
      select
        counted.*,
        combination_score.score,
        coalesce(money.amount_fen, 0) as amount_fen
      from counted
      join subject_risk using (subject_kind, owner_id)
      join combination_score using (combination)
      left join money using (subject_kind, owner_id)
    )
    select
      row_number() over (
        order by subject.score desc, subject.amount_fen desc, subject.subject_kind, subject.owner_id
      ) as place,
      subject.subject_kind,
      subject.owner_id,
      subject.findings,
      subject.rule_codes,
      subject.highest_level,
      subject.score,
      subject.amount_fen,
      person.name as person_name,
      case when subject.subject_kind = 'person' then person.region else subject.region end as region
    from subject
    left join person
      on person.person_id = case when subject.subject_kind = 'person' then subject.owner_id end`,
  )
  const [row] = await selectRows(connection, 'select count(*) as subjects from ranked_subject')
  return Number(row?.subjects)
}

/** What is known beyond the data: of rules, and of single findings. */
export interface KnownOfFindings {
  readonly confidences?: Confidences | undefined
  readonly judged?: readonly JudgedFinding[] | undefined
}

/** Scores and ranks every subject, from the tables that the rules left; gives the number of subjects. */
export async function collectSubjects(
  connection: DuckDBConnection,
  rules: readonly Rule[],
  { confidences = new Map(), judged = [] }: KnownOfFindings = {},
): Promise<number> {
  const found = await selectRows(connection, 'select distinct rule_code from finding')
  const codes = new Set(found.map((row) => String(row.rule_code)))
  const hitting = rules.filter(({ code }) => codes.has(code))
  await collectVerdicts(connection, judged)
  await collectOwned(connection, hitting, confidences)
  await collectMoney(connection, hitting)
  await scoreCombinations(connection)
  return rankSubjects(connection)
}

function toSubject(row: Record<string, unknown>, isUnmasked: boolean): SubjectRisk {
  const name = row.person_name === null ? '' : String(row.person_name)
  return {
    subjectKind: String(row.subject_kind) as RiskSubjectKind,
    subjectId: String(row.owner_id),
    personName: isUnmasked ? name : maskName(name),
    scoreTenThousandths: Number(row.score),
    amountFen: BigInt(row.amount_fen as bigint),
    findings: Number(row.findings),
    ruleCodes: String(row.rule_codes).split(' '),
    highestLevel: Number(row.highest_level) as Level,
    region: row.region === null ? '' : String(row.region),
  }
}

export interface SubjectReaderOptions {
  readonly connect: () => Promise<DuckDBConnection>
  readonly count: number
  readonly isUnmasked: boolean
}

export function subjectReader({ connect, count, isUnmasked }: SubjectReaderOptions): SubjectReader {
  async function* read(): AsyncGenerator<SubjectRisk> {
    const connection = await connect()
    try {
      for await (const rows of streamRows(connection, 'select * from ranked_subject order by place')) {
        for (const row of rows) yield toSubject(row, isUnmasked)
      }
    } finally {
      connection.closeSync()
    }
  }
  return { count, read }
}
