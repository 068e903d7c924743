import { sql } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'

/** The figures of a region and half year, as the database answers them. */
export async function figuresOf(
  db: Database,
  region: string,
  half: 'H1' | 'H2' = 'H1',
  year = 2026,
): Promise<Record<string, string | null>> {
  const [from, until] =
    half === 'H1' ? [`${year}-01-01`, `${year}-07-01`] : [`${year}-07-01`, `${year + 1}-01-01`]
  const { rows } = await sql<{ answer: Record<string, string | null> }>`
    select app.report_figures(${region}, ${from}::date, ${until}::date) as answer
  `.execute(db)
  return rows[0]!.answer
}

/** Those of the figures, in that order. */
export async function pick(
  answer: Promise<Record<string, string | null>>,
  ...codes: readonly string[]
): Promise<(string | null)[]> {
  const told = await answer
  return codes.map((code) => {
    const value = told[code]
    if (value === undefined) throw new Error(`no figure ${code}`)
    return value
  })
}
