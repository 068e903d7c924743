import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import type { LinkGraph } from './link-graph.ts'
import { addSharers, findSharers, personNode, sharersMax } from './person-links.ts'
import { linkStaffOf } from './staff-links.ts'

/** The people an employer enrolled, as far as they are in the scope. */
export async function linkEmployed(
  tx: Tx,
  graph: LinkGraph,
  { employerId, visible }: { readonly employerId: string; readonly visible: RawBuilder<SqlBool> },
): Promise<void> {
  const candidates = sql`
    select person_id
    from register.enrolment
    where employer_id = ${employerId}
    order by started_on desc
  `
  const sharers = await findSharers(tx, { candidates, visible, except: null })
  addSharers(graph, `employer:${employerId}`, { sharers, relation: 'EMPLOYER' })
}

interface Representative {
  readonly person_id: string
  readonly name: string
}

/** The legal representative as an insured person, and as somebody of the agency. */
export async function linkRepresentative(
  tx: Tx,
  graph: LinkGraph,
  given: {
    readonly employerId: string
    readonly idNumber: string | null
    readonly visible: RawBuilder<SqlBool>
    /** On `agency.region`. */
    readonly visibleStaff: RawBuilder<SqlBool>
  },
): Promise<void> {
  const { employerId, idNumber, visible, visibleStaff } = given
  if (idNumber === null) return
  const subject = `employer:${employerId}`
  const { rows } = await sql<Representative>`
    select person_id, name
    from register.person
    where id_number = ${idNumber} and ${visible}
    order by person_id
    limit ${sharersMax}
  `.execute(tx)
  for (const { person_id, name } of rows) {
    graph.add(personNode(person_id, name))
    graph.join({ from: subject, to: `person:${person_id}`, relation: 'REPRESENTATIVE' })
  }
  await linkStaffOf(tx, graph, { subject, idNumbers: [idNumber], visible: visibleStaff })
}
