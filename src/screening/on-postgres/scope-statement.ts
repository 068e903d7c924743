import { prepared } from '#register/read-rows.ts'
import type { Seed } from './concerned-subjects.ts'
import type { SubjectSet } from './narrowing.ts'

/** `= any` of an array, never a join: it is an index look-up whatever the planner expects of the sets before it. */
const among = (set: string, column: string): string => `= any(array(select ${column} from ${set}))`

/**
 * One statement that tells a check all it must know beforehand: the ids of every set (narrowing.ts), the birth months of
 * the persons for the lawful retirement months, the latest month that was paid, and how far each table reaches. It reads
 * the register as it is; what the effect adds or changes is among the seeds, row by row, and more ids than needed change
 * no judgement.
 */
const steps: readonly (readonly [string, string])[] = [
  [
    'person_concerned',
    `select unnest(:persons) as person_id
    union
    select person_id from register.person where id_number = any(:id_numbers)
    union
    select person_id from register.social_card where card_number = any(:cards)
    union
    select person_id from register.payment where resend_of = any(:changed_payments)
    union
    select person_id from register.entitlement_change where entitlement_id = any(:entitlements)
    union
    select person_id from register.payment where account_number = any(:verified_accounts)`,
  ],
  [
    'line_concerned',
    `select account_number, resend_of
    from register.payment
    where person_id ${among('person_concerned', 'person_id')}`,
  ],
  [
    'account_concerned',
    `select unnest(:accounts) as account_number
    union
    select account_number from line_concerned where account_number is not null
    union
    select account_number
    from register.payee_account
    where person_id ${among('person_concerned', 'person_id')}
    union
    select account_number from register.payee_account where holder_id_number = any(:insiders)
    union
    select account_number from register.account_verification where holder_id_number = any(:insiders)`,
  ],
  [
    'line_resent',
    `select unnest(:resent) as payment_id
    union
    select resend_of from line_concerned where resend_of is not null`,
  ],
  [
    'entitlement_concerned',
    `select unnest(:entitlements) as entitlement_id
    union
    select entitlement_id
    from register.entitlement_change
    where person_id ${among('person_concerned', 'person_id')}`,
  ],
  [
    'staff_concerned',
    `select unnest(:staff) as staff_id
    union
    select staff_id
    from register.user_account
    where account_id = any(:users)
      and staff_id is not null`,
  ],
  [
    'user_concerned',
    `select unnest(:users) as account_id
    union
    select account_id
    from register.user_account
    where staff_id ${among('staff_concerned', 'staff_id')}`,
  ],
  [
    'reviewer_concerned',
    `select unnest(:reviewers) as staff_id
    union
    select staff_id from staff_concerned where cardinality(:users) > 0`,
  ],
  [
    'employer_concerned',
    `select unnest(:employers) as employer_id
    union
    select employer_id from register.employer where credit_code = any(:credit_codes)
    union
    select employer_id
    from register.contribution
    where person_id = any(:identified)
      and employer_id is not null`,
  ],
  [
    'fund_account_concerned',
    `select unnest(:fund_accounts) as fund_account_id
    union
    select fund_account_id from register.bank_transaction where batch_id = any(:changed_batches)
    union
    select fund_account_id
    from register.reconciliation
    where reviewed_by ${among('reviewer_concerned', 'staff_id')}`,
  ],
  [
    'birth_month_concerned',
    `select distinct birth_date_month
    from register.person
    where person_id ${among('person_concerned', 'person_id')}
      and birth_date_month is not null`,
  ],
]

const sets: Readonly<Record<SubjectSet, string>> = {
  persons: 'select person_id from person_concerned order by person_id',
  resent: 'select payment_id from line_resent order by payment_id',
  entitlements: 'select entitlement_id from entitlement_concerned order by entitlement_id',
  accounts: 'select account_number from account_concerned order by account_number',
  batches: 'select unnest(:batches)',
  orders: 'select unnest(:orders)',
  staff: 'select staff_id from staff_concerned order by staff_id',
  users: 'select account_id from user_concerned order by account_id',
  employers: 'select employer_id from employer_concerned order by employer_id',
  fund_accounts: 'select fund_account_id from fund_account_concerned order by fund_account_id',
}

export type ScopeParameter = Seed | 'hidden_payments' | 'as_of_month'

export interface ScopeStatement {
  readonly name: string
  readonly text: string
  readonly parameters: readonly ScopeParameter[]
}

function buildScopeStatement({ isNarrowed }: { readonly isNarrowed: boolean }): ScopeStatement {
  const parameters: ScopeParameter[] = []
  const bound = (text: string): string =>
    text.replace(/(?<!:):([a-z_]+)/g, (_, name: ScopeParameter) => {
      if (!parameters.includes(name)) parameters.push(name)
      const type = name === 'as_of_month' ? 'integer' : 'text[]'
      return `cast($${parameters.indexOf(name) + 1} as ${type})`
    })
  const births = isNarrowed
    ? 'select birth_date_month from birth_month_concerned order by birth_date_month'
    : `select distinct birth_date_month
      from register.person
      where birth_date_month is not null
      order by birth_date_month`
  const columns = isNarrowed ? Object.entries(sets).map(([name, sql]) => `array(${sql}) as ${name}`) : []
  const text = `
    ${isNarrowed ? `with ${steps.map(([name, sql]) => `${name} as (${sql})`).join(', ')}` : ''}
    select
      ${columns.map((column) => `${column},`).join(' ')}
      array(${births}) as birth_months,
      (
        select pay_month
        from register.payment
        where status = 'PAID'
          and pay_month <= :as_of_month
          and not payment_id = any(:hidden_payments)
        order by pay_month desc
        limit 1
      ) as latest_month,
      (select coalesce(jsonb_agg(to_jsonb(feed) order by table_name), '[]') from register.feed) as feeds`
  return { ...prepared(bound(text)), parameters }
}

/** One for the subjects concerned, one for the whole register, where nobody in particular is. */
export const scopeStatements: Readonly<Record<'narrowed' | 'whole', ScopeStatement>> = {
  narrowed: buildScopeStatement({ isNarrowed: true }),
  whole: buildScopeStatement({ isNarrowed: false }),
}
