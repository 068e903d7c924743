import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newFolder, runProgram, writeFiles } from './program.ts'
import { paidTwice } from './small-delivery.ts'

test('a person with findings of several rules stands in subjects.csv once, with each line counted once', async () => {
  const folder = await newFolder()
  const delivery = await writeFiles(path.join(folder, 'delivery'), paidTwice)
  const asked = ['--rule', 'DTH-01', '--rule', 'DUP-08']
  expect((await runProgram(['screen', delivery, ...asked, '--out', 'out'], { cwd: folder })).status).toBe(0)
  const read = (file: string) => readFile(path.join(folder, 'out', file), 'utf8')
  const rules = [...(await read('findings.csv')).matchAll(/^[0-9a-f]{16},([A-Z]{3}-\d\d),.*,person,P1,/gm)]
  expect(rules.map(([, code]) => code)).toEqual(['DTH-01', 'DUP-08'])
  const [header, ...subjects] = (await read('subjects.csv')).trimEnd().split('\r\n')
  expect(header).toBe(
    '\uFEFFsubject_kind,subject_id,person_name_masked,score,amount,findings,rules,highest_level,region',
  )
  expect(subjects).toEqual(['person,P1,张*,0.5100,4501.50,2,DTH-01 DUP-08,1,甲镇'])
  expect(await read('report.html')).toContain('0.5100')
})
