import type { TableName } from '#standard/tables.ts'
import type { SubjectKind } from '../finding.ts'
import type { Rule } from '../rule.ts'

/**
 * How the register is narrowed to the subjects concerned (platform.md 5), so that a check reads some hundred rows and
 * not some million.
 *
 * A rule's `key` says what decides together: all its rows of one person, account, employer … It is therefore enough that
 * the rows of the subjects judged are whole; rows of other subjects may be there or not, and what the rule says of those
 * is dropped. For each key the table below says which rows of each table can take part in a judgement:
 *
 * - `:set` is an array of ids, made by concerned-subjects.ts: the ids the order names and those of the rows it touches,
 *   before and after, and what the register links to them;
 * - a bare table name is that table as narrowed before, the order's effect included: so a death is looked up by the id
 *   number a person will have.
 *
 * It is always `= any` of an array, never a join: an index look-up, however many rows the planner expects.
 * `null` is the whole table: for the few that are small and belong to nobody. A table that is not listed for a key is
 * read by no rule of that key; a test holds this to the catalogue, and the parity of random data holds it to the truth.
 */
export type SubjectSet =
  | 'persons'
  | 'resent'
  | 'entitlements'
  | 'accounts'
  | 'batches'
  | 'orders'
  | 'staff'
  | 'users'
  | 'employers'
  | 'fund_accounts'

type Narrowing = readonly (readonly [TableName, string | null])[]

const ofPerson = 'person_id = any(:persons)'
const idNumberOfPerson = 'id_number = any(array(select id_number from person))'

const holderOfAccount = `id_number = any(array(
  select holder_id_number from account_verification
  union all
  select holder_id_number from payee_account
))`

/** In the order in which they are built: a table may look at those before it. */
export const narrowings: Readonly<Record<Rule['key'], Narrowing>> = {
  person: [
    ['person', ofPerson],
    ['enrolment', ofPerson],
    ['contribution', ofPerson],
    ['account_adjustment', ofPerson],
    ['retirement', ofPerson],
    ['entitlement', ofPerson],
    // A stop of one entitlement and its resumption decide together, whoever stands in the rows (DTH-02).
    ['entitlement_change', `${ofPerson} or entitlement_id = any(:entitlements)`],
    ['payee_account', ofPerson],
    ['payee_account_change', ofPerson],
    ['social_card', ofPerson],
    ['certification', ofPerson],
    ['person_change', ofPerson],
    // A line that was sent again is compared with the one that came back (ACC-10).
    ['payment', `${ofPerson} or entitlement_id = any(:entitlements) or payment_id = any(:resent)`],
    ['payment_return', 'payment_id = any(array(select payment_id from payment))'],
    ['payment_batch', 'batch_id = any(array(select batch_id from payment))'],
    ['account_verification', 'account_number = any(array(select account_number from payment))'],
    ['death', idNumberOfPerson],
    ['imprisonment', idNumberOfPerson],
    ['other_region_benefit', idNumberOfPerson],
    ['employer', 'employer_id = any(array(select employer_id from contribution))'],
    ['policy_parameter', null],
  ],
  account: [
    ['payment', 'account_number = any(:accounts)'],
    ['payee_account', 'account_number = any(:accounts)'],
    ['account_verification', 'account_number = any(:accounts)'],
    ['person', 'person_id = any(array(select person_id from payment))'],
    ['staff', holderOfAccount],
    ['staff_relative', holderOfAccount],
  ],
  batch: [
    ['payment_batch', 'batch_id = any(:batches)'],
    ['payment', 'batch_id = any(:batches)'],
  ],
  order: [
    ['business_order', 'order_id = any(:orders)'],
    ['business_step', 'order_id = any(:orders)'],
  ],
  staff: [
    ['staff', 'staff_id = any(:staff)'],
    ['user_account', 'account_id = any(:users)'],
    ['role_grant', 'account_id = any(:users)'],
    ['post_assignment', 'staff_id = any(:staff)'],
    ['operation', 'staff_id = any(:staff) or account_id = any(:users)'],
    ['overtime', 'staff_id = any(:staff)'],
  ],
  employer: [
    ['employer', 'employer_id = any(:employers)'],
    ['contribution_declaration', 'employer_id = any(:employers)'],
    ['contribution', 'employer_id = any(:employers)'],
    ['taxed_wage', 'credit_code = any(array(select credit_code from employer))'],
    ['person', 'person_id = any(array(select person_id from contribution))'],
    ['policy_parameter', null],
  ],
  fund_account: [
    ['fund_account', 'fund_account_id = any(:fund_accounts)'],
    ['bank_transaction', 'fund_account_id = any(:fund_accounts)'],
    ['payment_batch', 'batch_id = any(array(select batch_id from bank_transaction))'],
    ['approved_payee', 'account_number = any(array(select counterparty_account from bank_transaction))'],
    ['reconciliation', 'fund_account_id = any(:fund_accounts)'],
    ['user_account', 'staff_id = any(array(select reviewed_by from reconciliation))'],
    ['role_grant', 'account_id = any(array(select account_id from user_account))'],
  ],
}

/** Which findings are kept: those of the subjects whose rows are whole. */
export const judgedSubjects: Readonly<Record<SubjectKind, string>> = {
  person: 'subject_id = any(:persons)',
  account: 'subject_id = any(:accounts)',
  batch: 'subject_id = any(:batches)',
  order: 'subject_id = any(:orders)',
  employer: 'subject_id = any(:employers)',
  fund_account: 'subject_id = any(:fund_accounts)',
  card: 'subject_id = any(array(select card_number from social_card))',
  // Without a member of staff an account stands for itself (core-rules, Words).
  staff: `(subject_id = any(:staff) or substr(subject_id, 9) = any(:users) and subject_id like 'account:%')`,
  user_account: 'subject_id = any(array(select account_id from user_account))',
  bank_transaction: 'subject_id = any(array(select row_key from bank_transaction))',
  reconciliation: 'subject_id = any(array(select reconciliation_id from reconciliation))',
}
