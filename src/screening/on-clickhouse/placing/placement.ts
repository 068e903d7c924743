import type { TableName } from '#standard/tables.ts'
import type { Rule } from '../../rule.ts'

/**
 * Where the rows of a table go, so that every rule finds on one shard all that decides one of its keys: for each key of
 * rules each shard has a database, and there the tables that rules of that key read. Nothing but a copy that is only
 * looked up stands on two shards, so what a shard finds is whole and its own.
 *
 * - `by`: the row goes where the value of a column leads; `person` and `desk` are homes (homes.ts).
 * - `with`: a copy goes wherever a row of `table` is whose `to` equals the `column` of this row.
 * - `everywhere`: small, every shard has it. What is not named is everywhere, and no rule of the key takes it as what
 *   counts: it would count on every shard.
 */
export type Placement =
  | { readonly home: 'person' | 'desk' }
  | { readonly by: string }
  | { readonly with: Joined }
  | 'everywhere'

export interface Joined {
  readonly table: TableName
  readonly column: string
  readonly to: string
}

type Placements = Readonly<Partial<Record<TableName, Placement>>>

const person = { home: 'person' } as const
const ofPerson = { with: { table: 'person', column: 'id_number', to: 'id_number' } } as const
const order = { by: 'order_id' } as const
const employer = { by: 'employer_id' } as const
const account = { by: 'account_number' } as const
const desk = { home: 'desk' } as const
const fundAccount = { by: 'fund_account_id' } as const
const batch = { by: 'batch_id' } as const

/** In the order they are placed: a table after the one it goes with. */
export const placements: Readonly<Record<Rule['key'], Placements>> = {
  person: {
    person,
    enrolment: person,
    contribution: person,
    account_adjustment: person,
    retirement: person,
    entitlement: person,
    entitlement_change: person,
    payee_account: person,
    payee_account_change: person,
    payment: person,
    social_card: person,
    certification: person,
    person_change: person,
    payment_return: { with: { table: 'payment', column: 'payment_id', to: 'payment_id' } },
    account_verification: { with: { table: 'payment', column: 'account_number', to: 'account_number' } },
    death: ofPerson,
    imprisonment: ofPerson,
    other_region_benefit: ofPerson,
  },
  account: {
    payment: account,
    payee_account: account,
    account_verification: account,
    person: { with: { table: 'payment', column: 'person_id', to: 'person_id' } },
  },
  batch: { payment: batch, payment_batch: batch },
  employer: {
    contribution: employer,
    contribution_declaration: employer,
    person: { with: { table: 'contribution', column: 'person_id', to: 'person_id' } },
    taxed_wage: ofPerson,
  },
  order: { business_order: order, business_step: order },
  staff: {
    staff: desk,
    user_account: desk,
    role_grant: desk,
    post_assignment: desk,
    operation: desk,
  },
  fund_account: { fund_account: fundAccount, bank_transaction: fundAccount, reconciliation: fundAccount },
}

export function placementOf(key: Rule['key'], table: TableName): Placement {
  return placements[key][table] ?? 'everywhere'
}
