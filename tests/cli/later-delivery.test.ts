import { appendFile, cp, readdir, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { sha256 } from '#base/digest.ts'
import { newFolder, runProgram, writeFiles } from './program.ts'
import { smallDelivery } from './small-delivery.ts'

const header =
  'payment_id,person_id,scheme,benefit,kind,pay_month,period_from,period_to,amount,account_number,status,holder_name'
const march =
  'L5,P1,110,OLD_AGE,REGULAR,2024-03,2024-03,2024-03,1500.50,6200,PAID,张三\n' +
  'L4,P2,110,OLD_AGE,REGULAR,2024-02,2024-02,2024-02,2100,=6201,PAID,李四\n'

/** A first run in `first`, and a later delivery of payments alone in `march`. */
async function twoDeliveries(): Promise<string> {
  const folder = await newFolder()
  await writeFiles(path.join(folder, 'delivery'), smallDelivery)
  await writeFiles(path.join(folder, 'march'), { 'payment.csv': `${header}\n${march}` })
  expect((await runProgram(['screen', 'delivery', '--out', 'first'], { cwd: folder })).status).toBe(0)
  return folder
}

describe('a later delivery on top of an earlier run', () => {
  test('is screened together with it, though the earlier files are gone, and says what it replaced', async () => {
    const folder = await twoDeliveries()
    await rm(path.join(folder, 'delivery'), { recursive: true })
    for (const base of ['first', 'first/snapshot']) {
      const args = ['screen', 'march', '--base', base, '--out', 'second']
      const { status, printed } = await runProgram(args, { cwd: folder })
      expect(status).toBe(0)
      expect(printed).toContain('1 rows of earlier deliveries were replaced')
      expect(printed).toContain('As of 2024-03-31')
      expect(printed).toMatch(/^DTH-01 +Benefit paid after death +HIT +1 +4,501\.50$/m)
      const changes = path.join(folder, 'second', 'changes.csv')
      expect(await readFile(changes, 'utf8')).toBe(
        "\uFEFFtable,key,column,old_value,new_value\r\npayment,L4,amount,2000.00,2100.00\r\npayment,L4,account_number,6201,'=6201\r\n",
      )
      expect((await stat(changes)).mode & 0o777).toBe(0o600)
      const { base: built } = JSON.parse(await readFile(path.join(folder, 'second', 'run.json'), 'utf8'))
      const manifest = await readFile(path.join(folder, 'first', 'snapshot', 'manifest.json'), 'utf8')
      expect(built).toEqual({ manifest_sha256: sha256(manifest), rows_replaced: 1 })
    }
    // What it leaves can be screened again, and be a base again.
    expect((await runProgram(['screen', 'second', '--out', 'third'], { cwd: folder })).status).toBe(0)
    const findings = (run: string) => readFile(path.join(folder, run, 'findings.csv'), 'utf8')
    expect(await findings('third')).toBe(await findings('second'))
  })

  test('may go into the folder of its base, and a run without a base takes changes.csv away', async () => {
    const folder = await twoDeliveries()
    const screen = (...args: string[]) => runProgram(['screen', ...args, '--out', 'first'], { cwd: folder })
    expect((await screen('march', '--base', 'first')).status).toBe(0)
    expect(await readdir(path.join(folder, 'first'))).toContain('changes.csv')
    expect((await screen('delivery')).status).toBe(0)
    expect(await readdir(path.join(folder, 'first'))).not.toContain('changes.csv')
  })
})

describe('a base that cannot be built on', () => {
  async function refused(folder: string, ...args: string[]): Promise<string> {
    const { status, told, printed } = await runProgram(['screen', ...args, '--out', 'second'], {
      cwd: folder,
    })
    expect({ status, printed }).toEqual({ status: 2, printed: '' })
    expect(await readdir(folder)).not.toContain('second')
    const complaints = told.split('\n').filter((line) => line !== '')
    expect(complaints).toHaveLength(1)
    return complaints[0]!
  }

  test('that is not there, or no snapshot', async () => {
    const folder = await twoDeliveries()
    expect(await refused(folder, 'march', '--base', 'nowhere')).toContain('nowhere does not exist')
    expect(await refused(folder, 'march', '--base', 'delivery')).toContain('delivery holds no snapshot')
    expect(await refused(folder, 'first', '--base', 'first')).toContain('name the files of the new delivery')
  })

  test('whose part was changed, or is missing', async () => {
    const folder = await twoDeliveries()
    const part = path.join(folder, 'first', 'snapshot', 'payment-0001.parquet')
    await appendFile(part, 'x')
    expect(await refused(folder, 'march', '--base', 'first')).toContain(`${part} is damaged`)
    await rm(part)
    expect(await refused(folder, 'march', '--base', 'first')).toContain('payment-0001.parquet is missing')
  })

  test('of another version of the standard', async () => {
    const folder = await twoDeliveries()
    await cp(path.join(folder, 'first'), path.join(folder, 'old'), { recursive: true })
    const manifest = path.join(folder, 'old', 'snapshot', 'manifest.json')
    const text = await readFile(manifest, 'utf8')
    await writeFiles(path.dirname(manifest), {
      'manifest.json': text.replace('"standard_version": 1', '"standard_version": 0'),
    })
    expect(await refused(folder, 'march', '--base', 'old')).toContain('standard_version 0')
  })
})
