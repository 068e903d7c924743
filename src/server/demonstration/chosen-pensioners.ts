import { type RawBuilder, sql } from 'kysely'
import { formatYuan } from '#base/money.ts'
import type { Database } from '#platform/postgres/database.ts'

/** Somebody about whom an order of the story is, as a handler finds him in the register. */
export interface Pensioner {
  readonly personId: string
  readonly idNumber: string
  readonly name: string
  readonly accountNumber: string
  readonly entitlementId: string
  readonly scheme: string
  readonly benefit: string
  /** Yuan a month. */
  readonly monthly: string
}

interface Row {
  readonly person_id: string
  readonly id_number: string
  readonly name: string
  readonly account_number: string
  readonly entitlement_id: string
  readonly scheme: string
  readonly benefit: string
  readonly monthly_amount_fen: bigint
}

async function choose(
  db: Database,
  given: { readonly which: RawBuilder<unknown>; readonly count: number },
): Promise<Pensioner[]> {
  const { rows } = await sql<Row>`
    select
      person.person_id, person.id_number, person.name, delivered.account_number, entitlement.entitlement_id,
      entitlement.scheme, entitlement.benefit, entitlement.monthly_amount_fen
    from register.person
    inner join (
      select person_id, min(account_number) as account_number, count(*) as accounts
      from register.payee_account
      where source_delivery is not null
        and holder_kind = 'SELF'
        and (valid_to is null or source_order is not null)
      group by person_id
    ) as delivered on delivered.person_id = person.person_id and delivered.accounts = 1
    inner join register.entitlement on entitlement.person_id = person.person_id
    where person.id_number is not null
      and entitlement.benefit = 'OLD_AGE'
      and entitlement.monthly_amount_fen > 0
      and ${given.which}
    order by person.person_id, entitlement.entitlement_id
    limit ${given.count}
  `.execute(db)
  return rows.map((row) => ({
    personId: row.person_id,
    idNumber: row.id_number,
    name: row.name,
    accountNumber: row.account_number,
    entitlementId: row.entitlement_id,
    scheme: row.scheme,
    benefit: row.benefit,
    monthly: formatYuan(row.monthly_amount_fen),
  }))
}

/**
 * Paid and innocent: alive, never reported dead, nobody else's account, no finding. By what was delivered alone, so that a
 * start that goes on after an interruption chooses the same.
 */
export function choosePensioners(db: Database, count: number): Promise<Pensioner[]> {
  const which = sql`
    person.life_status = 'ALIVE'
      and not exists (select from register.death where death.id_number = person.id_number)
      and not exists (
        select
        from register.payee_account as other
        where other.account_number = delivered.account_number
          and other.person_id <> person.person_id
      )
      and not exists (
        select
        from app.finding
        where finding.subject_kind = 'person'
          and finding.subject_id = person.person_id
      )
  `
  return choose(db, { which, count })
}

/** Registered as alive, and reported dead by somebody who knows. */
export async function chooseReportedDead(db: Database): Promise<Pensioner | null> {
  const which = sql`
    person.life_status = 'ALIVE'
      and exists (
        select
        from register.death
        where death.id_number = person.id_number
          and death.revoked is distinct from true
      )
  `
  return (await choose(db, { which, count: 1 }))[0] ?? null
}
