import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newFolder, runProgram, writeFiles } from './program.ts'

const county = ['--persons', '3000', '--months', '18', '--seed', '7']

test('what the simulator hid is found by a run, all of it and nothing else', async () => {
  const folder = await newFolder()
  const inFolder = { cwd: folder }
  expect((await runProgram(['simulate', ...county, '--out', 'county'], inFolder)).status).toBe(0)
  expect((await readdir(path.join(folder, 'county'))).sort()).toEqual(['delivery', 'labels.csv'])
  expect((await runProgram(['screen', 'county/delivery', '--out', 'run'], inFolder)).status).toBe(0)
  const table = await runProgram(['score', 'run', '--labels', 'county/labels.csv'], inFolder)
  expect(table.status).toBe(0)
  expect(table.printed).toMatch(/^total .*100\.0% +100\.0% .* 0\.00 +0$/m)
  const json = await runProgram(['score', 'run', '--labels', 'county/labels.csv', '--json'], inFolder)
  const { total, isExact, rules } = JSON.parse(json.printed)
  expect(isExact).toBe(true)
  expect(total.labelled).toBeGreaterThan(20)
  expect(rules.length).toBeGreaterThan(10)
  // A rule that was not asked for has missed nothing.
  await runProgram(['screen', 'run', '--rule', 'DTH-01', '--out', 'one'], inFolder)
  const one = await runProgram(['score', 'one', '--labels', 'county/labels.csv', '--json'], inFolder)
  expect(JSON.parse(one.printed).rules.map((rule: { ruleCode: string }) => rule.ruleCode)).toEqual(['DTH-01'])
})

test('the same seed gives the same bytes, and a clean county nothing to find', async () => {
  const folder = await newFolder()
  const inFolder = { cwd: folder }
  for (const out of ['a', 'b']) {
    expect((await runProgram(['simulate', ...county, '--out', out], inFolder)).status).toBe(0)
  }
  for (const file of ['labels.csv', 'delivery/payment.csv', 'delivery/operation.csv']) {
    expect(await readFile(path.join(folder, 'a', file))).toEqual(await readFile(path.join(folder, 'b', file)))
  }
  expect((await runProgram(['simulate', ...county, '--clean', '--out', 'clean'], inFolder)).status).toBe(0)
  const run = await runProgram(['screen', 'clean/delivery', '--json', '--out', 'run'], inFolder)
  const { rules } = JSON.parse(run.printed)
  expect(rules.map((rule: { findings: number }) => rule.findings)).toEqual(rules.map(() => 0))
})

test('a folder that holds other data is not simulated into', async () => {
  const folder = await newFolder()
  await writeFiles(path.join(folder, 'delivery'), { 'person.csv': 'real' })
  const { status, told } = await runProgram(['simulate', ...county, '--out', folder])
  expect(status).toBe(2)
  expect(told).toBe(
    `${path.join(folder, 'delivery')} is there already and is not a simulated county; name another folder with --out.\n`,
  )
  expect(await readFile(path.join(folder, 'delivery', 'person.csv'), 'utf8')).toBe('real')
})

test('templates are written once, and a filled-in template can be screened', async () => {
  const folder = await newFolder()
  const inFolder = { cwd: folder }
  const first = await runProgram(['standard', '--templates', 'templates'], inFolder)
  expect(first).toMatchObject({ status: 0, told: '' })
  expect(await readdir(path.join(folder, 'templates'))).toHaveLength(38)
  const again = await runProgram(['standard', 'person', '--templates', 'templates'], inFolder)
  expect(again).toMatchObject({ status: 2, printed: '' })
  // Nobody filled them in: every table is there and empty.
  const screened = await runProgram(['screen', 'templates', '--as-of', '2024-12-31', '--json'], inFolder)
  expect(screened.status).toBe(0)
  const { inputs } = JSON.parse(screened.printed)
  expect(inputs).toHaveLength(38)
  expect(inputs.every((each: { rows_read: number }) => each.rows_read === 0)).toBe(true)
})

test('what cannot be compared is named', async () => {
  const folder = await newFolder()
  const { status, told } = await runProgram(['score', 'run', '--labels', 'labels.csv'], { cwd: folder })
  expect(status).toBe(2)
  expect(told).toBe(
    `${path.join(folder, 'labels.csv')} cannot be read (ENOENT); give the folder of a run and a file labels.csv.\n`,
  )
})
