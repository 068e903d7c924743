import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { LaneSource } from './lane-source.ts'

export interface SoughtEmployer {
  readonly employerId: string
  readonly creditCode: string | null
  /** On `person.region` and `held.scheme`: of the people enrolled only those in the scope. */
  readonly visible: RawBuilder<SqlBool>
}

export function employerLanes({ employerId, creditCode, visible }: SoughtEmployer): LaneSource[] {
  return [
    {
      lane: 'MARKET',
      table: 'market_entity',
      from: 'registered_on',
      to: 'cancelled_on',
      values: ['status', 'name', 'employee_count'],
      condition: sql<SqlBool>`held.credit_code = ${creditCode}`,
    },
    {
      lane: 'ENROLMENT',
      table: 'enrolment',
      from: 'started_on',
      to: 'ended_on',
      values: ['person_id', 'scheme', 'status', 'end_reason'],
      joined: sql`inner join register.person on person.person_id = held.person_id`,
      narrow: sql<SqlBool>`held.employer_id = ${employerId}`,
      condition: visible,
    },
  ]
}

/** What the agency's core system said of a member of staff. */
export function staffLanes(staffId: string): LaneSource[] {
  const condition = sql<SqlBool>`held.staff_id = ${staffId}`
  return [
    {
      lane: 'POST',
      table: 'post_assignment',
      from: 'started_on',
      to: 'ended_on',
      values: ['post', 'is_key_post', 'is_substitute'],
      condition,
    },
    {
      lane: 'USER_ACCOUNT',
      table: 'user_account',
      from: 'created_at',
      to: 'disabled_at',
      values: ['account_id', 'status', 'login_method'],
      condition,
    },
    {
      lane: 'ROLE',
      table: 'role_grant',
      from: 'granted_at',
      to: 'revoked_at',
      values: ['role', 'account_id'],
      joined: sql`inner join register.user_account on user_account.account_id = held.account_id`,
      condition: sql<SqlBool>`user_account.staff_id = ${staffId}`,
    },
    {
      lane: 'OVERTIME',
      table: 'overtime',
      from: 'started_at',
      to: 'ended_at',
      values: ['started_at', 'ended_at'],
      condition,
    },
  ]
}
