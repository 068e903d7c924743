import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { newFolder, runProgram, writeFiles } from './program.ts'
import { smallDelivery } from './small-delivery.ts'

const resultFiles = [
  'findings.csv',
  'findings.jsonl',
  'rejects.csv',
  'report.html',
  'report.xlsx',
  'run.json',
  'snapshot',
  'subjects.csv',
]

async function read(folder: string, file: string): Promise<string> {
  return readFile(path.join(folder, file), 'utf8')
}

/** Two folders: the delivery, and where the program is called. */
async function delivered(): Promise<{ folder: string; delivery: string }> {
  const folder = await newFolder()
  return { folder, delivery: await writeFiles(path.join(folder, 'delivery'), smallDelivery) }
}

describe('screening a small delivery', () => {
  test('accounts for every row, finds what there is, and says where the reports are', async () => {
    const { folder, delivery } = await delivered()
    const { status, printed } = await runProgram(['screen', delivery], { cwd: folder })
    expect(status).toBe(0)
    expect(printed).toMatch(/^待遇发放明细\.csv +5 += +3 +\+ +1 +\+ +1$/m)
    expect(printed).toMatch(/^DTH-01 +Benefit paid after death +HIT +1 +3,001\.00$/m)
    expect(printed).toMatch(/^PRS-01 +not delivered: imprisonment$/m)
    expect(printed).toContain('As of 2024-02-29: 1 finding, 3,001.00 yuan at stake.')
    const out = path.join(folder, 'screening-2024-02-29')
    expect(printed).toContain(`file://${out}/report.html`)
    expect((await readdir(folder)).sort()).toEqual(['delivery', 'screening-2024-02-29'])
    expect((await readdir(out)).sort()).toEqual(resultFiles)
  })

  test('writes findings and rejects as the standard says, readable by their owner only', async () => {
    const { folder, delivery } = await delivered()
    expect((await runProgram(['screen', delivery, '--out', 'out'], { cwd: folder })).status).toBe(0)
    const out = path.join(folder, 'out')
    const [header, finding, ...rest] = (await read(out, 'findings.csv')).split('\r\n')
    expect(header).toBe(
      '\uFEFFfinding_id,rule_code,rule_title,level,subject_kind,subject_id,person_name_masked,period_from,period_to,amount,evidence_count,explanation,evidence,region',
    )
    const id = createHash('sha256').update('1|DTH-01|person|P1').digest('hex').slice(0, 16)
    expect(finding).toMatch(
      new RegExp(`^${id},DTH-01,死亡后继续发放待遇,1,person,P1,张\\*,2024-01,2024-02,3001\\.00,2,.*,甲镇$`),
    )
    expect(rest).toEqual([''])
    expect(await read(out, 'rejects.csv')).toBe(
      '\uFEFFfile,line,column,value,reason\r\n待遇发放明细.csv,5,amount,many,money\r\n',
    )
    for (const file of resultFiles.filter((name) => name !== 'snapshot')) {
      expect((await stat(path.join(out, file))).mode & 0o777, file).toBe(0o600)
    }
  })
})

describe('screening again', () => {
  test('a second run, and one of the snapshot when the files are gone, give the same bytes', async () => {
    const { folder, delivery } = await delivered()
    const screen = (from: string, out: string) => runProgram(['screen', from, '--out', out], { cwd: folder })
    expect((await screen(delivery, 'first')).status).toBe(0)
    expect((await screen(delivery, 'second')).status).toBe(0)
    await rm(delivery, { recursive: true })
    expect((await screen('first', 'third')).status).toBe(0)
    expect((await screen('first/snapshot', 'fourth')).status).toBe(0)
    // Over itself: the snapshot that is read is replaced by the same.
    expect((await screen('fourth', 'fourth')).status).toBe(0)
    const first = path.join(folder, 'first')
    for (const other of ['second', 'third', 'fourth']) {
      const out = path.join(folder, other)
      expect((await readdir(out)).sort()).toEqual(resultFiles)
      for (const file of ['findings.csv', 'findings.jsonl', 'rejects.csv', 'snapshot/manifest.json']) {
        expect(await read(out, file), `${other}/${file}`).toBe(await read(first, file))
      }
    }
  })
})

describe('asking for something else', () => {
  test('--json prints run.json and nothing else on standard output', async () => {
    const { folder, delivery } = await delivered()
    const { status, printed, told } = await runProgram(['screen', delivery, '--json', '--out', 'out'], {
      cwd: folder,
    })
    expect(status).toBe(0)
    expect(printed).toBe(await read(path.join(folder, 'out'), 'run.json'))
    const run = JSON.parse(printed)
    expect(run).toMatchObject({ standard_version: 1, as_of: '2024-02-29' })
    const payment = run.inputs.find((each: { table: string }) => each.table === 'payment')
    expect(payment).toMatchObject({ rows_read: 5, rows_loaded: 3, rows_rejected: 1, rows_repeated: 1 })
    expect(run.findings_sha256).toBe(
      createHash('sha256')
        .update(await readFile(path.join(folder, 'out', 'findings.csv')))
        .digest('hex'),
    )
    expect(told).toContain('Reading')
  })

  test('--rule, --set and --as-of change what is asked', async () => {
    const { folder, delivery } = await delivered()
    const args = ['--rule', 'DTH-01', '--set', 'dth-01.grace_months=1', '--as-of', '2024-03-31', '--json']
    const { printed } = await runProgram(['screen', delivery, ...args], { cwd: folder })
    const run = JSON.parse(printed)
    expect(run.as_of).toBe('2024-03-31')
    expect(run.rules).toHaveLength(1)
    expect(run.rules[0]).toMatchObject({
      code: 'DTH-01',
      status: 'HIT',
      findings: 1,
      amount: '1500.50',
      parameters: { grace_months: '1' },
    })
    expect(await readdir(folder)).toContain('screening-2024-03-31')
  })

  test('names are masked unless they are asked for', async () => {
    const { folder, delivery } = await delivered()
    await runProgram(['screen', delivery, '--out', 'masked'], { cwd: folder })
    await runProgram(['screen', delivery, '--out', 'clear', '--unmasked'], { cwd: folder })
    expect(await read(path.join(folder, 'masked'), 'findings.csv')).not.toContain('张三')
    expect(await read(path.join(folder, 'clear'), 'findings.csv')).toContain('张三')
  })
})

describe('a result that is there already', () => {
  test('a new result replaces an earlier one whole and leaves other files alone', async () => {
    const { folder, delivery } = await delivered()
    const out = path.join(folder, 'out')
    await mkdir(out)
    await writeFile(path.join(out, 'notes.txt'), 'mine')
    await writeFile(path.join(out, 'report-old.xlsx'), 'of an earlier run')
    await runProgram(['screen', delivery, '--out', out], { cwd: folder })
    await rename(path.join(delivery, 'death.csv'), path.join(folder, 'death.csv'))
    const { status } = await runProgram(['screen', delivery, '--out', out], { cwd: folder })
    expect(status).toBe(0)
    expect((await readdir(out)).sort()).toEqual(['notes.txt', ...resultFiles].sort())
    expect(await read(out, 'findings.csv')).not.toContain('DTH-01')
    expect(await readdir(path.join(out, 'snapshot'))).not.toContain('death-0001.parquet')
  })

  test('a workbook of a region is handed out, read back, and never replaced once it is filled in', async () => {
    const { folder, delivery } = await delivered()
    const screen = (...args: string[]) => runProgram(['screen', ...args], { cwd: folder })
    expect((await screen(delivery, '--split', 'region', '--out', 'out')).status).toBe(0)
    const handedOut = path.join(folder, 'out', 'report-甲镇.xlsx')
    expect((await readdir(path.join(folder, 'out'))).sort()).toEqual(
      ['report-甲镇.xlsx', ...resultFiles].sort(),
    )
    expect((await screen(delivery, '--reviewed', handedOut, '--out', 'next')).status).toBe(0)
    const later = new Date(Date.now() + 3_600_000)
    await utimes(handedOut, later, later)
    const again = await screen(delivery, '--out', 'out')
    expect(again).toMatchObject({ status: 2, printed: '' })
    expect(again.told).toContain(`${handedOut} was changed after its run and may hold conclusions`)
    expect(await readdir(path.join(folder, 'out'))).toContain('report-甲镇.xlsx')
  })
})

describe('rules explain', () => {
  test('shows where the rows of a finding come from', async () => {
    const { folder, delivery } = await delivered()
    const { status, printed } = await runProgram(['rules', 'explain', 'DTH-01', delivery], { cwd: folder })
    expect(status).toBe(0)
    expect(printed).toMatch(/^paid_late: 2 rows$/m)
    expect(printed).toMatch(/^ {2}P1 +L1 +1500\.50 +2024-01 +2024-01$/m)
    expect(await readdir(folder)).toEqual(['delivery'])
  })
})
