import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openDuck, runSql, selectRows, sqlText } from '#platform/duckdb.ts'
import { attachFiles, createByPerson } from './build-in-parts.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-parts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Line = readonly [string, number]

async function totals(label: string, parts: readonly (readonly Line[])[]): Promise<unknown[]> {
  const database = await openDuck({ threads: 1 })
  const { connection } = database
  const files: string[] = []
  for (const [index, lines] of parts.entries()) {
    const file = path.join(folder, `${label}-${index}.parquet`)
    const rows = lines.map(([person, fen]) => `('${person}', ${fen})`).join(', ')
    await runSql(
      connection,
      `copy (select * from (values ${rows}) as line(person_id, amount_fen) order by person_id)
      to ${sqlText(file)} (format parquet)`,
    )
    files.push(file)
  }
  await attachFiles(connection, 'payment', files)
  const select = 'select person_id, cast(sum(amount_fen) as bigint) as fen from payment group by person_id'
  await createByPerson(connection, 'total', select, 'payment', files)
  const found = await selectRows(connection, 'select person_id, fen from total order by person_id')
  const [whole] = await selectRows(connection, 'select count(*) as rows from payment')
  expect(Number(whole?.rows)).toBe(parts.flat().length)
  database.close()
  return found.map((row) => [row.person_id, Number(row.fen)])
}

test('files of person ranges apart give the same totals one by one as together', async () => {
  const lines: Line[] = [
    ['P1', 1],
    ['P1', 2],
    ['P2', 4],
    ['P3', 8],
  ]
  const expected = [
    ['P1', 3],
    ['P2', 4],
    ['P3', 8],
  ]
  expect(await totals('apart', [lines.slice(0, 2), lines.slice(2)])).toEqual(expected)
  expect(await totals('whole', [lines])).toEqual(expected)
})

test('a person who stands in two files is still one', async () => {
  const parts: Line[][] = [
    [
      ['P1', 1],
      ['P2', 2],
    ],
    [
      ['P2', 4],
      ['P3', 8],
    ],
  ]
  expect(await totals('overlapping', parts)).toEqual([
    ['P1', 1],
    ['P2', 6],
    ['P3', 8],
  ])
})
