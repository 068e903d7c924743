import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { keyset } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'

interface Positioned {
  readonly cursor_value: string
  readonly cursor_id: string
}

export interface RegionRow extends Positioned {
  readonly region: string
  readonly name: string
  readonly level: string
  readonly parent: string | null
  readonly valid_to: string | null
}

const text = (expression: RawBuilder<unknown>) => ({ expression, type: 'text' as const })

/** The tree of regions is no secret: it is the State's. */
export async function listRegions(
  tx: Tx,
  request: ListRequest<'region' | 'name'>,
  { parent }: { parent: string | null },
): Promise<RegionRow[]> {
  const columns = { region: text(sql`region.region`), name: text(sql`region.name collate "C"`) }
  const page = keyset(request, columns, sql<string>`region.region`)
  const { rows } = await sql<RegionRow>`
    select
      region.region,
      region.name,
      region.level,
      region.parent,
      region.valid_to,
      ${page.position}
    from app.region
    where
      ${parent === null ? sql`true` : sql`region.parent = ${parent}`}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export interface AgencyRow extends Positioned {
  readonly agency_id: string
  readonly name: string
  readonly kind: string
  readonly region: string
  readonly parent_id: string | null
}

/** Within the scope, and always one's own. */
export async function listAgencies(
  tx: Tx,
  request: ListRequest<'agency_id' | 'name'>,
  {
    ownAgencyId,
    visible,
    withAbove,
  }: {
    readonly ownAgencyId: string
    readonly visible: RawBuilder<SqlBool>
    /** Those of the regions above one's own, too: who issues, inspects and accepts is known by name. */
    readonly withAbove: boolean
  },
): Promise<AgencyRow[]> {
  const above = sql<SqlBool>`exists (
    select
    from app.agency as own
    inner join app.region on region.region = own.region
    where own.agency_id = ${ownAgencyId} and agency.region = any (region.path)
  )`
  const columns = { agency_id: text(sql`agency.agency_id`), name: text(sql`agency.name collate "C"`) }
  const page = keyset(request, columns, sql<string>`agency.agency_id`)
  const { rows } = await sql<AgencyRow>`
    select
      agency.agency_id,
      agency.name,
      agency.kind,
      agency.region,
      agency.parent_id,
      ${page.position}
    from app.agency
    where
      (agency.agency_id = ${ownAgencyId} or ${visible} or ${withAbove ? above : sql<SqlBool>`false`})
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export interface PostRow extends Positioned {
  readonly post_id: string
  readonly agency_id: string
  readonly title: string
  readonly title_in_english: string
  readonly is_key: boolean
  readonly months_max: number
  readonly roles: string[]
  readonly properties: string[]
}

export async function listPosts(
  tx: Tx,
  request: ListRequest<'post_id'>,
  filter: { ownAgencyId: string; visible: RawBuilder<SqlBool>; agencyId: string | null },
): Promise<PostRow[]> {
  const page = keyset(request, { post_id: text(sql`post.post_id`) }, sql<string>`post.post_id`)
  const { rows } = await sql<PostRow>`
    select
      post.post_id,
      post.agency_id,
      post.title,
      post.title_in_english,
      post.is_key,
      post.months_max,
      post.roles,
      post.properties,
      ${page.position}
    from app.post
    join app.agency on agency.agency_id = post.agency_id
    where
      (post.agency_id = ${filter.ownAgencyId} or ${filter.visible})
      and ${filter.agencyId === null ? sql`true` : sql`post.agency_id = ${filter.agencyId}`}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export interface StaffRow extends Positioned {
  readonly staff_id: string
  readonly name: string
  readonly agency_id: string
  readonly department: string | null
  readonly status: string
  readonly left_on: string | null
  readonly posts: string[]
}

/** Colleagues of one's own agency, and whom the officers and leaders see. No id number is read here. */
export async function listStaff(
  tx: Tx,
  request: ListRequest<'staff_id'>,
  filter: {
    ownAgencyId: string
    visible: RawBuilder<SqlBool>
    agencyId: string | null
    staffId: string | null
  },
): Promise<StaffRow[]> {
  const page = keyset(
    request,
    { staff_id: text(sql`staff_member.staff_id`) },
    sql<string>`staff_member.staff_id`,
  )
  const { rows } = await sql<StaffRow>`
    select
      staff_member.staff_id,
      staff_member.name,
      staff_member.agency_id,
      staff_member.department,
      staff_member.status,
      staff_member.left_on,
      array(
        select post_assignment.post_id
        from app.post_assignment
        where
          post_assignment.staff_id = staff_member.staff_id
          and post_assignment.started_on <= current_date
          and (post_assignment.ended_on is null or post_assignment.ended_on > current_date)
        order by post_assignment.post_id
      ) as posts,
      ${page.position}
    from app.staff_member
    join app.agency on agency.agency_id = staff_member.agency_id
    where
      (staff_member.agency_id = ${filter.ownAgencyId} or ${filter.visible})
      and ${filter.agencyId === null ? sql`true` : sql`staff_member.agency_id = ${filter.agencyId}`}
      and ${filter.staffId === null ? sql`true` : sql`staff_member.staff_id = ${filter.staffId}`}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export interface GrantRow extends Positioned {
  readonly grant_id: string
  readonly staff_id: string
  readonly role: string
  readonly regions: string[]
  readonly schemes: string[] | null
  readonly valid_from: Date
  readonly valid_to: Date | null
  readonly cover_id: string | null
  readonly origin: string
  readonly order_id: string | null
  readonly proposed_by: string | null
  readonly granted_by: string | null
}

/** Only for READ_AUTHORITY, and everybody's own. */
export async function listGrants(
  tx: Tx,
  request: ListRequest<'valid_from'>,
  filter: { ownStaffId: string; visible: RawBuilder<SqlBool>; staffId: string | null; role: string | null },
): Promise<GrantRow[]> {
  const columns = { valid_from: { expression: sql`role_grant.valid_from`, type: 'timestamptz' as const } }
  const page = keyset(request, columns, sql<string>`role_grant.grant_id`)
  const { rows } = await sql<GrantRow>`
    select
      role_grant.grant_id,
      role_grant.staff_id,
      role_grant.role,
      role_grant.regions,
      role_grant.schemes,
      role_grant.valid_from,
      role_grant.valid_to,
      role_grant.cover_id,
      role_grant.origin,
      role_grant.order_id,
      role_grant.proposed_by,
      role_grant.granted_by,
      ${page.position}
    from app.role_grant
    join app.staff_member on staff_member.staff_id = role_grant.staff_id
    join app.agency on agency.agency_id = staff_member.agency_id
    where
      (role_grant.staff_id = ${filter.ownStaffId} or ${filter.visible})
      and ${filter.staffId === null ? sql`true` : sql`role_grant.staff_id = ${filter.staffId}`}
      and ${filter.role === null ? sql`true` : sql`role_grant.role = ${filter.role}`}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}
