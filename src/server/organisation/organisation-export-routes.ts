import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { type Duty, isPostProperty, isRole, titleOfDuty } from '#access/duties.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { textColumn } from '#platform/http/list/export-columns.ts'
import {
  type ExportColumn,
  type ExportedList,
  ExportFormat,
  exportList,
  exportRowsMax,
} from '#platform/http/list/list-export.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { rotationWarnings, warningColumns } from '#staffing/storing/rotation-warnings.ts'
import { exportRate } from '../acting/record-routes.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { askAnywhere } from './ask-anywhere.ts'
import { listGrants, listPosts, listStaff } from './organisation-store.ts'
import { type Reader, visibleTo } from './reader.ts'

const sort = z.string().max(40).optional()
const Role = z
  .string()
  .regex(/^[A-Z_]{1,40}$/)
  .optional()

function exportRoute<const Path extends string, Shape extends z.ZodRawShape>(
  path: Path,
  summary: string,
  filters: Shape,
) {
  return createRoute({
    method: 'get',
    path,
    summary: `导出${summary}`,
    tags: ['机构与权限 Organisation'],
    request: { query: z.strictObject({ ...filters, sort, format: ExportFormat }) },
    responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
  })
}

const agency_id = IdParam.optional()
const staff_id = IdParam.optional()
const routes = {
  staff: exportRoute('/staff/export', '工作人员（留痕）/ export the staff', { agency_id, staff_id }),
  posts: exportRoute('/posts/export', '岗位（留痕）/ export the posts', { agency_id }),
  grants: exportRoute('/grants/export', '授权（留痕）/ export the grants', { staff_id, role: Role }),
  rotations: exportRoute('/staffing/rotations/export', '轮岗提醒（留痕）/ export the rotations', {
    agency_id,
  }),
}

const dutyTitle = (code: string): string =>
  isRole(code) || isPostProperty(code) ? titleOfDuty(code as Duty).zh : code
const dayOf = (at: Date | null): string | null => (at === null ? null : at.toISOString().slice(0, 10))

type Row<List extends (...given: never) => Promise<readonly unknown[]>> = Awaited<ReturnType<List>>[number]
type Warning = Row<typeof rotationWarnings>

const staffColumns: readonly ExportColumn<Row<typeof listStaff>>[] = [
  textColumn('工号', 'staff number', { width: 14, of: (row) => row.staff_id }),
  textColumn('姓名', 'name', { width: 12, of: (row) => row.name }),
  textColumn('机构', 'agency', { width: 16, of: (row) => row.agency_id }),
  textColumn('部门', 'department', { width: 16, of: (row) => row.department }),
  textColumn('状态', 'status', { width: 12, of: (row) => row.status }),
  textColumn('离岗日期', 'left on', { width: 12, of: (row) => row.left_on }),
  textColumn('岗位', 'posts', { width: 30, of: (row) => row.posts.join(' ') }),
]
const postColumns: readonly ExportColumn<Row<typeof listPosts>>[] = [
  textColumn('岗位编号', 'post number', { width: 20, of: (row) => row.post_id }),
  textColumn('岗位', 'post', { width: 20, of: (row) => row.title }),
  textColumn('机构', 'agency', { width: 16, of: (row) => row.agency_id }),
  textColumn('风险岗位', 'key post', { width: 10, of: (row) => (row.is_key ? '是' : '否') }),
  {
    title: { zh: '轮岗月数', en: 'months at most' },
    kind: 'integer',
    width: 10,
    valueOf: (row) => row.months_max,
  },
  textColumn('角色', 'roles', { width: 30, of: (row) => row.roles.map(dutyTitle).join(' ') }),
  textColumn('职责', 'duties', { width: 30, of: (row) => row.properties.map(dutyTitle).join(' ') }),
]
const grantColumns: readonly ExportColumn<Row<typeof listGrants>>[] = [
  textColumn('工号', 'staff number', { width: 14, of: (row) => row.staff_id }),
  textColumn('角色', 'role', { width: 20, of: (row) => dutyTitle(row.role) }),
  textColumn('地区', 'regions', { width: 20, of: (row) => row.regions.join(' ') }),
  textColumn('险种', 'schemes', { width: 16, of: (row) => row.schemes?.join(' ') ?? '全部' }),
  textColumn('起', 'from', { width: 12, of: (row) => dayOf(row.valid_from) }),
  textColumn('止', 'until', { width: 12, of: (row) => dayOf(row.valid_to) ?? '长期' }),
  textColumn('来源', 'origin', { width: 16, of: (row) => row.origin }),
  textColumn('依据', 'order', { width: 38, of: (row) => row.order_id }),
  textColumn('提出', 'proposed by', { width: 14, of: (row) => row.proposed_by }),
  textColumn('批准', 'granted by', { width: 14, of: (row) => row.granted_by }),
]
const rotationColumns: readonly ExportColumn<Warning>[] = [
  textColumn('工号', 'staff number', { width: 14, of: (row) => row.staff_id }),
  textColumn('姓名', 'name', { width: 12, of: (row) => row.name }),
  textColumn('机构', 'agency', { width: 16, of: (row) => row.agency_id }),
  textColumn('岗位', 'post', { width: 20, of: (row) => row.title }),
  textColumn('任岗日期', 'since', { width: 12, of: (row) => row.started_on }),
  {
    title: { zh: '轮岗月数', en: 'months at most' },
    kind: 'integer',
    width: 10,
    valueOf: (row) => row.months_max,
  },
  textColumn('提醒', 'state', { width: 12, of: (row) => (row.state === 'OVERDUE' ? '已超期' : '将满期限') }),
]

interface Exporting<Listed> {
  readonly list: string
  readonly query: { readonly format: ExportFormat }
  readonly title: ExportedList<Listed>['title']
  readonly columns: readonly ExportColumn<Listed>[]
  readonly read: (
    tx: Tx,
    scope: { readonly reader: Reader; readonly visible: RawBuilder<SqlBool> },
  ) => Promise<readonly Listed[]>
}

/** Whoever reads accounts and authority may take the list away; it is on record before the first byte leaves. */
async function exportAuthority<Listed>(
  context: ServerContext,
  c: Context<ServerEnv>,
  { list, query, title, columns, read }: Exporting<Listed>,
): Promise<Response> {
  await takeFromRate(context.db, exportRate, c.var.session.staffId)
  const rows = await context.db.transaction().execute(async (tx) => {
    const reader = await askAnywhere(context, tx, c, 'READ_AUTHORITY')
    const columnsOf = { region: sql`agency.region` }
    return read(tx, {
      reader,
      visible: visibleTo(context, reader, { code: 'READ_AUTHORITY', columns: columnsOf }),
    })
  })
  await recordExport(context, c, { list, query, rows: rows.length })
  return exportList(query.format, { title, columns, rows }, c.var.language)
}

const ascending = <const Column extends string>(name: Column) =>
  ({ sorting: { column: name, isDescending: false }, limit: exportRowsMax, after: null }) as const

/** Exports of the lists of people, posts, grants and rotations, as they are shown. */
export function organisationExportRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>()
    .openapi(routes.staff, (c) => {
      const query = c.req.valid('query')
      const { agency_id: agencyId = null, staff_id: staffId = null } = query
      return exportAuthority(context, c, {
        ...{ list: 'staff', query, title: { zh: '工作人员', en: 'staff' }, columns: staffColumns },
        read: (tx, { reader, visible }) =>
          listStaff(tx, ascending('staff_id'), {
            ...{ ownAgencyId: reader.actor.agencyId, visible, agencyId, staffId },
          }),
      })
    })
    .openapi(routes.posts, (c) => {
      const query = c.req.valid('query')
      const { agency_id: agencyId = null } = query
      return exportAuthority(context, c, {
        ...{ list: 'post', query, title: { zh: '岗位', en: 'posts' }, columns: postColumns },
        read: (tx, { reader, visible }) =>
          listPosts(tx, ascending('post_id'), { ownAgencyId: reader.actor.agencyId, visible, agencyId }),
      })
    })
    .openapi(routes.grants, (c) => {
      const query = c.req.valid('query')
      const { staff_id: staffId = null, role = null } = query
      return exportAuthority(context, c, {
        ...{ list: 'role_grant', query, title: { zh: '授权', en: 'grants' }, columns: grantColumns },
        read: (tx, { reader, visible }) =>
          listGrants(
            tx,
            { ...ascending('valid_from'), sorting: { column: 'valid_from', isDescending: true } },
            { ownStaffId: reader.actor.staffId, visible, staffId, role },
          ),
      })
    })
    .openapi(routes.rotations, (c) => {
      const query = c.req.valid('query')
      const { agency_id: agencyId = null } = query
      return exportAuthority(context, c, {
        ...{ list: 'rotation', query, title: { zh: '轮岗提醒', en: 'rotations' }, columns: rotationColumns },
        read: async (tx, { reader, visible }) => {
          const rows = await rotationWarnings(tx, reader.moment.at, {
            ...{ limit: exportRowsMax, after: sql<SqlBool>`true`, position: sql`null as cursor_value` },
            order: sql`post_assignment.started_on, ${warningColumns.id}`,
            visible:
              agencyId === null ? visible : sql<boolean>`(${visible} and post.agency_id = ${agencyId})`,
          })
          return rows
        },
      })
    })
}
