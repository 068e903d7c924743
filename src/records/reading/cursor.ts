import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'

/**
 * Where the next page of a list begins: after the row with this value and id, in this order. Not signed: scope and
 * filters are applied to every page anew, so a forged one shows nothing that the first page would not.
 */
const Cursor = z.strictObject({ sort: z.string().max(40), at: z.string().max(64), id: z.string().max(64) })
export type Cursor = z.infer<typeof Cursor>

export function cursorText(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/** What `sortValue` of the lists' columns looks like; anything else would be an error of PostgreSQL. */
const valuePattern =
  /^(-?\d{1,19}|infinity|\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2}(\.\d{1,6})?[+-]\d{2}(:\d{2})?)?)$/

export function parseCursor(text: string): Cursor {
  try {
    const cursor = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    if (valuePattern.test(cursor.at) && !cursor.id.includes('\0')) return cursor
  } catch {
    // said below
  }
  throw new Refusal('invalid_input', {
    zh: '翻页位置无效；请从第一页重新开始。',
    en: 'the cursor is invalid; start again with the first page.',
  })
}
