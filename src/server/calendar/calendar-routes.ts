import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { type Day, formatDay, parseDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import {
  type DeadlineState,
  deadlineSliceCodes,
  deadlineSlices,
  deadlineStateCodes,
  deadlineStates,
} from '#calendar/deadline-slices.ts'
import { writeICalendar } from '#calendar/icalendar.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { textColumn } from '#platform/http/list/export-columns.ts'
import {
  downloadHeaders,
  type ExportColumn,
  exportList,
  exportRowsMax,
} from '#platform/http/list/list-export.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { isWorkingDay, type WorkingDays } from '#records/deadlines/working-days.ts'
import { exportRate } from '../acting/record-routes.ts'
import { askAnywhere } from '../organisation/ask-anywhere.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { CalendarDay, DeadlineForm, deadlineForm, type DeadlineForm as Form } from './calendar-forms.ts'
import {
  countDeadlines,
  type DayCount,
  type DeadlineFilter,
  deadlineSorts,
  listDeadlines,
  visibleDeadlines,
} from './list-deadlines.ts'

const DayText = z.iso.date()
const filters = {
  from: DayText.describe('YYYY-MM-DD'),
  to: DayText.describe('YYYY-MM-DD'),
  slice: z.enum(deadlineSliceCodes).optional(),
  agency_id: IdParam.optional(),
  region: z
    .string()
    .regex(/^\d{6,12}$/)
    .optional(),
  state: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(deadlineStateCodes)).max(4))
    .optional(),
}
const Query = listQuery(deadlineSorts, filters)
const DaysQuery = z.strictObject(filters)
const ExportQuery = DaysQuery.extend({
  format: z.enum(['csv', 'xlsx', 'ics']),
  sort: z.enum(['due_on', '-due_on']).optional(),
})

const tags = ['日历 Calendar']
const daysRoute = createRoute({
  method: 'get',
  path: '/deadlines/days',
  summary: '每日到期事项数，含工作日标记 / how much is due on each day',
  tags,
  request: { query: DaysQuery },
  responses: {
    200: jsonResponse(z.object({ today: z.string(), items: z.array(CalendarDay) })),
    ...problemResponse,
  },
})
const listRoute = createRoute({
  method: 'get',
  path: '/deadlines',
  summary: '到期事项 / deadlines, the earliest first',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(pageSchema(DeadlineForm)), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/deadlines/export',
  summary: '导出到期事项（留痕）/ export them; it is in the trail',
  tags,
  request: { query: ExportQuery },
  responses: { 200: { description: 'CSV, XLSX, iCalendar' }, ...problemResponse },
})

/** A year and a bit: more is no calendar. */
const daysMax = 400

interface Asked {
  readonly from: string
  readonly to: string
  readonly slice?: DeadlineFilter['slice'] | undefined
  readonly agency_id?: string | undefined
  readonly region?: string | undefined
  readonly state?: readonly DeadlineState[] | undefined
}

function daysOf({ from, to }: Asked): { readonly first: Day; readonly last: Day } {
  const [first, last] = [parseDay(from)!, parseDay(to)!]
  if (last < first || last - first >= daysMax) {
    throw new Refusal('invalid_input', {
      zh: `起止日期 ${from} 至 ${to} 不成立：止日不得早于起日，最多 ${daysMax} 天。`,
      en: `${from} to ${to} is no period: the end comes after the beginning, and at most ${daysMax} days.`,
    })
  }
  return { first, last }
}

function filterOf(asked: Asked): DeadlineFilter {
  daysOf(asked)
  return {
    from: asked.from,
    to: asked.to,
    slice: asked.slice ?? null,
    agencyId: asked.agency_id ?? null,
    region: asked.region ?? null,
    states: asked.state ?? [],
  }
}

function everyDay(
  asked: Asked,
  counts: readonly DayCount[],
  calendar: WorkingDays,
): z.infer<typeof CalendarDay>[] {
  const { first, last } = daysOf(asked)
  const byDay = new Map(counts.map((count) => [count.day, count]))
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const number = first + index
    const day = formatDay(number)
    const { open = 0, overdue = 0, done = 0 } = byDay.get(day) ?? {}
    const isProvisional = !calendar.isWorkingByDay.has(number)
    return {
      ...{ day, open, overdue, done },
      is_working: isWorkingDay(calendar, number),
      is_provisional: isProvisional,
    }
  })
}

const columns: readonly ExportColumn<Form>[] = [
  textColumn('期限', 'due', { width: 12, of: (row) => row.due_on }),
  textColumn('事项', 'what', { width: 50, of: (row) => row.title.zh }),
  textColumn('类别', 'kind', { width: 14, of: (row) => deadlineSlices[row.slice].title.zh }),
  textColumn('单位', 'unit', { width: 30, of: (row) => row.agency_name }),
  textColumn('地区', 'region', { width: 14, of: (row) => row.region }),
  textColumn('状态', 'state', { width: 12, of: (row) => deadlineStates[row.state].zh }),
  textColumn('完成日期', 'done on', { width: 12, of: (row) => row.done_on }),
]

function calendarFile(rows: readonly Form[], isEnglish: boolean): Response {
  const events = rows.map((row) => ({
    id: row.deadline_id,
    day: row.due_on,
    summary: [isEnglish ? row.title.en : row.title.zh, row.agency_name ?? ''].filter(Boolean).join(' · '),
    isDone: row.done_on !== null,
  }))
  const text = writeICalendar(isEnglish ? 'Fangxian: deadlines' : '防线：到期事项', events, new Date())
  const name = isEnglish ? 'deadlines.ics' : '到期事项.ics'
  return new Response(text, { headers: downloadHeaders(name, 'text/calendar; charset=utf-8') })
}

/** For the type of the API. */
export const calendarApi = [daysRoute, listRoute] as const

const earliestFirst = { column: 'due_on', isDescending: false } as const

/** What is due when, of all slices that somebody may read, within the scope. */
export function calendarRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(daysRoute, async (c) => {
    const query = c.req.valid('query')
    const filter = filterOf(query)
    const read = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const counts = await countDeadlines(tx, { filter, visible: visibleDeadlines(context, reader) })
      return { counts, today: formatDay(reader.moment.day) }
    })
    const items = everyDay(query, read.counts, context.kernel.workingDays)
    return c.json({ today: read.today, items }, 200)
  })
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, sort, ...asked } = c.req.valid('query')
    const sorting = sortingOf(sort, earliestFirst)
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'date') }
    const filter = filterOf(asked)
    const rows = await context.db.transaction().execute(async (tx) => {
      const visible = visibleDeadlines(context, await getReader(context, tx, c))
      return listDeadlines(tx, request, { filter, visible })
    })
    return c.json(pageOf(rows, request, deadlineForm), 200)
  })
  app.openapi(exportRoute, async (c) => {
    const { format, sort, ...asked } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const filter = filterOf(asked)
    const request = { sorting: sortingOf(sort, earliestFirst), limit: exportRowsMax, after: null }
    const rows = await context.db.transaction().execute(async (tx) => {
      const reader = await askAnywhere(context, tx, c, 'EXPORT')
      return listDeadlines(tx, request, { filter, visible: visibleDeadlines(context, reader, 'EXPORT') })
    })
    await recordExport(context, c, { list: 'deadlines', query: asked, rows: rows.length })
    const forms = rows.map(deadlineForm)
    if (format === 'ics') return calendarFile(forms, c.var.language === 'en')
    const title = { zh: '到期事项', en: 'deadlines' }
    return exportList(format, { title, columns, rows: forms }, c.var.language)
  })
  return app
}
