import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { readCondition } from '#records/reading/read-condition.ts'
import { type Reader, visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import { readingKinds } from './reading-kinds.ts'

/** What has no place in the register belongs to the whole: to whoever sees the province (platform.md 14). */
const placed = (region: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`coalesce(${region}, (select root.region from app.region as root where root.parent is null order by root.region limit 1))`

export interface ProfileScope {
  /** Business on a column with one region and, where rows have one, a column with a scheme. */
  readonly business: (column: string, scheme?: string) => RawBuilder<SqlBool>
  /** Rows with a scheme of somebody who is in this region: whoever has some schemes only sees those. */
  readonly ofSchemes: (region: string | null, scheme: string) => RawBuilder<SqlBool>
  /** People of the agencies, their posts and relatives. */
  readonly authority: (column: string) => RawBuilder<SqlBool>
  readonly findings: RawBuilder<SqlBool>
  readonly records: RawBuilder<SqlBool>
}

/** Each part of a profile by the function that shows it elsewhere, too: a profile shows nothing that its lists do not. */
export function profileScope(context: ServerContext, reader: Reader): ProfileScope {
  const on = (code: string, region: RawBuilder<unknown>, scheme?: string): RawBuilder<SqlBool> => {
    const columns = { region: placed(region), ...(scheme === undefined ? {} : { scheme: sql.ref(scheme) }) }
    return visibleTo(context, reader, { code, columns })
  }
  const records = readingKinds(context.kernel).map(([code, kinds]) => {
    const columns = { region: sql`record.regions`, isRegionList: true, scheme: sql`record.scheme` }
    const visible = visibleTo(context, reader, { code, columns })
    return sql<SqlBool>`(record.kind = any(${[...kinds]}::text[]) and ${visible})`
  })
  return {
    business: (column, scheme) => on('READ', sql.ref(column), scheme),
    ofSchemes: (region, scheme) => on('READ', sql`${region}::text`, scheme),
    authority: (column) => on('READ_AUTHORITY', sql.ref(column)),
    findings: visibleTo(context, reader, {
      code: 'READ',
      columns: { region: sql`finding.regions`, isRegionList: true },
    }),
    records:
      records.length === 0
        ? sql<SqlBool>`false`
        : sql<SqlBool>`((${sql.join(records, sql` or `)}) and ${readCondition(context.kernel.kinds.values(), reader.actor.staffId)})`,
  }
}
