import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson } from '#base/canonical-json.ts'
import { findPackageSigner } from '#packages/package-key.ts'
import { exportAgain, exportPackage } from './export-package.ts'
import {
  type CampaignSides,
  exported,
  filledIn,
  handDown,
  openCampaignSides,
  take,
  up,
  versionOfTask,
} from './test-campaign-sides.ts'
import { bytesOf, newFile, refusalOf, repack, type TestSide } from './test-exchange.ts'

let sides: CampaignSides
let above: TestSide
let below: TestSide
let taskId: string

beforeAll(async () => {
  sides = await openCampaignSides()
  ;({ above, below, taskId } = sides)
  await handDown(sides)
}, 120_000)

const filled = (changes: Parameters<typeof filledIn>[1] = {}) => filledIn(taskId, changes)

describe('the order of packages', () => {
  test('a gap, another chain and a changed number are refused; the missing one is written once more', async () => {
    const first = up({ tables: [await filled()] })
    const second = up({ tables: [await filled({ '3.3': { explanation: '四' } })] })
    const third = up({ tables: [await filled({ '3.3': { explanation: '五' } })] })
    for (const each of [first, second, third]) await exportPackage(below.exchange, each)
    expect(await refusalOf(take(above, third.out))).toMatch(/packages 1 to 2 are missing/)
    const again = { to: { partner: 'province' }, sequence: 1, out: newFile('again.zip') }
    await exportAgain(below.exchange, again)
    expect(bytesOf(again.out)).toEqual(bytesOf(first.out))
    expect(await take(above, again.out)).toMatchObject({ state: 'DONE' })
    expect(await refusalOf(take(above, third.out))).toMatch(/package 2 is missing/)
    const signer = (await findPackageSigner(below.exchange.keyFolder, below.exchange.installation.logId))!
    const resigned = (changes: object) =>
      repack(second.out, (files) => {
        const manifest = { ...JSON.parse(files.get('manifest.json')!.toString('utf8')), ...changes }
        const text = canonicalJson(manifest)
        files.set('manifest.json', Buffer.from(text))
        files.set('signature', Buffer.from(`${signer.sign(text).toString('base64')}\n`))
      })
    expect(await refusalOf(take(above, await resigned({ previous: 'a'.repeat(64) })))).toMatch(
      /follows another/,
    )
    expect(await refusalOf(take(above, await resigned({ sequence: 1 })))).toMatch(
      /received before with another/,
    )
    expect(await refusalOf(take(above, await resigned({ kind: 'TASKS' })))).toMatch(
      /cannot send campaign tasks/,
    )
    expect(await take(above, second.out)).toMatchObject({ state: 'DONE' })
    expect(await take(above, third.out)).toMatchObject({ state: 'DONE' })
    expect(await take(above, first.out)).toMatchObject({ state: 'ALREADY' })
  })

  test('an interrupted import goes on where it stopped and does nothing twice', async () => {
    const { owner } = above.trail.database
    const fourth = await exported(below, up({ tables: [await filled({ '3.4': { explanation: '六' } })] }))
    const fifth = await exported(below, up({ tables: [await filled()] }))
    // The machine goes down after the act and before its outcome is noted.
    await sql`
      create function app.test_fail() returns trigger language plpgsql as $$
      begin
        raise exception 'the disk is gone';
      end
      $$
    `.execute(owner)
    await sql`
      create trigger test_fail before update on app.package_item for each row execute function app.test_fail()
    `.execute(owner)
    const version = await versionOfTask(sides)
    await expect(take(above, fourth)).rejects.toThrow('the disk is gone')
    expect(await versionOfTask(sides)).toBe(version + 1)
    expect(await refusalOf(take(above, fifth))).toMatch(/package 4 is not finished/)
    await sql`drop trigger test_fail on app.package_item`.execute(owner)
    expect(await take(above, fourth)).toMatchObject({ state: 'DONE', items: [{ outcome: 'ALREADY' }] })
    expect(await versionOfTask(sides)).toBe(version + 1)
    // And before the act, once it was noted that it would be done.
    await sql`
      create trigger test_fail before insert on app.record_action for each row execute function app.test_fail()
    `.execute(owner)
    await expect(take(above, fifth)).rejects.toThrow('the disk is gone')
    await sql`drop trigger test_fail on app.record_action`.execute(owner)
    expect(await versionOfTask(sides)).toBe(version + 1)
    expect(await take(above, fifth)).toMatchObject({ state: 'DONE', items: [{ outcome: 'ACCEPTED' }] })
    expect(await versionOfTask(sides)).toBe(version + 2)
  })

  test('two imports at once do it once', async () => {
    const file = await exported(below, up({ tables: [await filled()] }))
    const version = await versionOfTask(sides)
    const both = await Promise.allSettled([take(above, file), take(above, file)])
    const said = both.map((each) => (each.status === 'fulfilled' ? each.value.state : each.reason.code))
    expect(said).toContain('DONE')
    expect(['ALREADY', 'in_progress']).toContain(said.find((each) => each !== 'DONE'))
    expect(await versionOfTask(sides)).toBe(version + 1)
  })

  test('what the workflow refuses waits, stops the next package, and can be settled', async () => {
    const strange = { '3.1': { question: '9.1' } } as const
    const answers = await filled(strange)
    const sixth = await exported(below, up({ tables: [answers] }))
    const seventh = await exported(below, up({ tables: [await filled()] }))
    expect(await take(above, sixth)).toMatchObject({
      state: 'OPEN',
      items: [{ outcome: 'REFUSED', text: { en: expect.stringContaining('9.1') } }],
    })
    expect(await refusalOf(take(above, seventh))).toMatch(/package 7 is not finished/)
    expect(await take(above, sixth)).toMatchObject({ state: 'OPEN' })
    expect(await take(above, sixth, { leavesRefused: true })).toMatchObject({ state: 'DONE' })
    expect(await take(above, seventh)).toMatchObject({ state: 'DONE' })
  })
})
