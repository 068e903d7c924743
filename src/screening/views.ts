import type { TableName } from '#standard/tables.ts'

/** What several rules share (core-rules, Words): built once a run, read by rules like tables. */
export interface View {
  readonly reads: readonly (TableName | ViewName)[]
  /** Column → SQL type: what a rule may rely on. */
  readonly columns: Readonly<Record<string, string>>
  readonly sql: string
  /** The one table it groups by person_id: it may be built from one person range after the other. */
  readonly groupsByPerson?: TableName
}

export type ViewName =
  | 'death_source'
  | 'death_date'
  | 'death_withdrawn'
  | 'guardian_account'
  | 'monthly_total'
  | 'holder'
  | 'calendar'

/** Months before and after every real one: an open start or end without nulls. */
const openStart = -1_000_000
const openEnd = 1_000_000

export const views: Readonly<Record<Exclude<ViewName, 'calendar'>, View>> = {
  death_source: {
    reads: ['death', 'person'],
    columns: {
      person_id: 'VARCHAR',
      source: 'VARCHAR',
      source_rank: 'INTEGER',
      died_on_day: 'INTEGER',
      died_on_month: 'INTEGER',
      is_name_equal: 'BOOLEAN',
      evidence_table: 'VARCHAR',
      evidence_key: 'VARCHAR',
    },
    sql: `
      with reported as (
        select
          person.person_id,
          death.source,
          case death.source
            when 'HEALTH' then 1
            when 'POLICE' then 2
            when 'COURT' then 3
            when 'CIVIL_AFFAIRS' then 4
            else 5
          end as source_rank,
          death.died_on_day,
          death.died_on_month,
          death.name_normalised = person.name_normalised as is_name_equal,
          'death' as evidence_table,
          death.row_key as evidence_key
        from death
        join person on person.id_number = death.id_number
        where coalesce(death.revoked, false) = false
      ),
      registered as (
        select
          person_id,
          'REGISTER' as source,
          6 as source_rank,
          death_date_day as died_on_day,
          death_date_month as died_on_month,
          true as is_name_equal,
          'person' as evidence_table,
          person_id as evidence_key
        from person
        where life_status = 'DEAD'
          and death_date_day is not null
      )
      select person_id, source, source_rank, died_on_day, died_on_month, is_name_equal, evidence_table, evidence_key
      from reported
      union all
      select person_id, source, source_rank, died_on_day, died_on_month, is_name_equal, evidence_table, evidence_key
      from registered`,
  },
  death_date: {
    reads: ['death_source'],
    columns: {
      person_id: 'VARCHAR',
      death_day: 'INTEGER',
      death_month: 'INTEGER',
      source: 'VARCHAR',
    },
    sql: `
      with ranked as (
        select
          person_id,
          died_on_day,
          died_on_month,
          source,
          row_number() over (partition by person_id order by source_rank, died_on_day) as place
        from death_source
      )
      select person_id, died_on_day as death_day, died_on_month as death_month, source
      from ranked
      where place = 1`,
  },
  death_withdrawn: {
    reads: ['death', 'person'],
    columns: { person_id: 'VARCHAR' },
    sql: `
      select person.person_id
      from death
      join person on person.id_number = death.id_number
      group by person.person_id
      having min(case when coalesce(death.revoked, false) then 1 else 0 end) = 1`,
  },
  guardian_account: {
    reads: ['payee_account'],
    columns: {
      account_number: 'VARCHAR',
      person_id: 'VARCHAR',
      from_month: 'INTEGER',
      to_month: 'INTEGER',
    },
    sql: `
      select
        account_number,
        person_id,
        coalesce(valid_from_month, ${openStart}) as from_month,
        coalesce(valid_to_month, ${openEnd}) as to_month
      from payee_account
      where holder_kind in ('GUARDIAN', 'INSTITUTION')
        and (valid_from_day is null or valid_to_day is null or valid_from_day <= valid_to_day)`,
  },
  monthly_total: {
    reads: ['payment'],
    groupsByPerson: 'payment',
    columns: {
      person_id: 'VARCHAR',
      scheme: 'VARCHAR',
      pay_month: 'INTEGER',
      total_fen: 'BIGINT',
      regular_fen: 'BIGINT',
      regular_lines: 'BIGINT',
    },
    sql: `
      select
        person_id,
        scheme,
        pay_month,
        cast(sum(amount_fen) as bigint) as total_fen,
        cast(sum(case when kind = 'REGULAR' then amount_fen else 0 end) as bigint) as regular_fen,
        cast(sum(case when kind = 'REGULAR' then 1 else 0 end) as bigint) as regular_lines
      from payment
      where status = 'PAID'
      group by person_id, scheme, pay_month`,
  },
  holder: {
    reads: ['payment', 'payee_account', 'account_verification'],
    columns: { account_number: 'VARCHAR', person_id: 'VARCHAR', holder_id_number: 'VARCHAR' },
    sql: `
      with paid_to as (
        select distinct account_number, person_id
        from payment
        where account_number is not null
      )
      select
        paid_to.account_number,
        paid_to.person_id,
        coalesce(account_verification.holder_id_number, payee_account.holder_id_number) as holder_id_number
      from paid_to
      left join account_verification on account_verification.account_number = paid_to.account_number
      left join payee_account
        on payee_account.account_number = paid_to.account_number
        and payee_account.person_id = paid_to.person_id`,
  },
}

/** Working days by the State Council's notices; filled by the runner from policy/, a row for each announced day. */
export const calendarColumns = { day: 'INTEGER', is_working: 'BOOLEAN', working_number: 'INTEGER' } as const
