import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'

/** What every list understands, beside its own filters. */
export const pageSizeDefault = 50
export const pageSizeMax = 200

export interface Sorting<Column extends string> {
  readonly column: Column
  readonly isDescending: boolean
}

/** Where the next page begins: after this row. */
export interface Position {
  /** The sort column as text of the database, so that no digit of a timestamp is lost. */
  readonly value: string
  readonly id: string
}

export interface ListRequest<Column extends string> {
  readonly sorting: Sorting<Column>
  readonly after: Position | null
  readonly limit: number
}

/** `sort=-received_at`: a minus sign is descending. Strict with its filters: an unknown parameter is refused. */
export function listQuery<const Column extends string, Filters extends z.ZodRawShape>(
  columns: readonly [Column, ...Column[]],
  filters: Filters,
) {
  const sorts = columns.flatMap((each): [Column, `-${Column}`] => [each, `-${each}`])
  return z.strictObject({
    limit: z.coerce.number().int().min(1).max(pageSizeMax).default(pageSizeDefault),
    cursor: z.string().max(600).optional(),
    sort: z.enum(sorts as [Column | `-${Column}`, ...(Column | `-${Column}`)[]]).optional(),
    ...filters,
  })
}

export function sortingOf<Column extends string>(
  sort: Column | `-${Column}` | undefined,
  otherwise: Sorting<Column>,
): Sorting<Column> {
  if (sort === undefined) return otherwise
  const isDescending = sort.startsWith('-')
  return { column: (isDescending ? sort.slice(1) : sort) as Column, isDescending }
}

const Cursor = z.strictObject({ s: z.string(), v: z.string().max(400), i: z.string().max(100) })

const sortText = ({ column, isDescending }: Sorting<string>): string => `${isDescending ? '-' : ''}${column}`

export function cursorOf(sorting: Sorting<string>, { value, id }: Position): string {
  return Buffer.from(JSON.stringify({ s: sortText(sorting), v: value, i: id })).toString('base64url')
}

/** Of a month with 30 days the 31st is none. */
function isDay(value: string, type: SortType): boolean {
  if ((type !== 'date' && type !== 'timestamptz') || value === 'infinity') return true
  return z.iso.date().safeParse(value.slice(0, 10)).success
}

const badCursor = new Refusal('invalid_input', {
  zh: '翻页位置 cursor 无效；请从第一页重新开始。',
  en: 'The cursor is not valid; start again from the first page.',
})

/** What a column is in PostgreSQL, and how its text looks: anything else would be an error of the database's. */
const valuePatterns = {
  text: /^[^\0]*$/,
  bigint: /^-?\d{1,19}$/,
  integer: /^-?\d{1,10}$/,
  date: /^(infinity|\d{4}-\d{2}-\d{2})$/,
  timestamptz: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?[+-]\d{2}(:\d{2})?$/,
} as const
export type SortType = keyof typeof valuePatterns

/** A cursor of another order, or one that is none, is refused. It holds values, never SQL: they are bound. */
export function positionOf(
  cursor: string | undefined,
  sorting: Sorting<string>,
  type: SortType,
): Position | null {
  if (cursor === undefined) return null
  let json: unknown
  try {
    json = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw badCursor
  }
  const { success, data } = Cursor.safeParse(json)
  if (!success || data.s !== sortText(sorting)) throw badCursor
  if (!valuePatterns[type].test(data.v) || data.i.includes('\0') || !isDay(data.v, type)) throw badCursor
  return { value: data.v, id: data.i }
}

export interface Page<Item> {
  readonly items: Item[]
  /** Null on the last page. */
  readonly next_cursor: string | null
}

export function pageOf<Row extends { readonly cursor_value: string; readonly cursor_id: string }, Item>(
  rows: readonly Row[],
  request: ListRequest<string>,
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, request.limit)
  const last = shown.at(-1)
  const hasMore = rows.length > request.limit && last !== undefined
  return {
    items: shown.map(itemOf),
    next_cursor: hasMore ? cursorOf(request.sorting, { value: last.cursor_value, id: last.cursor_id }) : null,
  }
}

/** The answer of a list in the API's document. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() })
}
