import type { Context } from 'hono'
import { type ExportColumn, exportList, exportRowsMax } from '#platform/http/list/list-export.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { exportRate } from '../acting/record-routes.ts'
import { askFunction } from '../findings/ask-function.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { type Looked, lookAt } from './campaign-scope.ts'

/** How every list of a campaign looks at it, and is taken away as a file. */

export const whole = { limit: exportRowsMax, after: null } as const

export const looking = (context: ServerContext, tx: Tx, c: Context<ServerEnv>, region: string | undefined) =>
  lookAt(context, tx, c, { campaignId: c.req.param('campaign_id') ?? '', region })

export interface Export<Row, Form> {
  readonly name: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly columns: readonly ExportColumn<Form>[]
  readonly formOf: (row: Row) => Form
  readonly read: (tx: Tx, looked: Looked) => Promise<readonly Row[]>
}

/** Lines of a campaign within the scope as a file; who took them is in the trail. */
export async function exported<Row, Form>(
  context: ServerContext,
  c: Context<ServerEnv>,
  asked: { readonly region?: string | undefined; readonly format: 'csv' | 'xlsx' },
  { name, title, columns, formOf, read }: Export<Row, Form>,
): Promise<Response> {
  await takeFromRate(context.db, exportRate, c.var.session.staffId)
  const rows = await context.db.transaction().execute(async (tx) => {
    const looked = await looking(context, tx, c, asked.region)
    await askFunction(context, tx, c, { function: 'EXPORT', regions: looked.members })
    return read(tx, looked)
  })
  await recordExport(context, c, { list: name, query: c.req.query(), rows: rows.length })
  return exportList(asked.format, { title, columns, rows: rows.map(formOf) }, c.var.language)
}
