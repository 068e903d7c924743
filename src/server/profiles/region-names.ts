import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'

/** Of these codes, as far as the tree of regions has them. */
export async function readRegionNames(
  tx: Tx,
  regions: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ region: string; name: string }>`
    select region, name
    from app.region
    where region = any(${[...regions]}::text[])
    order by region
  `.execute(tx)
  return new Map(rows.map(({ region, name }) => [region, name]))
}
