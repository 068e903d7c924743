import { beforeAll, describe, expect, test } from 'vitest'
import { formatDay } from '#base/calendar-math.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { ledgerContext, pointInForce, saidBy, setUpLedger, stepOn } from '#risk-ledger/test-ledger.ts'
import { recordsOf } from '#sampling/test-sampling.ts'
import { openTestTrail } from '#trail/test-trail.ts'
import { type AskedExport, exportPackage } from './export-package.ts'
import { importPackage } from './import-package.ts'
import { introduce, newFile, openSide, refusalOf, type TestSide, unpack } from './test-exchange.ts'

const asked = (changes: Partial<AskedExport>): AskedExport => ({
  ...{ kind: 'ISSUED_FINDINGS', to: { partner: 'county' }, staffId: 'supervise1', tables: [], year: 2026 },
  ...{ out: newFile('package.zip'), ...changes },
})

async function exported(side: TestSide, changes: Partial<AskedExport>): Promise<string> {
  const given = asked(changes)
  await exportPackage(side.exchange, given)
  return given.out
}

const take = (side: TestSide, file: string, staffId: string | null) =>
  importPackage(side.exchange, { file, staffId, isDryRun: false, leavesRefused: false })

describe('the ledger of a unit outside', () => {
  let above: TestSide
  let below: TestSide

  beforeAll(async () => {
    const open = async (title: string) => {
      const trail = await openTestTrail()
      await setUpLedger(trail.database)
      return openSide(title, trail, ledgerContext(trail.database.db, ''))
    }
    above = await open('示例市')
    below = await open('示例一县')
    await introduce(above, below, 'A990101')
  }, 120_000)

  test('is filed by its head, stands above as filed, is accepted or returned there, and filed again', async () => {
    const year = Number(formatDay(shanghaiDay(new Date())).slice(0, 4))
    const up = { kind: 'LEDGERS', to: { partner: 'province' }, year } as const
    expect(await refusalOf(exportPackage(below.exchange, asked({ ...up, staffId: 'enter1' })))).not.toBe(
      'nothing was refused',
    )
    const byHead = { ...up, staffId: 'head1' }
    expect(await refusalOf(exportPackage(below.exchange, asked(byHead)))).toMatch(/no risk point in force/)
    await pointInForce(below.trail.database.db)
    const file = await exported(below, byHead)
    expect([...(await unpack(file)).keys()]).toContain('ledger.xlsx')
    expect(await refusalOf(take(above, file, 'city1'))).not.toBe('nothing was refused')
    expect(await take(above, file, 'enter1')).toMatchObject({ state: 'DONE' })
    const [filing] = await recordsOf<Record<string, unknown>>(above.trail.database.owner, 'LEDGER_FILING')
    expect(filing).toMatchObject({ status: 'FILED', version: 1, agency_id: 'A990101' })
    expect(filing!.data).toMatchObject({
      ...{ year, receiver_id: 'B990100', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      rows: [{ risk: '死亡人员未及时停发，家属继续领取', direct: 'enter1' }],
      remarks: [{ action: 'receive', actorId: 'enter1', reason: 'county #1' }],
    })
    expect(await take(above, file, 'enter1')).toMatchObject({ state: 'ALREADY' })
    // Filed and not yet decided: a second one waits until it is returned.
    const second = await exported(below, byHead)
    expect(await take(above, second, 'enter1')).toMatchObject({
      state: 'OPEN',
      items: [{ outcome: 'REFUSED' }],
    })
    const { db } = above.trail.database
    const step = { kind: 'LEDGER_FILING', recordId: filing!.record_id }
    const input = { reason: '风险点不全' }
    expect(saidBy(await stepOn(ledgerContext(db, 'city1'), { ...step, action: 'return', input }))).toBe(
      'RETURNED',
    )
    expect(await take(above, second, 'enter1')).toMatchObject({
      state: 'DONE',
      items: [{ outcome: 'ACCEPTED' }],
    })
    expect(saidBy(await stepOn(ledgerContext(db, 'city1'), { ...step, action: 'accept' }))).toBe('ACCEPTED')
  })
})
