import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import { assert } from '#base/refusal.ts'
import { type BoundValues, runSql, selectRows } from '#platform/duckdb.ts'
import { standardVersion, type TableName } from '#standard/tables.ts'
import type { AnyRule, Rule, RunContext } from './rule.ts'
import type { BoundParameters } from './settings.ts'

/** Evidence of these tables has months for its period, of all others days (core-rules, Precisely). */
export const monthTables: ReadonlySet<TableName> = new Set<TableName>([
  'payment',
  'contribution',
  'contribution_declaration',
  'payment_batch',
])

const monthList = [...monthTables].map((name) => `'${name}'`).join(', ')

export const findingColumns = `
  rule_code varchar, level integer, subject_id varchar, finding_id varchar, amount_fen bigint,
  month_from integer, month_to integer, day_from integer, day_to integer, evidence_count bigint,
  fact_values varchar[], person_name varchar, region varchar`

/** The table that holds the rows of one rule. */
export function hitTable(rule: Rule): string {
  return `hit_${rule.code.toLowerCase().replace('-', '_')}`
}

/** The values its SQL mentions, as DuckDB binds them: all integers, null where there is nothing to compare with. */
export function boundValues(
  rule: AnyRule,
  parameters: BoundParameters,
  context: RunContext,
): Record<string, DuckDBValue> {
  const known: Record<string, bigint | number | null> = {
    as_of_day: context.asOfDay,
    as_of_month: context.asOfMonth,
    latest_month: context.latestMonth,
    ...parameters,
    ...rule.bind?.(parameters, context),
  }
  const mentioned = new Set(rule.sql.match(/\$[a-z][a-z0-9_]*/g) ?? [])
  return Object.fromEntries(
    [...mentioned].map((name) => {
      const value = known[name.slice(1)]
      assert(value !== undefined, `${rule.code} binds ${name}, which nothing defines`)
      return [name.slice(1), value === null ? null : BigInt(value)]
    }),
  )
}

/**
 * Runs a rule's SQL and keeps the rows that count in its hit table. `null` values are bound as typed nulls by
 * DuckDB, so a comparison with them is never true.
 */
export async function createHits(
  connection: DuckDBConnection,
  rule: Rule,
  values: BoundValues,
  hits: string,
): Promise<void> {
  await runSql(connection, `create or replace table ${hits} as ${rule.sql}`, values)
}

export async function runRuleSql(
  connection: DuckDBConnection,
  rule: Rule,
  parameters: BoundParameters,
  context: RunContext,
): Promise<void> {
  await createHits(connection, rule, boundValues(rule, parameters, context), hitTable(rule))
}

async function columnsOf(connection: DuckDBConnection, table: string): Promise<Set<string>> {
  const rows = await selectRows(
    connection,
    `select column_name from (describe ${table}) order by column_name`,
  )
  return new Set(rows.map((row) => String(row.column_name)))
}

/** Where the rows of a rule are, and where its findings go. */
export interface RuleTables {
  readonly hits: string
  readonly findings: string
}

function liveTables(rule: Rule): RuleTables {
  return { hits: hitTable(rule), findings: 'finding' }
}

/** Groups the rows of a rule into findings, one for each subject. */
export async function collectFindings(
  connection: DuckDBConnection,
  rule: Rule,
  { hits, findings }: RuleTables = liveTables(rule),
): Promise<void> {
  const columns = await columnsOf(connection, hits)
  const level = columns.has('level') ? 'min(level)' : String(rule.level)
  const counted = columns.has('is_context') ? 'coalesce(is_context, 0) = 0' : 'true'
  const isMonth = `evidence_table in (${monthList})`
  const facts = Object.keys(rule.facts).map((name) => `max(fact_${name})::varchar`)
  await runSql(
    connection,
    `insert into ${findings}
    select
      '${rule.code}' as rule_code,
      ${level} as level,
      subject_id,
      substr(sha256('${standardVersion}|${rule.code}|${rule.subjectKind}|' || subject_id), 1, 16) as finding_id,
      cast(coalesce(sum(case when ${counted} then amount_fen end), 0) as bigint) as amount_fen,
      min(case when ${counted} and ${isMonth} then period_from end) as month_from,
      max(case when ${counted} and ${isMonth} then period_to end) as month_to,
      min(case when ${counted} and not ${isMonth} then period_from end) as day_from,
      max(case when ${counted} and not ${isMonth} then period_to end) as day_to,
      count(case when ${counted} then 1 end) as evidence_count,
      ${facts.length === 0 ? '[]::varchar[]' : `[${facts.join(', ')}]`} as fact_values,
      null as person_name,
      null as region
    from ${hits}
    where subject_id is not null
    group by subject_id`,
  )
}

/** Names and regions, looked up once for the findings of a rule. */
export async function nameSubjects(connection: DuckDBConnection, rule: Rule): Promise<void> {
  const ofRule = `rule_code = '${rule.code}'`
  if (rule.subjectKind === 'person') {
    await runSql(
      connection,
      `update finding set person_name = person.name, region = person.region
      from person where person.person_id = finding.subject_id and ${ofRule}`,
    )
  }
  if (rule.subjectKind === 'staff') {
    await runSql(
      connection,
      `update finding set person_name = staff.name
      from staff where staff.staff_id = finding.subject_id and ${ofRule}`,
    )
  }
  if (rule.subjectKind === 'employer') {
    await runSql(
      connection,
      `update finding set region = employer.region
      from employer where employer.employer_id = finding.subject_id and ${ofRule}`,
    )
  }
  if (rule.subjectKind === 'card') {
    await runSql(
      connection,
      `update finding set region = person.region
      from social_card
      join person on person.person_id = social_card.person_id
      where social_card.card_number = finding.subject_id and ${ofRule}`,
    )
  }
  if (rule.subjectKind === 'account') {
    await runSql(
      connection,
      `update finding set region = owner.region
      from (
        select hit.subject_id, arg_min(person.region, person.person_id) as region
        from ${hitTable(rule)} as hit
        join payment on payment.payment_id = hit.evidence_key
        join person on person.person_id = payment.person_id
        where hit.evidence_table = 'payment'
        group by hit.subject_id
      ) as owner
      where owner.subject_id = finding.subject_id and ${ofRule}`,
    )
  }
}

/** Money at stake by month and level, for the charts. */
export async function amountsByMonth(
  connection: DuckDBConnection,
  rule: Rule,
): Promise<{ month: number; level: number; amountFen: bigint }[]> {
  const columns = await columnsOf(connection, hitTable(rule))
  const counted = columns.has('is_context') ? 'coalesce(is_context, 0) = 0' : 'true'
  const day = `(date '1970-01-01' + cast(period_from as integer))`
  const rows = await selectRows(
    connection,
    `select
      case when evidence_table in (${monthList}) then period_from
        else year(${day}) * 12 + month(${day}) - 1 end as month,
      finding.level,
      cast(sum(hit.amount_fen) as bigint) as amount_fen
    from ${hitTable(rule)} as hit
    join finding on finding.subject_id = hit.subject_id and finding.rule_code = '${rule.code}'
    where ${counted} and period_from is not null
    group by 1, 2
    having sum(hit.amount_fen) <> 0
    order by 1, 2`,
  )
  return rows.map((row) => ({
    month: Number(row.month),
    level: Number(row.level),
    amountFen: BigInt(row.amount_fen as bigint),
  }))
}
