import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { from as copyFrom } from 'pg-copy-streams'
import { expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { copyLine } from './copy-text.ts'

const database = await testDatabase()

test('whatever a text holds, PostgreSQL reads it back as it was', async () => {
  const client = await database.pool.connect()
  try {
    await client.query('create temporary table copied (position integer, one text, other text)')
    // Zero bytes are no text for PostgreSQL, and single surrogates none for anybody.
    const text = fc.oneof(
      fc.string({ unit: 'binary' }).map((each) => each.replaceAll('\0', '')),
      fc.stringMatching(/^[\\ntr.N\t\n\r王]{0,8}$/),
      fc.constantFrom('\\.', '\\N', '', 'a\\'),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.option(text), fc.option(text)), { maxLength: 20 }),
        async (rows) => {
          await client.query('truncate copied')
          const lines = rows.map(([one, other], index) => copyLine([String(index), one, other]))
          await pipeline(Readable.from(lines), client.query(copyFrom('copy copied from stdin')))
          const { rows: found } = await client.query('select one, other from copied order by position')
          expect(found).toEqual(rows.map(([one, other]) => ({ one, other })))
        },
      ),
      { numRuns: 60 },
    )
  } finally {
    client.release()
  }
})
