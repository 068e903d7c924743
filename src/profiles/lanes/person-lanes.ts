import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { LaneSource } from './lane-source.ts'

const handled = ['order_id', 'operator_id', 'reviewer_id'] as const

type Own = (source: Omit<LaneSource, 'condition'>) => LaneSource

function ownedBy({ personId, ofSchemes }: SoughtPerson): Own {
  const condition = sql<SqlBool>`held.person_id = ${personId}`
  return (source) => {
    const hasScheme = source.values.includes('scheme')
    return { ...source, condition: hasScheme ? sql<SqlBool>`${condition} and ${ofSchemes}` : condition }
  }
}

/** What happened to the person's rights, by his number in the register. */
function rightsLanes(own: Own): LaneSource[] {
  return [
    own({
      lane: 'ENROLMENT',
      table: 'enrolment',
      from: 'started_on',
      to: 'ended_on',
      values: ['scheme', 'status', 'end_reason', 'employer_id'],
    }),
    own({
      lane: 'RETIREMENT',
      table: 'retirement',
      from: 'retire_month',
      values: ['kind', 'scheme', 'total', 'contribution_months', 'operator_id', 'reviewer_id', 'approver_id'],
    }),
    own({
      lane: 'ENTITLEMENT',
      table: 'entitlement',
      from: 'starts',
      to: 'ended',
      values: ['benefit', 'scheme', 'status', 'status_reason', 'monthly_amount'],
    }),
    own({
      lane: 'STATUS',
      table: 'entitlement_change',
      from: 'recorded_at',
      values: ['kind', 'reason', 'effective', 'amount_before', 'amount_after', 'method', ...handled],
    }),
    own({
      lane: 'CERTIFICATION',
      table: 'certification',
      from: 'certified_at',
      values: ['result', 'channel', 'operator_id'],
    }),
  ]
}

/** What happened to where the money goes, and to what is known of the person. */
function accountAndKeyLanes(own: Own): LaneSource[] {
  return [
    own({
      lane: 'ACCOUNT',
      table: 'payee_account',
      from: 'valid_from',
      to: 'valid_to',
      values: ['kind', 'account_number', 'bank', 'holder_name', 'holder_kind'],
    }),
    own({
      lane: 'ACCOUNT_CHANGE',
      table: 'payee_account_change',
      from: 'recorded_at',
      values: ['old_account', 'new_account', 'channel', ...handled],
    }),
    own({
      lane: 'CARD',
      table: 'social_card',
      from: 'made_on',
      to: 'recalled_on',
      values: ['status', 'card_number', 'bank', 'issued_on', 'activated_on'],
    }),
    own({
      lane: 'KEY_CHANGE',
      table: 'person_change',
      from: 'recorded_at',
      values: ['field', 'old_value', 'new_value', ...handled],
    }),
    own({
      lane: 'ADJUSTMENT',
      table: 'account_adjustment',
      from: 'recorded_at',
      values: [
        'kind',
        'scheme',
        'period_from',
        'period_to',
        'months',
        'amount',
        'operator_id',
        'reviewer_id',
      ],
    }),
    own({
      lane: 'CORE_ORDER',
      table: 'business_order',
      from: 'applied_at',
      values: ['function_code', 'status', 'channel', 'amount', 'order_id'],
    }),
  ]
}

/** What others delivered about whoever has this identity number. */
function deliveredLanes(idNumber: string): LaneSource[] {
  const condition = sql<SqlBool>`held.id_number = ${idNumber}`
  const delivered = (source: Omit<LaneSource, 'condition'>): LaneSource => ({ ...source, condition })
  return [
    delivered({
      lane: 'DEATH',
      table: 'death',
      from: 'died_on',
      values: ['source', 'died_on', 'reported_on', 'revoked'],
    }),
    delivered({
      lane: 'CUSTODY',
      table: 'imprisonment',
      from: 'started_on',
      to: 'ended_on',
      values: ['kind'],
    }),
    delivered({
      lane: 'ELSEWHERE',
      table: 'other_region_benefit',
      from: 'starts',
      to: 'ended',
      values: ['benefit', 'scheme', 'region', 'monthly_amount'],
    }),
  ]
}

function returnLane(personId: string): LaneSource {
  return {
    lane: 'RETURN',
    table: 'payment_return',
    from: 'returned_on',
    to: 'handled_on',
    values: ['reason', 'handled_by'],
    joined: sql`inner join register.payment on payment.payment_id = held.payment_id`,
    condition: sql<SqlBool>`payment.person_id = ${personId}`,
  }
}

export interface SoughtPerson {
  readonly personId: string
  readonly idNumber: string
  /** On `held.scheme`. */
  readonly ofSchemes: RawBuilder<SqlBool>
}

export function personLanes(person: SoughtPerson): LaneSource[] {
  const { personId, idNumber } = person
  const own = ownedBy(person)
  return [...rightsLanes(own), ...accountAndKeyLanes(own), returnLane(personId), ...deliveredLanes(idNumber)]
}

/** Of all persons in the scope that an account pays: `visible` is on `person.region`. */
export function accountLanes(accountNumber: string, visible: RawBuilder<SqlBool>): LaneSource[] {
  const joined = sql`inner join register.person on person.person_id = held.person_id`
  return [
    {
      lane: 'ACCOUNT',
      table: 'payee_account',
      from: 'valid_from',
      to: 'valid_to',
      values: ['person_id', 'holder_name', 'holder_kind', 'kind', 'bank'],
      joined,
      narrow: sql<SqlBool>`held.account_number = ${accountNumber}`,
      condition: visible,
    },
    {
      lane: 'ACCOUNT_CHANGE',
      table: 'payee_account_change',
      from: 'recorded_at',
      values: ['person_id', 'old_account', 'new_account', 'channel', ...handled],
      joined,
      narrow: sql<SqlBool>`(held.old_account = ${accountNumber} or held.new_account = ${accountNumber})`,
      condition: visible,
    },
  ]
}
