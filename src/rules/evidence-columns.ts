/**
 * The columns that rows of evidence show, for the tables that many rules show: a reader of several findings finds the
 * same thing in the same place. A rule adds what only it needs.
 */
export const paymentColumns = [
  'pay_month',
  'period_from',
  'period_to',
  'scheme',
  'benefit',
  'kind',
  'amount',
  'account_number',
  'batch_id',
] as const

/** What is known of a death: the reports, and the person's own entry in the register. */
export const deathColumns = {
  death: ['source', 'name', 'died_on', 'reported_on'],
  person: ['life_status', 'death_date'],
} as const

export const payeeAccountColumns = [
  'holder_name',
  'holder_kind',
  'kind',
  'bank',
  'valid_from',
  'valid_to',
] as const

export const accountChangeColumns = [
  'recorded_at',
  'old_account',
  'new_account',
  'channel',
  'planned_batch',
  'order_id',
  'operator_id',
  'reviewer_id',
  'operator_terminal',
  'reviewer_terminal',
] as const
