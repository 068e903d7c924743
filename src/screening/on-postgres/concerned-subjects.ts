import type { AssumedEffect } from '#register/register-change.ts'
import type { RegisterRow } from '#register/register-row.ts'
import type { TableName } from '#standard/tables.ts'
import type { SubjectSet } from './narrowing.ts'

/**
 * Whom an order concerns: what the caller names, the ids in every row that the effect touches, before and after, and
 * what the register links to them (scope-statement.ts).
 */
export interface Subjects {
  readonly persons?: readonly string[]
  readonly accounts?: readonly string[]
  readonly cards?: readonly string[]
  readonly batches?: readonly string[]
  readonly orders?: readonly string[]
  readonly staff?: readonly string[]
  /** Accounts of the business system. */
  readonly users?: readonly string[]
  readonly employers?: readonly string[]
  readonly fundAccounts?: readonly string[]
}

/** Ids to begin with; the register adds to them. */
export type Seed =
  | SubjectSet
  | 'cards'
  /** Whose own row in the register changes: the employers who declare wages under their number (CTR-02). */
  | 'identified'
  /** Of deaths, prison terms and benefits elsewhere: the persons with that number. */
  | 'id_numbers'
  /** Accounts whose holder was verified: everybody paid there may be paid to a stranger (ACC-10). */
  | 'verified_accounts'
  /** Lines that changed, or their returns: whoever had one of them sent again (ACC-10). */
  | 'changed_payments'
  /** Of staff and their relatives: the accounts that they hold (ACC-05). */
  | 'insiders'
  | 'credit_codes'
  /** Staff whose roles changed: the reconciliations that they reviewed (FIN-06). */
  | 'reviewers'
  /** Batches that came or went: the statement lines that name them (FIN-03). */
  | 'changed_batches'

export type Seeds = Readonly<Record<Seed, readonly string[]>>

const seedNames: readonly Seed[] = [
  'persons',
  'resent',
  'entitlements',
  'accounts',
  'batches',
  'orders',
  'staff',
  'users',
  'employers',
  'fund_accounts',
  'cards',
  'identified',
  'id_numbers',
  'verified_accounts',
  'changed_payments',
  'insiders',
  'credit_codes',
  'reviewers',
  'changed_batches',
]

/** What a touched row names. `person_id` names a person in whatever table it stands. */
const seedColumns: Readonly<Partial<Record<TableName, readonly (readonly [string, Seed])[]>>> = {
  person: [
    ['id_number', 'id_numbers'],
    ['person_id', 'identified'],
  ],
  employer: [
    ['employer_id', 'employers'],
    ['credit_code', 'credit_codes'],
  ],
  contribution: [['employer_id', 'employers']],
  contribution_declaration: [['employer_id', 'employers']],
  entitlement_change: [['entitlement_id', 'entitlements']],
  payee_account: [['account_number', 'accounts']],
  payee_account_change: [
    ['old_account', 'accounts'],
    ['new_account', 'accounts'],
  ],
  payment_batch: [
    ['batch_id', 'batches'],
    ['batch_id', 'changed_batches'],
  ],
  payment: [
    ['account_number', 'accounts'],
    ['batch_id', 'batches'],
    ['payment_id', 'changed_payments'],
    ['resend_of', 'resent'],
    ['entitlement_id', 'entitlements'],
  ],
  payment_return: [['payment_id', 'changed_payments']],
  social_card: [['card_number', 'cards']],
  staff: [
    ['staff_id', 'staff'],
    ['id_number', 'insiders'],
  ],
  staff_relative: [['id_number', 'insiders']],
  user_account: [
    ['account_id', 'users'],
    ['staff_id', 'staff'],
    ['staff_id', 'reviewers'],
  ],
  role_grant: [['account_id', 'users']],
  post_assignment: [['staff_id', 'staff']],
  operation: [
    ['staff_id', 'staff'],
    ['account_id', 'users'],
  ],
  business_order: [['order_id', 'orders']],
  business_step: [['order_id', 'orders']],
  overtime: [['staff_id', 'staff']],
  death: [['id_number', 'id_numbers']],
  imprisonment: [['id_number', 'id_numbers']],
  other_region_benefit: [['id_number', 'id_numbers']],
  taxed_wage: [
    ['id_number', 'id_numbers'],
    ['credit_code', 'credit_codes'],
  ],
  account_verification: [
    ['account_number', 'accounts'],
    ['account_number', 'verified_accounts'],
  ],
  fund_account: [['fund_account_id', 'fund_accounts']],
  bank_transaction: [['fund_account_id', 'fund_accounts']],
  reconciliation: [['fund_account_id', 'fund_accounts']],
}

function addRow(
  seeds: Readonly<Record<Seed, Set<string>>>,
  columns: readonly (readonly [string, Seed])[],
  row: RegisterRow,
): void {
  for (const [column, seed] of columns) {
    const value = row[column]
    if (typeof value === 'string') seeds[seed].add(value)
  }
}

export function seedsOf(subjects: Subjects, effect: AssumedEffect): Seeds {
  const seeds = Object.fromEntries(seedNames.map((name) => [name, new Set<string>()])) as Record<
    Seed,
    Set<string>
  >
  const { fundAccounts = [], ...named } = subjects
  for (const id of fundAccounts) seeds.fund_accounts.add(id)
  for (const [name, ids] of Object.entries(named)) for (const id of ids) seeds[name as Seed].add(id)
  for (const [name, { before, after }] of effect) {
    const columns = [['person_id', 'persons'] as const, ...(seedColumns[name] ?? [])]
    for (const row of [...before.values(), ...after.values()]) addRow(seeds, columns, row)
  }
  // A role of an account is one of its holder: the reviewers are found through the accounts.
  return Object.fromEntries(seedNames.map((name) => [name, [...seeds[name]].sort()])) as unknown as Seeds
}
