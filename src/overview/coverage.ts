import { sql } from 'kysely'
import type { Scope } from '#access/storing/scope-condition.ts'
import type { Tx } from '#platform/postgres/database.ts'

export interface Place {
  readonly region: string
  readonly name: string
  readonly level: 'PROVINCE' | 'CITY' | 'COUNTY' | 'TOWN' | 'VILLAGE'
}

/** A region with everything below it, for some schemes or for all (null). */
export interface Part extends Place {
  readonly schemes: readonly string[] | null
}

/** What a dashboard counts. */
export interface Coverage {
  /** None lies within another; what lies in two of them counts once. */
  readonly members: readonly Part[]
  /** What it is broken down to: the next regions of one, else the members themselves. */
  readonly parts: readonly Part[]
}

interface RegionRow extends Place {
  readonly path: string[]
}

interface Reach {
  readonly row: RegionRow
  readonly schemes: readonly string[] | null
}

const isWithin = (schemes: Reach['schemes'], others: Reach['schemes']): boolean =>
  others === null || (schemes?.every((each) => others.includes(each)) ?? false)

const union = (schemes: Reach['schemes'], others: Reach['schemes']): Reach['schemes'] =>
  schemes === null || others === null ? null : [...new Set([...schemes, ...others])].sort()

async function findRegions(tx: Tx, codes: readonly string[]): Promise<RegionRow[]> {
  const { rows } = await sql<RegionRow>`
    select region, name, level, path
    from app.region
    where region = any(${[...codes]}::text[])
    order by region
  `.execute(tx)
  return rows
}

/** One reach for a region, then without those that lie in another. */
function topmost(reaches: readonly Reach[]): Reach[] {
  const byRegion = new Map<string, Reach>()
  for (const { row, schemes } of reaches) {
    const known = byRegion.get(row.region)
    byRegion.set(row.region, {
      row,
      schemes: known === undefined ? schemes : union(known.schemes, schemes),
    })
  }
  const all = [...byRegion.values()]
  return all.filter(
    ({ row, schemes }) =>
      !all.some(
        (other) =>
          other.row.region !== row.region &&
          row.path.includes(other.row.region) &&
          isWithin(schemes, other.schemes),
      ),
  )
}

async function membersOf(
  tx: Tx,
  scopes: readonly Scope[],
  region: string | null,
): Promise<readonly Part[] | null> {
  const scopeRegions = scopes.flatMap(({ regions }) => regions)
  const rows = await findRegions(tx, region === null ? scopeRegions : [region])
  const reaches = rows.flatMap((row) =>
    scopes
      .filter(({ regions }) =>
        region === null ? regions.includes(row.region) : regions.some((each) => row.path.includes(each)),
      )
      .map(({ schemes }): Reach => ({ row, schemes })),
  )
  if (region !== null && reaches.length === 0) return null
  return topmost(reaches).map(({ row: { region: code, name, level }, schemes }) => ({
    region: code,
    name,
    level,
    schemes,
  }))
}

/** Whether all that lies in the region is in the scope. */
export async function isRegionCovered(tx: Tx, region: string, scopes: readonly Scope[]): Promise<boolean> {
  const [row] = await findRegions(tx, [region])
  return scopes.some(
    ({ regions, schemes }) => schemes === null && regions.some((each) => row?.path.includes(each)),
  )
}

/** Of the region asked for, or of the whole scope; null: it is none, or lies outside the scope. */
export async function coverageOf(
  tx: Tx,
  { scopes, region }: { readonly scopes: readonly Scope[]; readonly region: string | null },
): Promise<Coverage | null> {
  const members = await membersOf(tx, scopes, region)
  if (members === null) return null
  const [only] = members
  if (members.length !== 1 || only === undefined) return { members, parts: members }
  const { rows } = await sql<Place>`
    select region, name, level
    from app.region
    where parent = ${only.region}
    order by region
  `.execute(tx)
  return { members, parts: rows.map((row) => ({ ...row, schemes: only.schemes })) }
}
