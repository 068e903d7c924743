import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '#platform/postgres/database.ts'

/**
 * Money that came, wherever it is known from (platform.md 21): a line of an account in the register, the same line in
 * an imported statement that was accepted, or a deduction from a payment of the person. One line has one key, so that a
 * statement and the delivery after it count it once.
 */

export const Line = z
  .object({
    line_fen: z.string().transform(BigInt),
    received_on: z.string(),
    matched_fen: z.string().transform(BigInt),
  })
  .nullable()
export type Line = z.infer<typeof Line>

/** jsonb of `Line`; may read the loaded row by the alias `record`. */
export function lineQuery(lineKey: string): RawBuilder<unknown> {
  const separator = lineKey.indexOf(':')
  const [source, key] = [lineKey.slice(0, separator), lineKey.slice(separator + 1)]
  return sql`
    select jsonb_build_object(
      'line_fen', line.amount_fen::text,
      'received_on', line.received_on,
      'matched_fen', coalesce(
        (select matched_line.matched_fen from app.matched_line where matched_line.line_key = ${lineKey}),
        0
      )::text
    )
    from (${source === 'PAYMENT' ? deduction(key) : bankLine(key)}) as line
    limit 1
  `
}

const deduction = (paymentId: string): RawBuilder<unknown> => sql`
  select
    abs(payment.amount_fen) as amount_fen,
    to_char(make_date(payment.pay_month / 12, payment.pay_month % 12 + 1, 1), 'YYYY-MM-DD') as received_on
  from register.payment
  where
    payment.payment_id = ${paymentId}
    and payment.kind = 'DEDUCTION'
    and payment.status = 'PAID'
    and payment.person_id = record.person_id
`

const bankLine = (rowKey: string): RawBuilder<unknown> => sql`
  select
    bank_transaction.amount_fen,
    to_char(bank_transaction.occurred_at, 'YYYY-MM-DD') as received_on
  from register.bank_transaction
  where bank_transaction.row_key = ${rowKey} and bank_transaction.direction = 'IN'

  union all

  select
    (line ->> 'amount_fen')::bigint,
    line ->> 'occurred_on'
  from app.record as statement, jsonb_array_elements(statement.data -> 'lines') as line
  where
    statement.kind = 'BANK_STATEMENT'
    and statement.status = 'ACCEPTED'
    and statement.data ->> 'fund_account_id' = ${rowKey.slice(0, rowKey.lastIndexOf('#'))}
    and statement.data ->> 'fund_account_id' || '#' || (line ->> 'sequence') = ${rowKey}
    and line ->> 'direction' = 'IN'
    and statement.agency_id = record.agency_id
`

export interface UnmatchedLine {
  readonly line_key: string
  readonly line_fen: bigint
  readonly left_fen: bigint
  readonly occurred_on: string
  readonly counterparty_name: string | null
  readonly memo: string | null
}

const unmatchedMax = 500

/** Lines of an agency's accepted statements that came in and are in no recovery yet, oldest first (platform.md 21). */
export async function unmatchedLines(db: Database, agencyId: string): Promise<readonly UnmatchedLine[]> {
  const { rows } = await sql<UnmatchedLine>`
    with
      line_in as (
        select distinct on (line_key)
          'BANK:' || (statement.data ->> 'fund_account_id') || '#' || (line ->> 'sequence') as line_key,
          (line ->> 'amount_fen')::bigint as line_fen,
          line ->> 'occurred_on' as occurred_on,
          line ->> 'counterparty_name' as counterparty_name,
          line ->> 'memo' as memo
        from app.record as statement, jsonb_array_elements(statement.data -> 'lines') as line
        where
          statement.kind = 'BANK_STATEMENT'
          and statement.status = 'ACCEPTED'
          and statement.agency_id = ${agencyId}
          and line ->> 'direction' = 'IN'
        order by line_key
      )
    select
      line_in.*,
      line_in.line_fen - coalesce(matched_line.matched_fen, 0) as left_fen
    from line_in
    left join app.matched_line on matched_line.line_key = line_in.line_key
    where coalesce(matched_line.matched_fen, 0) < line_in.line_fen
    order by line_in.occurred_on, line_in.line_key
    limit ${unmatchedMax}
  `.execute(db)
  return rows
}
