import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Scope } from '#access/storing/scope-condition.ts'
import type { Database } from '#platform/postgres/database.ts'

/** A province with a county of two townships, another with one, and a second city: code, parent, level. */
const tree = [
  ['990000', null, 'PROVINCE'],
  ['990100', '990000', 'CITY'],
  ['990200', '990000', 'CITY'],
  ['990101', '990100', 'COUNTY'],
  ['990102', '990100', 'COUNTY'],
  ['990201', '990200', 'COUNTY'],
  ['990101001', '990101', 'TOWN'],
  ['990101002', '990101', 'TOWN'],
  ['990102001', '990102', 'TOWN'],
] as const
export const regionCodes: readonly string[] = tree.map(([code]) => code)

export async function setUpTree(db: Database): Promise<void> {
  const paths = new Map<string, string[]>()
  for (const [code, parent, level] of tree) {
    const path = [...(parent === null ? [] : paths.get(parent)!), code]
    paths.set(code, path)
    await sql`
      insert into app.region (region, name, level, parent, path, valid_from)
      values (${code}, ${`示例${code}`}, ${level}, ${parent}, ${path}::text[], '2000-01-01')
    `.execute(db)
  }
}

export async function readPaths(db: Database): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ region: string; path: string[] }>`
    select region, path
    from app.region
    order by region
  `.execute(db)
  return new Map(rows.map(({ region, path }) => [region, path]))
}

/** A township is given to the other county, or back. */
export async function moveTown(db: Database, parent: '990101' | '990102'): Promise<void> {
  await sql`
    update app.region
    set parent = ${parent}, path = ${['990000', '990100', parent, '990101002']}::text[]
    where region = '990101002'
  `.execute(db)
}

export interface NewFinding {
  readonly regions: readonly string[]
  readonly rule: string
  readonly level: number
  readonly fen: number
  /** YYYY-MM-DDTHH:MM:SSZ: months of China begin eight hours earlier. */
  readonly at: string
  readonly schemes?: readonly string[]
}

/** In one statement, as a run writes them. */
export async function insertFindings(db: Database, findings: readonly NewFinding[]): Promise<void> {
  const rows = findings.map((each) => ({ ...each, id: randomUUID().replaceAll('-', '').slice(0, 16) }))
  const json = JSON.stringify(rows)
  await sql`
    insert into app.finding (
      finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name, period_from,
      period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources, episode, status,
      open_amount_fen, first_found_at, last_found_at, last_as_of, schemes
    )
    select
      id, 1, rule, 1, level, 'person', id, '', '', '', fen, 1, '', regions, regions[1], null, '{RUN}', 1, 'OPEN', fen,
      at, at, '2026-01-01', coalesce(schemes, '{}')
    from jsonb_to_recordset(${json}::jsonb) as given (
      id text, regions text[], rule text, level integer, fen bigint, at timestamptz, schemes text[]
    )
  `.execute(db)
  await sql`
    insert into app.finding_episode (finding_id, episode, opened_at, rule_version, state, amount_fen, evidence_count)
    select finding_id, 1, first_found_at, 1, 'OPEN', amount_fen, 1
    from app.finding
    where not exists (
      select
      from app.finding_episode
      where finding_episode.finding_id = finding.finding_id
    )
  `.execute(db)
}

/** Whether a scope, or one of several, has a row in these regions of this scheme. */
export function isSeen(
  scopes: readonly Scope[],
  row: { readonly regions: readonly string[]; readonly scheme: string | null },
  paths: ReadonlyMap<string, readonly string[]>,
): boolean {
  return scopes.some(
    ({ regions, schemes }) =>
      (schemes === null || row.scheme === null || schemes.includes(row.scheme)) &&
      row.regions.some((code) => paths.get(code)?.some((each) => regions.includes(each)) ?? false),
  )
}
