import { sql } from 'kysely'
import { titleOfDuty } from '#access/duties.ts'
import { conflictHeldBy } from '#access/grants/may-grant.ts'
import { type Organisation, pathOf } from '#access/organisation/organisation.ts'
import { fenOfYuan } from '#base/money.ts'
import { assert, Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { loadColleagues } from './actor-store.ts'

/** How many rows were written, new ones and changed ones together. */
export interface ImportedOrganisation {
  readonly regions: number
  readonly agencies: number
  readonly posts: number
  readonly staff: number
}

/**
 * Writes an organisation that `readOrganisation` accepted. What is there already is brought up to date, what the file
 * does not name stays: things end on a day, they are not removed. People whose posts would bring together what must be
 * apart, with the roles they hold already, are refused, and with them the whole import.
 */
export async function importOrganisation(
  tx: Tx,
  organisation: Organisation,
  at: Date,
): Promise<ImportedOrganisation> {
  await writeRegions(tx, organisation)
  await writeAgencies(tx, organisation)
  await writePosts(tx, organisation)
  await writeStaff(tx, organisation)
  await refuseConflicts(tx, organisation, at)
  return {
    regions: organisation.regions.length,
    agencies: organisation.agencies.length,
    posts: organisation.posts.length,
    staff: organisation.staff.length,
  }
}

function pathIn(code: string, parents: ReadonlyMap<string, string | null>): readonly string[] {
  const path = pathOf(code, (each) => parents.get(each))
  assert(path !== undefined, `the tree above ${code} has been checked`)
  return path
}

/** A province has some ten thousand villages: one statement for all rows, handed over as JSON. */
async function writeRegions(tx: Tx, { regions }: Organisation): Promise<void> {
  const parents = new Map(regions.map(({ code, parent }) => [code, parent]))
  const rows = regions.map(({ code, name, level, parent, validFrom, validTo }) => ({
    region: code,
    name,
    level,
    parent,
    path: pathIn(code, parents),
    valid_from: validFrom,
    valid_to: validTo,
  }))
  await sql`
    insert into app.region (region, name, level, parent, path, valid_from, valid_to)
    select region, name, level, parent, path, valid_from, valid_to
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (
      region text, name text, level text, parent text, path text[], valid_from date, valid_to date
    )
    on conflict (region) do update
    set
      name = excluded.name,
      level = excluded.level,
      parent = excluded.parent,
      path = excluded.path,
      valid_from = excluded.valid_from,
      valid_to = excluded.valid_to
  `.execute(tx)
}

async function writeAgencies(tx: Tx, { agencies }: Organisation): Promise<void> {
  const parents = new Map(agencies.map(({ id, parent }) => [id, parent]))
  const rows = agencies.map(({ id, name, kind, region, parent, reviewedBySuperior }) => ({
    agency_id: id,
    name,
    kind,
    region,
    parent_id: parent,
    path: pathIn(id, parents),
    reviewed_by_superior: reviewedBySuperior,
  }))
  await sql`
    insert into app.agency (agency_id, name, kind, region, parent_id, path, reviewed_by_superior)
    select agency_id, name, kind, region, parent_id, path, reviewed_by_superior
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (
      agency_id text, name text, kind text, region text, parent_id text, path text[], reviewed_by_superior boolean
    )
    on conflict (agency_id) do update
    set
      name = excluded.name,
      kind = excluded.kind,
      region = excluded.region,
      parent_id = excluded.parent_id,
      path = excluded.path,
      reviewed_by_superior = excluded.reviewed_by_superior
  `.execute(tx)
}

async function writePosts(tx: Tx, { posts }: Organisation): Promise<void> {
  const rows = posts.map((post) => ({
    post_id: post.id,
    agency_id: post.agency,
    title: post.title,
    title_in_english: post.titleInEnglish,
    is_key: post.isKey,
    months_max: post.monthsMax,
    roles: post.roles,
    properties: post.properties,
  }))
  await sql`
    insert into app.post (post_id, agency_id, title, title_in_english, is_key, months_max, roles, properties)
    select post_id, agency_id, title, title_in_english, is_key, months_max, roles, properties
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (
      post_id text, agency_id text, title text, title_in_english text, is_key boolean, months_max integer,
      roles text[], properties text[]
    )
    on conflict (post_id) do update
    set
      agency_id = excluded.agency_id,
      title = excluded.title,
      title_in_english = excluded.title_in_english,
      is_key = excluded.is_key,
      months_max = excluded.months_max,
      roles = excluded.roles,
      properties = excluded.properties
  `.execute(tx)
  const limits = posts.flatMap((post) =>
    post.limits.map((limit) => ({
      post_id: post.id,
      function: limit.function ?? '*',
      level: limit.level,
      max_fen: String(fenOfYuan(limit.maxYuan)!),
    })),
  )
  await sql`
    insert into app.authority_limit (post_id, function, level, max_fen)
    select post_id, function, level, max_fen
    from jsonb_to_recordset(${JSON.stringify(limits)}::jsonb) as given (
      post_id text, function text, level integer, max_fen bigint
    )
    on conflict (post_id, function, level) do update
    set max_fen = excluded.max_fen
  `.execute(tx)
}

/** Everybody's epoch is raised: an import may change the posts, limits and agencies of all. */
async function writeStaff(tx: Tx, { staff }: Organisation): Promise<void> {
  const rows = staff.map((member) => ({
    staff_id: member.id,
    name: member.name,
    id_number: member.idNumber,
    agency_id: member.agency,
    department: member.department,
    status: member.status,
    joined_on: member.joinedOn,
    left_on: member.leftOn,
  }))
  await sql`
    insert into app.staff_member
      (staff_id, name, id_number, agency_id, department, status, joined_on, left_on)
    select staff_id, name, id_number, agency_id, department, status, joined_on, left_on
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (
      staff_id text, name text, id_number text, agency_id text, department text, status text, joined_on date,
      left_on date
    )
    on conflict (staff_id) do update
    set
      name = excluded.name,
      id_number = excluded.id_number,
      agency_id = excluded.agency_id,
      department = excluded.department,
      status = excluded.status,
      joined_on = excluded.joined_on,
      left_on = excluded.left_on
  `.execute(tx)
  const assignments = staff.flatMap((member) =>
    member.posts.map(({ post, startedOn, endedOn }) => ({
      staff_id: member.id,
      post_id: post,
      started_on: startedOn,
      ended_on: endedOn,
    })),
  )
  await sql`
    insert into app.post_assignment (staff_id, post_id, started_on, ended_on)
    select staff_id, post_id, started_on, ended_on
    from jsonb_to_recordset(${JSON.stringify(assignments)}::jsonb) as given (
      staff_id text, post_id text, started_on date, ended_on date
    )
    on conflict (staff_id, post_id, started_on) do update
    set ended_on = excluded.ended_on
  `.execute(tx)
  await sql`
    insert into app.authority_epoch (staff_id, epoch)
    select staff_member.staff_id, 1
    from app.staff_member
    order by staff_member.staff_id
    on conflict (staff_id) do update
    set epoch = authority_epoch.epoch + 1
  `.execute(tx)
}

async function refuseConflicts(tx: Tx, { agencies, staff }: Organisation, at: Date): Promise<void> {
  const given = new Set(staff.map(({ id }) => id))
  const people = await loadColleagues(
    tx,
    agencies.map(({ id }) => id),
    at,
  )
  for (const person of people) {
    const conflict = given.has(person.staffId) ? conflictHeldBy(person) : null
    if (conflict === null) continue
    const [a, b] = [titleOfDuty(conflict.added), titleOfDuty(conflict.held)]
    throw new Refusal('conflict', {
      zh: `工号 ${person.staffId} 将同时具有不相容的“${a.zh}”和“${b.zh}”，没有导入任何内容；请调整岗位或先收回角色。`,
      en: `${person.staffId} would unite "${a.en}" and "${b.en}", which must be apart, and nothing was imported; change the post or end the role first.`,
    })
  }
}
