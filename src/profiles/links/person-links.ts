import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import type { LinkNode, Relation } from '../profile.ts'
import type { LinkGraph } from './link-graph.ts'

/** Enough to see a pattern; beyond, the page says how many more. */
export const sharersMax = 12
/** Of one person: accounts, employers, handlers. */
const hubsMax = 8

export interface LinkedPerson {
  readonly personId: string
  readonly idNumber: string
  readonly phone: string | null
}

interface Sharer {
  readonly person_id: string
  readonly name: string
}

export const personNode = (personId: string, name: string): LinkNode => ({
  id: `person:${personId}`,
  kind: 'person',
  label: name,
  key: personId,
})

/** Of everybody who shares a thing so many are looked at: a number that a whole town gave must not be read out. */
export const candidatesMax = 2_000

export interface Sharers {
  readonly persons: readonly Sharer[]
  readonly total: number
  readonly isAtLeast: boolean
}

/**
 * Other persons in the scope, a few of them and how many there are.
 * @param candidates a select of `person_id`
 */
export async function findSharers(
  tx: Tx,
  given: {
    readonly candidates: RawBuilder<unknown>
    readonly visible: RawBuilder<SqlBool>
    readonly except: string | null
  },
): Promise<Sharers> {
  const { rows } = await sql<Sharer & { readonly total: number; readonly looked_at: number }>`
    with
      candidate as (
        ${given.candidates}
        limit ${candidatesMax}
      ),
      sharer as (
        select distinct person.person_id, person.name
        from candidate
        inner join register.person on person.person_id = candidate.person_id
        where person.person_id is distinct from ${given.except} and ${given.visible}
      )
    select
      person_id,
      name,
      (select count(*)::integer from sharer) as total,
      (select count(*)::integer from candidate) as looked_at
    from sharer
    order by person_id
    limit ${sharersMax}
  `.execute(tx)
  const { total = 0, looked_at: lookedAt = 0 } = rows[0] ?? {}
  const persons = rows.map(({ person_id, name }) => ({ person_id, name }))
  return { persons, total, isAtLeast: lookedAt >= candidatesMax }
}

export function addSharers(
  graph: LinkGraph,
  hub: string,
  given: { readonly sharers: Sharers; readonly relation: Relation },
): void {
  const { sharers, relation } = given
  const { persons, total, isAtLeast } = sharers
  for (const { person_id, name } of persons) {
    graph.add(personNode(person_id, name))
    graph.join({ from: `person:${person_id}`, to: hub, relation })
  }
  graph.hide(hub, total - persons.length, isAtLeast)
}

interface HeldAccount {
  readonly account_number: string
  readonly holder_id_number: string | null
}

/** The person's accounts, and who else is paid into them. */
export async function linkAccounts(
  tx: Tx,
  graph: LinkGraph,
  { personId, visible }: { readonly personId: string; readonly visible: RawBuilder<SqlBool> },
): Promise<readonly string[]> {
  const { rows } = await sql<HeldAccount>`
    select account_number, holder_id_number
    from register.payee_account
    where person_id = ${personId}
    order by valid_to is null desc, valid_from desc nulls last, account_number
    limit ${hubsMax + 1}
  `.execute(tx)
  const shown = rows.slice(0, hubsMax)
  for (const [index, { account_number }] of shown.entries()) {
    const hub = `account:${index}`
    graph.add({ id: hub, kind: 'account', label: account_number, key: account_number })
    graph.join({ from: `person:${personId}`, to: hub, relation: 'ACCOUNT' })
    const sharers = await findAccountSharers(tx, { accountNumber: account_number, visible, except: personId })
    addSharers(graph, hub, { sharers, relation: 'ACCOUNT' })
  }
  graph.hide(`person:${personId}`, rows.length - shown.length, true)
  return shown.flatMap(({ holder_id_number }) => holder_id_number ?? [])
}

export function findAccountSharers(
  tx: Tx,
  asked: {
    readonly accountNumber: string
    readonly visible: RawBuilder<SqlBool>
    readonly except: string | null
  },
): Promise<Sharers> {
  const candidates = sql`
    select person_id
    from register.payee_account
    where account_number = ${asked.accountNumber}
  `
  return findSharers(tx, { candidates, visible: asked.visible, except: asked.except })
}

/** Whoever else gave the same number to be reached by. */
export async function linkPhone(
  tx: Tx,
  graph: LinkGraph,
  { person, visible }: { readonly person: LinkedPerson; readonly visible: RawBuilder<SqlBool> },
): Promise<void> {
  const { phone, personId } = person
  if (phone === null || phone === '') return
  const candidates = sql`select person_id from register.person where phone = ${phone}`
  const sharers = await findSharers(tx, { candidates, visible, except: personId })
  if (sharers.total === 0) return
  graph.add({ id: 'phone', kind: 'phone', label: phone, key: null })
  graph.join({ from: `person:${personId}`, to: 'phone', relation: 'PHONE' })
  addSharers(graph, 'phone', { sharers, relation: 'PHONE' })
}

/** Accounts of others that this person holds, and the persons who hold this person's. */
export async function linkHolders(
  tx: Tx,
  graph: LinkGraph,
  given: {
    readonly person: LinkedPerson
    readonly holderIds: readonly string[]
    readonly visible: RawBuilder<SqlBool>
  },
): Promise<void> {
  const { person, holderIds, visible } = given
  const own = `person:${person.personId}`
  const candidates = sql`
    select person_id
    from register.payee_account
    where holder_id_number = ${person.idNumber}
  `
  const held = await findSharers(tx, { candidates, visible, except: person.personId })
  addSharers(graph, own, { sharers: held, relation: 'HOLDER' })
  const others = [...new Set(holderIds)].filter((id) => id !== person.idNumber)
  if (others.length === 0) return
  const holders = await findSharers(tx, {
    candidates: sql`select person_id from register.person where id_number = any(${others}::text[])`,
    visible,
    except: person.personId,
  })
  for (const { person_id, name } of holders.persons) {
    graph.add(personNode(person_id, name))
    graph.join({ from: own, to: `person:${person_id}`, relation: 'HOLDER' })
  }
}

interface EmployerOfPerson {
  readonly employer_id: string
  readonly name: string | null
}

export async function linkEmployers(tx: Tx, graph: LinkGraph, personId: string): Promise<void> {
  const { rows } = await sql<EmployerOfPerson>`
    select enrolment.employer_id, employer.name
    from register.enrolment
    left join register.employer on employer.employer_id = enrolment.employer_id
    where enrolment.person_id = ${personId} and enrolment.employer_id is not null
    group by enrolment.employer_id, employer.name
    order by max(enrolment.started_on) desc, enrolment.employer_id
    limit ${hubsMax}
  `.execute(tx)
  for (const { employer_id, name } of rows) {
    const id = `employer:${employer_id}`
    graph.add({ id, kind: 'employer', label: name ?? employer_id, key: employer_id })
    graph.join({ from: `person:${personId}`, to: id, relation: 'EMPLOYER' })
  }
}

interface Handler {
  readonly staff_id: string
  readonly times: number
}

/** Who entered or reviewed what changed the person's rights and account: the most frequent first. */
export async function linkHandlers(tx: Tx, graph: LinkGraph, personId: string): Promise<void> {
  const { rows } = await sql<Handler>`
    with
      handled as (
        select operator_id, reviewer_id
        from register.entitlement_change
        where person_id = ${personId}
        union all
        select operator_id, reviewer_id
        from register.payee_account_change
        where person_id = ${personId}
        union all
        select operator_id, reviewer_id
        from register.person_change
        where person_id = ${personId}
        union all
        select operator_id, reviewer_id
        from register.retirement
        where person_id = ${personId}
        union all
        select operator_id, reviewer_id
        from register.certification
        where person_id = ${personId}
        union all
        select operator_id, reviewer_id
        from register.account_adjustment
        where person_id = ${personId}
      )
    select named.staff_id, count(*)::integer as times
    from handled
    cross join lateral (values (handled.operator_id), (handled.reviewer_id)) as named (staff_id)
    where named.staff_id is not null
    group by named.staff_id
    order by count(*) desc, named.staff_id
    limit ${hubsMax}
  `.execute(tx)
  for (const { staff_id, times } of rows) {
    graph.add({ id: `staff:${staff_id}`, kind: 'staff', label: staff_id, key: staff_id })
    graph.join({ from: `person:${personId}`, to: `staff:${staff_id}`, relation: 'HANDLER', count: times })
  }
}
