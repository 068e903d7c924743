import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import type { LinkGraph } from './link-graph.ts'
import { personNode, sharersMax } from './person-links.ts'

interface StaffOfId {
  readonly staff_id: string
  readonly is_own: boolean
}

/**
 * Members of staff who are, or declared a relative with, one of these identity numbers: `visible` is on
 * `agency.region`, null for whoever only the core system knows.
 */
export async function linkStaffOf(
  tx: Tx,
  graph: LinkGraph,
  given: {
    readonly subject: string
    readonly idNumbers: readonly string[]
    readonly visible: RawBuilder<SqlBool>
  },
): Promise<void> {
  const { subject, idNumbers, visible } = given
  if (idNumbers.length === 0) return
  const { rows } = await sql<StaffOfId>`
    with
      known as (
        select staff_id, true as is_own
        from register.staff
        where id_number = any(${[...idNumbers]}::text[])
        union
        select staff_id, true as is_own
        from app.staff_member
        where id_number = any(${[...idNumbers]}::text[])
        union
        select staff_id, false as is_own
        from register.staff_relative
        where id_number = any(${[...idNumbers]}::text[])
      )
    select known.staff_id, known.is_own
    from known
    left join app.staff_member on staff_member.staff_id = known.staff_id
    left join app.agency on agency.agency_id = staff_member.agency_id
    where ${visible}
    order by known.staff_id, known.is_own
    limit ${sharersMax}
  `.execute(tx)
  for (const { staff_id, is_own } of rows) {
    graph.add({ id: `staff:${staff_id}`, kind: 'staff', label: staff_id, key: staff_id })
    const relation = is_own ? 'SAME_PERSON' : 'RELATIVE'
    graph.join({ from: subject, to: `staff:${staff_id}`, relation })
  }
}

interface OfStaff {
  readonly person_id: string
  readonly name: string
  readonly is_own: boolean
}

/** The insured persons that a member of staff is, or declared as relatives: `visible` is on `person.region`. */
export async function linkRelatives(
  tx: Tx,
  graph: LinkGraph,
  { staffId, visible }: { readonly staffId: string; readonly visible: RawBuilder<SqlBool> },
): Promise<void> {
  const { rows } = await sql<OfStaff>`
    with
      known as (
        select id_number, true as is_own
        from register.staff
        where staff_id = ${staffId} and id_number is not null
        union
        select id_number, true as is_own
        from app.staff_member
        where staff_id = ${staffId} and id_number is not null
        union
        select id_number, false as is_own
        from register.staff_relative
        where staff_id = ${staffId}
      )
    select person.person_id, person.name, known.is_own
    from known
    inner join register.person on person.id_number = known.id_number
    where ${visible}
    order by known.is_own desc, person.person_id
    limit ${sharersMax}
  `.execute(tx)
  for (const { person_id, name, is_own } of rows) {
    graph.add(personNode(person_id, name))
    const relation = is_own ? 'SAME_PERSON' : 'RELATIVE'
    graph.join({ from: `staff:${staffId}`, to: `person:${person_id}`, relation })
  }
}

/** Of the operation log of a member of staff so many rows are looked at. */
export const operationsMax = 20_000

interface Handled {
  readonly person_id: string
  readonly name: string
  readonly times: number
}

/** Whose business a member of staff handled most. */
export async function linkHandled(
  tx: Tx,
  graph: LinkGraph,
  { staffId, visible }: { readonly staffId: string; readonly visible: RawBuilder<SqlBool> },
): Promise<void> {
  const { rows } = await sql<Handled>`
    with
      looked_at as (
        select person_id
        from register.operation
        where staff_id = ${staffId}
        limit ${operationsMax}
      ),
      handled as (
        select person_id, count(*)::integer as times
        from looked_at
        where person_id is not null
        group by person_id
        order by count(*) desc, person_id
        limit ${sharersMax * 10}
      )
    select handled.person_id, person.name, handled.times
    from handled
    inner join register.person on person.person_id = handled.person_id
    where ${visible}
    order by handled.times desc, handled.person_id
    limit ${sharersMax}
  `.execute(tx)
  for (const { person_id, name, times } of rows) {
    graph.add(personNode(person_id, name))
    graph.join({
      from: `staff:${staffId}`,
      to: `person:${person_id}`,
      relation: 'HANDLER',
      count: times,
    })
  }
}
