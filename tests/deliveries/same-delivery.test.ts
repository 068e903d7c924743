import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { csvLine } from '#base/csv.ts'
import { rules } from '#rules/catalogue.ts'
import { simulate } from '#simulator/simulate.ts'
import { runProgram } from '../cli/program.ts'
import { type Delivered, readDelivery, rewrites } from './rewritten-deliveries.ts'

/** How a delivery is written must not matter: whatever is in the files, the findings are the same to the byte. */
const folder = mkdtempSync(path.join(tmpdir(), 'same-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Screened {
  readonly findings: Buffer
  readonly run: {
    readonly rules: readonly { readonly code: string; readonly status: string }[]
    readonly inputs: readonly { readonly rows_read: number; readonly rows_loaded: number }[]
  }
}

async function screen(delivery: string, name: string): Promise<Screened> {
  const out = path.join(folder, `${name}-run`)
  const { status, told } = await runProgram(['screen', delivery, '--out', out])
  expect(status, told).toBe(0)
  const [findings, run] = ['findings.csv', 'run.json'].map((file) => readFileSync(path.join(out, file)))
  rmSync(out, { recursive: true })
  return { findings: findings!, run: JSON.parse(run!.toString()) }
}

let delivered: readonly Delivered[]
let expected: Screened

beforeAll(async () => {
  const source = path.join(folder, 'county')
  mkdirSync(source)
  for (const { table, columns, rows } of simulate({ persons: 1000, months: 12, seed: 7 }).tables) {
    writeFileSync(path.join(source, `${table}.csv`), [columns, ...rows()].map(csvLine).join(''))
  }
  delivered = readDelivery(source)
  expected = await screen(source, 'county')
}, 300_000)

test('the county has something to find by nearly every rule', () => {
  expect(expected.run.rules).toHaveLength(rules.length)
  expect(expected.run.rules.filter(({ status }) => status === 'HIT').length).toBeGreaterThan(
    rules.length * 0.8,
  )
  expect(expected.run.rules.filter(({ status }) => status === 'FAILED')).toEqual([])
})

test.for(Object.keys(rewrites))(
  'a delivery gives the same findings as %s',
  { timeout: 300_000 },
  async (name) => {
    const place = path.join(folder, name.replaceAll(/\W/g, '_'))
    mkdirSync(place)
    const { findings, run } = await screen(await rewrites[name]!(delivered, place), path.basename(place))
    rmSync(place, { recursive: true })
    const loaded = ({ inputs }: Screened['run']): number =>
      inputs.reduce((sum, each) => sum + each.rows_loaded, 0)
    expect(loaded(run)).toBe(loaded(expected.run))
    expect(run.rules.map(({ code, status }) => [code, status])).toEqual(
      expected.run.rules.map(({ code, status }) => [code, status]),
    )
    expect(findings.equals(expected.findings)).toBe(true)
  },
)
