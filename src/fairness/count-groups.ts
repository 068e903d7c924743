import type { DuckDBConnection } from '@duckdb/node-api'
import { parseDay } from '#base/calendar-math.ts'
import { assert } from '#base/refusal.ts'
import { runSql, selectRows, sqlText, streamRows } from '#platform/duckdb.ts'
import { ageGroupSql } from './groups.ts'

/** In the database of a run, after it: who was screened and who was found, by group. */

export interface GroupCount {
  /** Empty: of any rule. */
  readonly rule_code: string
  /** The six digits of the county; null: the delivery does not say. */
  readonly region: string | null
  readonly sex: string
  readonly age_group: string
  readonly persons: number
  readonly found: number
}

export interface FindingGroup {
  readonly finding_id: string
  readonly region: string | null
  readonly sex: string
  readonly age_group: string
}

interface Counted {
  /** YYYY-MM-DD: the day of the run in the data's time. */
  readonly asOf: string
  /** Codes of the rules whose findings are about persons. */
  readonly ruleCodes: readonly string[]
}

async function groupPersons(connection: DuckDBConnection, { asOf, ruleCodes }: Counted): Promise<void> {
  assert(parseDay(asOf) !== null, `${asOf} is a day`)
  await runSql(
    connection,
    `create or replace temp table grouped_person as
    select
      person_id,
      nullif(left(region, 6), '') as region,
      case when sex in ('1', '2') then sex else '9' end as sex,
      ${ageGroupSql('birth_date', asOf)} as age_group
    from person`,
  )
  const codes = ruleCodes.length === 0 ? 'null' : ruleCodes.map(sqlText).join(', ')
  await runSql(
    connection,
    `create or replace temp table person_finding as
    select finding_id, rule_code, subject_id from finding where rule_code in (${codes})`,
  )
}

export async function countGroups(connection: DuckDBConnection, counted: Counted): Promise<GroupCount[]> {
  await groupPersons(connection, counted)
  const rows = await selectRows(
    connection,
    `with found as (
      select distinct rule_code, subject_id from person_finding
    ),
    found_at_all as (select distinct subject_id from found)
    select '' as rule_code, region, sex, age_group, count(*) as persons, count(found_at_all.subject_id) as found
    from grouped_person
    left join found_at_all on found_at_all.subject_id = grouped_person.person_id
    group by region, sex, age_group
    union all
    select found.rule_code, region, sex, age_group, 0 as persons, count(*) as found
    from grouped_person
    join found on found.subject_id = grouped_person.person_id
    group by found.rule_code, region, sex, age_group`,
  )
  return rows.map((row) => ({
    rule_code: String(row.rule_code),
    region: row.region === null ? null : String(row.region),
    sex: String(row.sex),
    age_group: String(row.age_group),
    persons: Number(row.persons),
    found: Number(row.found),
  }))
}

/** After `countGroups`: the groups of each person that was found, some thousand at a time. */
export async function* readFindingGroups(
  connection: DuckDBConnection,
): AsyncGenerator<readonly FindingGroup[]> {
  const statement = `select finding_id, grouped_person.region as region, sex, age_group
    from person_finding
    join grouped_person on grouped_person.person_id = person_finding.subject_id`
  for await (const rows of streamRows(connection, statement)) {
    yield rows.map((row) => ({
      finding_id: String(row.finding_id),
      region: row.region === null ? null : String(row.region),
      sex: String(row.sex),
      age_group: String(row.age_group),
    }))
  }
}
