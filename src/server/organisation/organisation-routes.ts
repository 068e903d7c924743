import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { createRoutes } from '#platform/http/http-app.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { staffingApi, staffingRoutes } from '../staffing/staffing-routes.ts'
import { workbookRoutes } from '../staffing/workbook-routes.ts'
import { organisationExportRoutes } from './organisation-export-routes.ts'
import { listAgencies, listGrants, listPosts, listRegions, listStaff } from './organisation-store.ts'
import { getReader, visibleTo } from './reader.ts'

const tags = ['机构与权限 Organisation']

function listRoute<const Path extends string, Item extends z.ZodType, Query extends z.ZodObject>(
  path: Path,
  summary: string,
  { item, query }: { item: Item; query: Query },
) {
  return createRoute({
    method: 'get',
    path,
    summary,
    tags,
    request: { query },
    responses: { 200: jsonResponse(pageSchema(item)), ...problemResponse },
  })
}

const Region = z.object({
  region: z.string(),
  name: z.string(),
  level: z.string(),
  parent: z.string().nullable(),
  valid_to: z.string().nullable(),
})
const Agency = z.object({
  agency_id: z.string(),
  name: z.string(),
  kind: z.string(),
  region: z.string(),
  parent_id: z.string().nullable(),
})
const Post = z.object({
  post_id: z.string(),
  agency_id: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }),
  is_key: z.boolean(),
  months_max: z.int(),
  roles: z.array(z.string()),
  properties: z.array(z.string()),
})
const Staff = z.object({
  staff_id: z.string(),
  name: z.string(),
  agency_id: z.string(),
  department: z.string().nullable(),
  status: z.string(),
  left_on: z.string().nullable(),
  posts: z.array(z.string()),
})
const Grant = z.object({
  grant_id: z.string(),
  staff_id: z.string(),
  role: z.string(),
  regions: z.array(z.string()),
  schemes: z.array(z.string()).nullable(),
  valid_from: z.iso.datetime(),
  valid_to: z.iso.datetime().nullable(),
  cover_id: z.string().nullable(),
  origin: z.string(),
  order_id: z.string().nullable(),
  proposed_by: z.string().nullable(),
  granted_by: z.string().nullable(),
})

const regionsRoute = listRoute('/regions', '地区 / regions', {
  item: Region,
  query: listQuery(['region', 'name'], {
    parent: z
      .string()
      .regex(/^\d{6,12}$/)
      .optional(),
  }),
})
const agenciesRoute = listRoute('/agencies', '机构 / agencies', {
  item: Agency,
  query: listQuery(['agency_id', 'name'], {
    above: z
      .enum(['true', 'false'])
      .optional()
      .meta({ description: 'also those of the regions above one’s own' }),
  }),
})
const postsRoute = listRoute('/posts', '岗位 / posts', {
  item: Post,
  query: listQuery(['post_id'], { agency_id: IdParam.optional() }),
})
const staffRoute = listRoute('/staff', '工作人员 / staff', {
  item: Staff,
  query: listQuery(['staff_id'], { agency_id: IdParam.optional(), staff_id: IdParam.optional() }),
})
const grantsRoute = listRoute('/grants', '授权 / grants', {
  item: Grant,
  query: listQuery(['valid_from'], {
    staff_id: IdParam.optional(),
    role: z
      .string()
      .regex(/^[A-Z_]{1,40}$/)
      .optional(),
  }),
})

const agencyRegion = { region: sql`agency.region` }

function addPlaceRoutes(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(regionsRoute, async (c) => {
    const { limit, cursor, sort, parent = null } = c.req.valid('query')
    const sorting = sortingOf(sort, { column: 'region', isDescending: false })
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'text') }
    const rows = await context.db.transaction().execute((tx) => listRegions(tx, request, { parent }))
    return c.json(
      pageOf(rows, request, ({ cursor_value, cursor_id, ...region }) => region),
      200,
    )
  })
  app.openapi(agenciesRoute, async (c) => {
    const { limit, cursor, sort, above } = c.req.valid('query')
    const sorting = sortingOf(sort, { column: 'agency_id', isDescending: false })
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'text') }
    const rows = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const visible = visibleTo(context, reader, { code: 'READ', columns: agencyRegion })
      return listAgencies(tx, request, {
        withAbove: above === 'true',
        ownAgencyId: reader.actor.agencyId,
        visible,
      })
    })
    return c.json(
      pageOf(rows, request, ({ cursor_value, cursor_id, ...agency }) => agency),
      200,
    )
  })
  app.openapi(postsRoute, async (c) => {
    const { limit, cursor, sort, agency_id: agencyId = null } = c.req.valid('query')
    const sorting = sortingOf(sort, { column: 'post_id', isDescending: false })
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'text') }
    const rows = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const visible = visibleTo(context, reader, { code: 'READ_AUTHORITY', columns: agencyRegion })
      return listPosts(tx, request, { ownAgencyId: reader.actor.agencyId, visible, agencyId })
    })
    const page = pageOf(rows, request, ({ cursor_value, cursor_id, title, title_in_english, ...post }) => ({
      ...post,
      title: { zh: title, en: title_in_english },
    }))
    return c.json(page, 200)
  })
}

function addPeopleRoutes(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(staffRoute, async (c) => {
    const { limit, cursor, sort, agency_id: agencyId = null, staff_id: staffId = null } = c.req.valid('query')
    const sorting = sortingOf(sort, { column: 'staff_id', isDescending: false })
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'text') }
    const rows = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const visible = visibleTo(context, reader, { code: 'READ_AUTHORITY', columns: agencyRegion })
      return listStaff(tx, request, { ownAgencyId: reader.actor.agencyId, visible, agencyId, staffId })
    })
    return c.json(
      pageOf(rows, request, ({ cursor_value, cursor_id, ...person }) => person),
      200,
    )
  })
  app.openapi(grantsRoute, async (c) => {
    const { limit, cursor, sort, staff_id: staffId = null, role = null } = c.req.valid('query')
    const sorting = sortingOf(sort, { column: 'valid_from', isDescending: true })
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'timestamptz') }
    const rows = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const visible = visibleTo(context, reader, { code: 'READ_AUTHORITY', columns: agencyRegion })
      return listGrants(tx, request, { ownStaffId: reader.actor.staffId, visible, staffId, role })
    })
    const page = pageOf(rows, request, ({ cursor_value, cursor_id, valid_from, valid_to, ...grant }) => ({
      ...grant,
      valid_from: valid_from.toISOString(),
      valid_to: valid_to?.toISOString() ?? null,
    }))
    return c.json(page, 200)
  })
}

/** For the type of the API. */
export const organisationApi = [
  ...[regionsRoute, agenciesRoute, postsRoute, staffRoute, grantsRoute],
  ...staffingApi,
] as const

/** Reading regions, agencies, posts, people and grants; writing them is an act on a record (platform.md 3, 6). */
export function organisationRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.route('/', organisationExportRoutes(context))
  addPlaceRoutes(app, context)
  addPeopleRoutes(app, context)
  app.route('/', staffingRoutes(context))
  app.route('/', workbookRoutes(context))
  return app
}
