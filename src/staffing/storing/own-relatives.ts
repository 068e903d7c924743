import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'

export interface OwnRelative {
  readonly id_number: string
  readonly name: string
  readonly relation: string
  readonly declared_on: string
  readonly withdrawn_on: string | null
}

/** Whom a person has declared: for that person only, who cannot open the declarations afterwards. */
export async function listOwnRelatives(tx: Tx, staffId: string): Promise<readonly OwnRelative[]> {
  const { rows } = await sql<OwnRelative>`
    select id_number, name, relation, declared_on, withdrawn_on
    from app.relative
    where staff_id = ${staffId}
    order by declared_on, id_number
  `.execute(tx)
  return rows
}
