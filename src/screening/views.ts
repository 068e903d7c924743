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
  | 'held_role'
  | 'held_conflict'
  | 'conflicting_grant'
  | 'base_bound'
  | ReferenceName

/** Law as tables, filled before a run: rules read them like shared views. */
export type ReferenceName = 'calendar' | 'lawful_retirement' | 'role_conflict'

/** Months before and after every real one: an open start or end without nulls. */
const openStart = -1_000_000
const openEnd = 1_000_000
/** A second after every real one (the year 9999 ends at 253,402,300,799). */
const openEndSecond = 1_000_000_000_000

export const views: Readonly<Record<Exclude<ViewName, ReferenceName>, View>> = {
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
  /** Half open [from_second, to_second), all accounts of a person together; a grant revoked at once was never held. */
  held_role: {
    reads: ['role_grant', 'user_account'],
    columns: {
      holder_id: 'VARCHAR',
      staff_id: 'VARCHAR',
      role: 'VARCHAR',
      granted_day: 'INTEGER',
      from_second: 'BIGINT',
      to_second: 'BIGINT',
      grant_key: 'VARCHAR',
    },
    sql: `
      select
        coalesce(user_account.staff_id, 'account:' || role_grant.account_id) as holder_id,
        user_account.staff_id,
        role_grant.role,
        role_grant.granted_at_day as granted_day,
        role_grant.granted_at_second as from_second,
        coalesce(role_grant.revoked_at_second, ${openEndSecond}) as to_second,
        role_grant.row_key as grant_key
      from role_grant
      left join user_account on user_account.account_id = role_grant.account_id
      where role_grant.granted_at_second < coalesce(role_grant.revoked_at_second, ${openEndSecond})`,
  },
  /** Two roles of role_conflict that one holder had at the same time, from since_second until the first was revoked. */
  held_conflict: {
    reads: ['role_conflict', 'held_role'],
    columns: {
      code: 'VARCHAR',
      holder_id: 'VARCHAR',
      role_a: 'VARCHAR',
      role_b: 'VARCHAR',
      grant_key_a: 'VARCHAR',
      grant_key_b: 'VARCHAR',
      granted_day_a: 'INTEGER',
      granted_day_b: 'INTEGER',
      since_day: 'INTEGER',
      since_second: 'BIGINT',
      until_second: 'BIGINT',
    },
    sql: `
      select
        role_conflict.code,
        one.holder_id,
        one.role as role_a,
        other.role as role_b,
        one.grant_key as grant_key_a,
        other.grant_key as grant_key_b,
        one.granted_day as granted_day_a,
        other.granted_day as granted_day_b,
        case when one.from_second < other.from_second then other.granted_day else one.granted_day end as since_day,
        case when one.from_second < other.from_second then other.from_second else one.from_second end as since_second,
        case when one.to_second < other.to_second then one.to_second else other.to_second end as until_second
      from role_conflict
      join held_role as one on one.role = role_conflict.role_a
      join held_role as other
        on other.holder_id = one.holder_id
        and other.role = role_conflict.role_b
      where one.from_second < other.to_second
        and other.from_second < one.to_second`,
  },
  /**
   * Each grant that takes part in a conflict once, beside what its holder's conflicts of that rule come to: the earliest
   * pair, the number of pairs, since when, and the last second of any of them.
   */
  conflicting_grant: {
    reads: ['held_conflict'],
    columns: {
      code: 'VARCHAR',
      holder_id: 'VARCHAR',
      grant_key: 'VARCHAR',
      granted_day: 'INTEGER',
      role_a: 'VARCHAR',
      role_b: 'VARCHAR',
      pairs: 'BIGINT',
      since_day: 'INTEGER',
      until_second: 'BIGINT',
    },
    sql: `
      with ranked_conflict as (
        select
          code,
          holder_id,
          role_a,
          role_b,
          since_day,
          until_second,
          row_number() over (
            partition by code, holder_id
            order by since_second, role_a, role_b, grant_key_a, grant_key_b
          ) as place
        from held_conflict
      ),
      holder as (
        select
          code,
          holder_id,
          count(distinct role_a || ' ' || role_b) as pairs,
          max(case when place = 1 then role_a else '' end) as role_a,
          max(case when place = 1 then role_b else '' end) as role_b,
          min(since_day) as since_day,
          max(until_second) as until_second
        from ranked_conflict
        group by code, holder_id
      ),
      counted_grant as (
        select code, holder_id, grant_key_a as grant_key, granted_day_a as granted_day
        from held_conflict
        union
        select code, holder_id, grant_key_b as grant_key, granted_day_b as granted_day
        from held_conflict
      )
      select
        counted_grant.code,
        counted_grant.holder_id,
        counted_grant.grant_key,
        counted_grant.granted_day,
        holder.role_a,
        holder.role_b,
        holder.pairs,
        holder.since_day,
        holder.until_second
      from counted_grant
      join holder
        on holder.code = counted_grant.code
        and holder.holder_id = counted_grant.holder_id`,
  },
  // The bounds of the contribution base that a region's own rows give, `*` being everywhere else, in every month that
  // has normal contributions. A rule takes each bound from the employer's region, else from `*`.
  base_bound: {
    reads: ['policy_parameter', 'contribution'],
    columns: {
      region: 'VARCHAR',
      scheme: 'VARCHAR',
      period: 'INTEGER',
      min_millionths: 'BIGINT',
      min_key: 'VARCHAR',
      max_millionths: 'BIGINT',
      max_key: 'VARCHAR',
    },
    sql: `
      with contribution_month as (
        select distinct scheme, period
        from contribution
        where kind = 'NORMAL'
      ),
      valid_bound as (
        select
          policy_parameter.name,
          policy_parameter.region,
          policy_parameter.value_millionths,
          policy_parameter.row_key,
          contribution_month.scheme,
          contribution_month.period,
          row_number() over (
            partition by
              policy_parameter.name,
              policy_parameter.region,
              contribution_month.scheme,
              contribution_month.period
            order by policy_parameter.valid_from desc
          ) as place
        from policy_parameter
        join contribution_month on contribution_month.scheme = policy_parameter.scheme
        where policy_parameter.name in ('BASE_MIN', 'BASE_MAX')
          and policy_parameter.valid_from <= contribution_month.period
          and coalesce(policy_parameter.valid_to, ${openEnd}) >= contribution_month.period
      )
      select
        region,
        scheme,
        period,
        max(case when name = 'BASE_MIN' then value_millionths end) as min_millionths,
        max(case when name = 'BASE_MIN' then row_key end) as min_key,
        max(case when name = 'BASE_MAX' then value_millionths end) as max_millionths,
        max(case when name = 'BASE_MAX' then row_key end) as max_key
      from valid_bound
      where place = 1
      group by region, scheme, period`,
  },
}

/** Working days by the State Council's notices; filled by the runner from policy/, a row for each announced day. */
export const calendarColumns = { day: 'INTEGER', is_working: 'BOOLEAN', working_number: 'INTEGER' } as const

/** The lawful retirement month of each birth month; filled by the runner from policy/ with the functions of benefit/. */
export const lawfulRetirementColumns = {
  category: 'VARCHAR',
  birth_month: 'INTEGER',
  original_month: 'INTEGER',
  earliest_month: 'INTEGER',
  lawful_month: 'INTEGER',
} as const

/** Pairs of roles that one person must not hold at the same time, by the rule that looks for them. */
export const roleConflictColumns = { code: 'VARCHAR', role_a: 'VARCHAR', role_b: 'VARCHAR' } as const
