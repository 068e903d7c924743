import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { newFolder, runProgram, writeFiles } from './program.ts'

/** Large enough that every stage can be met: some seconds of work. */
function manyPayments(persons: number, months: number): Record<string, string> {
  const personLines = ['person_id,id_number,name,region']
  const paymentLines = [
    'payment_id,person_id,scheme,benefit,kind,pay_month,period_from,period_to,amount,account_number,status,holder_name',
  ]
  for (let person = 1; person <= persons; person += 1) {
    personLines.push(`P${person},${990101194001010000 + person},某${person},甲镇`)
    for (let month = 1; month <= months; month += 1) {
      const when = `2024-${String(month).padStart(2, '0')}`
      // Every one above the cap of AMT-01: the reports have something to do.
      const line = `P${person}-${month},P${person},170,RESIDENT_BASIC,REGULAR,${when},${when},${when},2500,A${person},PAID,某${person}`
      paymentLines.push(line)
    }
  }
  return { 'person.csv': personLines.join('\n'), 'payment.csv': paymentLines.join('\n') }
}

const stages = ['Reading', 'Storing', 'Preparing', 'Screening', 'Reporting'] as const

describe('an interrupted run', () => {
  test.for(stages)('in the stage %s ends with 130 and leaves the earlier result as it was', async (stage) => {
    const folder = await newFolder()
    await writeFiles(path.join(folder, 'd'), manyPayments(4_000, 12))
    await mkdir(path.join(folder, 'out'))
    await writeFile(path.join(folder, 'out', 'run.json'), 'of an earlier run')
    const ended = await runProgram(['screen', 'd', '--out', 'out'], {
      cwd: folder,
      interruptWhen: (told) => (told.includes(stage) ? 'SIGINT' : undefined),
    })
    expect(ended).toMatchObject({ status: 130, signal: null, printed: '' })
    expect(ended.told).toMatch(/Interrupted; nothing half-finished was left behind\.\n$/)
    expect(await readdir(path.join(folder, 'out'))).toEqual(['run.json'])
    expect(await readFile(path.join(folder, 'out', 'run.json'), 'utf8')).toBe('of an earlier run')
  })

  test.for(['SIGTERM', 'SIGHUP'] as const)(
    'by %s ends likewise, and takes the folder it made away',
    async (signal) => {
      const folder = await newFolder()
      await writeFiles(path.join(folder, 'd'), manyPayments(4_000, 12))
      const ended = await runProgram(['screen', 'd', '--out', 'new/out'], {
        cwd: folder,
        interruptWhen: (told) => (told.includes('Reading') ? signal : undefined),
      })
      expect(ended.status).toBe(130)
      expect(await readdir(folder)).toEqual(['d'])
    },
  )

  test('of the simulator leaves nothing', async () => {
    const folder = await newFolder()
    const args = ['simulate', '--persons', '100000', '--months', '36', '--seed', '1', '--out', 'county']
    const ended = await runProgram(args, {
      cwd: folder,
      interruptWhen: (told) => (told.includes('Simulating') ? 'SIGINT' : undefined),
    })
    expect(ended.status).toBe(130)
    expect(await readdir(folder)).toEqual([])
  })
})
