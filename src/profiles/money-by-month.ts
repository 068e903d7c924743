import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { formatMonth } from '#base/calendar-math.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { MoneyByMonth, MonthMoney } from './profile.ts'

/** Of one account that pays thousands, or one employer: more is said to be incomplete, never added up in silence. */
export const moneyRowsMax = 20_000

interface StoredMonth {
  readonly month: number
  readonly series: string
  readonly lines: number
  readonly amount_fen: bigint
  readonly rows_read: bigint
}

function monthsOf(rows: readonly StoredMonth[]): MonthMoney[] {
  return rows.map(({ month, series, lines, amount_fen }) => ({
    month: formatMonth(month),
    series,
    lines,
    amountFen: amount_fen,
  }))
}

interface PaymentsAsked {
  /** On `payment`, by an index. */
  readonly condition: RawBuilder<SqlBool>
  /** On `person.region` and `looked_at.scheme`; null where the condition has seen to that. */
  readonly visible: RawBuilder<SqlBool> | null
}

async function readPayments(tx: Tx, { condition, visible }: PaymentsAsked): Promise<MoneyByMonth> {
  const ofVisible =
    visible === null
      ? sql``
      : sql`inner join register.person on person.person_id = looked_at.person_id where ${visible}`
  const { rows } = await sql<StoredMonth>`
    with
      looked_at as (
        select payment.person_id, payment.scheme, payment.pay_month, payment.status, payment.amount_fen
        from register.payment
        where ${condition}
        limit ${moneyRowsMax + 1}
      )
    select
      looked_at.pay_month as month,
      looked_at.status as series,
      count(*)::integer as lines,
      sum(looked_at.amount_fen)::bigint as amount_fen,
      (select count(*) from looked_at) as rows_read
    from looked_at
    ${ofVisible}
    group by looked_at.pay_month, looked_at.status
    order by looked_at.pay_month, looked_at.status
  `.execute(tx)
  const isComplete = (rows[0]?.rows_read ?? 0n) <= BigInt(moneyRowsMax)
  return { table: 'payment', months: monthsOf(rows), isComplete }
}

/** Every payment of the register to a person, by month and status, deductions included. */
export function readPersonPayments(
  tx: Tx,
  {
    personId,
    ofSchemes,
  }: {
    readonly personId: string
    /** On `payment.scheme`. */
    readonly ofSchemes: RawBuilder<SqlBool>
  },
): Promise<MoneyByMonth> {
  const condition = sql<SqlBool>`payment.person_id = ${personId} and ${ofSchemes}`
  return readPayments(tx, { condition, visible: null })
}

/** To an account, of persons in the scope: `visible` is on `person.region` and `looked_at.scheme`. */
export function readAccountPayments(
  tx: Tx,
  { accountNumber, visible }: { readonly accountNumber: string; readonly visible: RawBuilder<SqlBool> },
): Promise<MoneyByMonth> {
  return readPayments(tx, { condition: sql<SqlBool>`payment.account_number = ${accountNumber}`, visible })
}

/** What an employer had to pay and paid, by month: few rows, one a scheme and month. */
export async function readDeclarations(
  tx: Tx,
  {
    employerId,
    ofSchemes,
  }: {
    readonly employerId: string
    /** On `declared.scheme`. */
    readonly ofSchemes: RawBuilder<SqlBool>
  },
): Promise<MoneyByMonth> {
  const { rows } = await sql<StoredMonth>`
    select
      declared.period as month,
      stated.series,
      count(*)::integer as lines,
      sum(stated.amount_fen)::bigint as amount_fen,
      0::bigint as rows_read
    from register.contribution_declaration as declared
    cross join lateral (
      values ('payable', declared.payable_fen), ('paid', declared.paid_fen)
    ) as stated (series, amount_fen)
    where declared.employer_id = ${employerId} and ${ofSchemes}
    group by declared.period, stated.series
    order by declared.period, stated.series
    limit ${moneyRowsMax}
  `.execute(tx)
  return { table: 'contribution_declaration', months: monthsOf(rows), isComplete: true }
}
