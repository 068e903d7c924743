/**
 * What the two acts of an account change write, as one statement each without any check: the yardstick. The rows of the
 * kernel are those of bench/records/bare-writes.ts; these are the register's, of the review.
 */
export const bareRegisterWrites = `
  with ended as (
    update register.payee_account
    set valid_to = current_date, source_order = $1
    where person_id = $2 and account_number = $3
  ),
  begun as (
    insert into register.payee_account (
      person_id, account_number, bank, holder_name, holder_id_number, holder_kind, kind, valid_from, source_order
    )
    values ($2, $4, '示例银行', '王一', '990101195001010010', 'SELF', 'SOCIAL_CARD', current_date, $1)
  )
  insert into register.payee_account_change (
    change_id, person_id, old_account, new_account, channel, order_id, operator_id, recorded_at, source_order
  )
  values ($1, $2, $3, $4, 'COUNTER', $1, $5, localtimestamp(0), $1)`
