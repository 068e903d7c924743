/**
 * The holder of the account of a payment line (core-rules, Words): whom the bank names, and where it has no row or no
 * number, whom the register of payees names for that account and person. A shared view of all accounts would be built for
 * every person, though the rules ask for few lines: so what they share is this text.
 */
export const holderIdNumber =
  'coalesce(account_verification.holder_id_number, payee_account.holder_id_number)'

/** Joins what `holderIdNumber` reads to a step that has account_number and person_id. */
export function joinHolder(step: string): string {
  return `left join account_verification on account_verification.account_number = ${step}.account_number
      left join payee_account
        on payee_account.account_number = ${step}.account_number
        and payee_account.person_id = ${step}.person_id`
}
