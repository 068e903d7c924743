import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { draw, populationHash, seedOf } from '../draw.ts'
import {
  addOrder,
  checkpointFiles,
  lastMonth,
  recordsOf,
  said,
  sampleOnce,
  setUpSampling,
  takeStep,
} from '../test-sampling.ts'
import { type PlanData, strataOf } from './plan-data.ts'

const trail = await setUpSampling()
const { database } = trail
const { owner } = database

const plans = () => recordsOf<PlanData>(owner, 'SAMPLE_PLAN')
const itemsOf = async (planId: string) =>
  (await recordsOf<{ plan_id: string; stratum: string; place: number }>(owner, 'SAMPLE_ITEM')).filter(
    ({ data }) => data.plan_id === planId,
  )

let refused: readonly string[] = []
const orders: Record<string, string[]> = {}

beforeAll(async () => {
  const add = async (count: number, code: string, options: object = {}) => {
    const ids = []
    for (let index = 0; index < count; index += 1) ids.push(await addOrder(owner, { code, ...options }))
    orders[code] = ids
  }
  await add(3, 'DEATH_RESUME')
  await add(10, 'BACK_PAY')
  await add(11, 'ACCOUNT_CHANGE')
  await add(1, 'FUNERAL')
  // Nothing of these ended last month.
  await addOrder(owner, { status: 'WITHDRAWN' })
  await addOrder(owner, { status: 'ENTERED', isOpen: true })
  await addOrder(owner, { at: '2020-01-05 10:00:00+08' })
  refused = await sampleOnce(trail)
})

describe('the plan of last month', () => {
  test('holds every order that ended in it, and wants the ratio of each function', async () => {
    expect(refused).toEqual([])
    const [plan, ...others] = await plans()
    expect(others).toEqual([])
    expect([plan!.status, plan!.agency_id, plan!.data.month]).toEqual(['DRAWN', 'A990101', lastMonth])
    const rows = plan!.data.strata.map(({ code, items, wanted, drawn }) => [
      ...[code, items.length, wanted, drawn!.length],
    ])
    expect(rows).toEqual([
      ['ACCOUNT_CHANGE@A990101', 11, 3, 3],
      ['BACK_PAY@A990101', 10, 3, 3],
      ['DEATH_RESUME@A990101', 3, 3, 3],
      ['FUNERAL@A990101', 1, 1, 1],
    ])
    for (const { function: code, items } of plan!.data.strata) expect(items).toEqual(orders[code]!.toSorted())
  })

  test('is repeated exactly from population, plan and the checkpoint that lies outside', async () => {
    const [plan] = await plans()
    const { data, record_id } = plan!
    const strata = strataOf(data)
    expect(populationHash(strata)).toBe(data.population_hash)
    const outside = await Promise.all((await checkpointFiles(trail)).map((file) => readFile(file, 'utf8')))
    expect(outside).toContain(data.checkpoint)
    const seed = seedOf({
      checkpoint: data.checkpoint!,
      populationHash: data.population_hash,
      planId: record_id,
    })
    expect(seed).toBe(data.seed)
    expect(draw(seed, strata).map(({ drawn }) => drawn)).toEqual(data.strata.map(({ drawn }) => drawn))
  })

  test('was frozen in the trail before the checkpoint that gives its seed was signed', async () => {
    const [plan] = await plans()
    const { rows } = await trail.database.pool.query<{ leaf_index: bigint }>(
      `select leaf_index from app.record_action inner join app.trail_leaf using (entry_id)
      where record_id = $1 and version = 1`,
      [plan!.record_id],
    )
    const size = BigInt(plan!.data.checkpoint!.split('\n')[1]!)
    expect(size > rows[0]!.leaf_index).toBe(true)
  })

  test('has an item for each order drawn, which does not say which order', async () => {
    const [plan] = await plans()
    const items = await itemsOf(plan!.record_id)
    expect(items.length).toBe(10)
    const all = Object.values(orders).flat()
    for (const item of items) {
      expect(item.status).toBe('OPEN')
      expect(all.filter((orderId) => JSON.stringify(item).includes(orderId))).toEqual([])
      expect(item.concerned.handlers).toEqual(['enter1', 'review1'])
    }
  })

  test('is what the process rules and the calendar read', async () => {
    const [plan] = await plans()
    const { rows } = await trail.database.pool.query(
      `select function, month, region, population, wanted, drawn, checked, wrong
      from app.record_sample_stratum where plan_id = $1 order by function`,
      [plan!.record_id],
    )
    const common = { month: Number(lastMonth.replace('-', '')), region: '990101', checked: 0, wrong: 0 }
    expect(rows).toEqual([
      { ...common, function: 'ACCOUNT_CHANGE', population: 11, wanted: 3, drawn: 3 },
      { ...common, function: 'BACK_PAY', population: 10, wanted: 3, drawn: 3 },
      { ...common, function: 'DEATH_RESUME', population: 3, wanted: 3, drawn: 3 },
      { ...common, function: 'FUNERAL', population: 1, wanted: 1, drawn: 1 },
    ])
    const { rows: due } = await trail.database.pool.query(
      `select kind, done_on from app.deadlines_of_sampling where record_id = $1`,
      [plan!.record_id],
    )
    expect(due).toEqual([{ kind: 'SAMPLE_PLAN', done_on: null }])
  })

  test('is made once, however often the server tries', async () => {
    expect(await sampleOnce(trail)).toEqual([])
    expect((await plans()).length).toBe(1)
    const [plan] = await plans()
    expect((await itemsOf(plan!.record_id)).length).toBe(10)
  })
})

describe('nobody chooses', () => {
  const input = { agency_id: 'A990101', month: lastMonth, replaces: null }

  test.for(['audit1', 'head1', 'supervise1', 'system1', 'enter1'])(
    '%s neither freezes nor draws',
    async (by) => {
      expect(said(await takeStep(database, { by, kind: 'SAMPLE_PLAN', action: 'freeze', input }))).not.toBe(
        'FROZEN',
      )
      const [plan] = await plans()
      const drawing = takeStep(database, {
        ...{ by, kind: 'SAMPLE_PLAN', recordId: plan!.record_id, action: 'draw' },
        input: { checkpoint: plan!.data.checkpoint },
      })
      const answer = await drawing.then(said, (error: Error) => error.message)
      expect(answer).not.toBe('DRAWN')
      expect((await plans())[0]!.version).toBe(2)
    },
  )

  test('the server itself neither freezes a month twice nor draws a plan twice', async () => {
    const again = await takeStep(database, { by: 'system', kind: 'SAMPLE_PLAN', action: 'freeze', input })
    expect(said(again)).toContain('a plan draws once')
    const [plan] = await plans()
    const drawing = await takeStep(database, {
      ...{ by: 'system', kind: 'SAMPLE_PLAN', recordId: plan!.record_id, action: 'draw' },
      input: { checkpoint: plan!.data.checkpoint },
    })
    expect(said(drawing)).toContain('action_not_available')
  })

  test('a month that has not ended is not frozen', async () => {
    const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7)
    const answer = await takeStep(database, {
      ...{ by: 'system', kind: 'SAMPLE_PLAN', action: 'freeze' },
      input: { agency_id: 'A990102', month, replaces: null },
    })
    expect(said(answer)).toContain('has not ended')
  })

  test('a checkpoint from before, of another key or no checkpoint at all gives no seed', async () => {
    await addOrder(owner, { agency: 'A990102', enterer: 'outsider', reviewer: 'outsider' })
    const old = (await plans())[0]!.data.checkpoint!
    const opened = await takeStep(database, {
      ...{ by: 'system', kind: 'SAMPLE_PLAN', action: 'freeze' },
      input: { agency_id: 'A990102', month: lastMonth, replaces: null },
    })
    expect(said(opened)).toBe('FROZEN')
    const recordId = (opened as { recordId: string }).recordId
    await trail.rounds.sequence('in turn')
    const drawing = async (checkpoint: string) =>
      said(
        await takeStep(database, {
          ...{ by: 'system', kind: 'SAMPLE_PLAN', recordId, action: 'draw', input: { checkpoint } },
        }),
      )
    expect(await drawing(old)).toContain('signed before the population was frozen')
    const lines = old.split('\n')
    const forged = [lines[0], '999999', ...lines.slice(2)].join('\n')
    expect(await drawing(forged)).toContain('not signed by this system')
    expect(await drawing('anything')).toContain('not signed by this system')
  })
})

describe('a correction', () => {
  test('takes two people, keeps the old plan and draws a new one from a new seed', async () => {
    const [old] = (await plans()).filter(({ agency_id }) => agency_id === 'A990101')
    const { record_id: recordId, data: before } = old!
    const step = (by: string, action: string, input: unknown = {}) =>
      takeStep(database, { by, kind: 'SAMPLE_PLAN', recordId, action, input })
    expect(said(await step('audit1', 'ask_correction', { reason: '漏了补录业务' }))).toBe('CORRECTION_ASKED')
    expect(said(await step('audit1', 'agree'))).toContain('not_permitted')
    expect(said(await step('head1', 'keep', { reason: '总体无误' }))).toBe('DRAWN')
    expect(said(await step('audit1', 'ask_correction', { reason: '漏了补录业务' }))).toBe('CORRECTION_ASKED')
    const late = await addOrder(owner, { code: 'FUNERAL' })
    expect(said(await step('head1', 'agree'))).toBe('SUPERSEDED')
    expect(await sampleOnce(trail)).toEqual([])
    await sampleOnce(trail)
    const both = (await plans()).filter(({ agency_id }) => agency_id === 'A990101')
    expect(both.map(({ status }) => status)).toEqual(['SUPERSEDED', 'DRAWN'])
    const [kept, next] = both
    expect([kept!.data.seed, kept!.data.strata]).toEqual([before.seed, before.strata])
    expect(next!.data.replaces).toBe(recordId)
    expect(next!.data.seed).not.toBe(before.seed)
    expect(next!.data.strata.find(({ function: code }) => code === 'FUNERAL')!.items).toContain(late)
    const dropped = await itemsOf(recordId)
    expect(new Set(dropped.map(({ status }) => status))).toEqual(new Set(['DROPPED']))
  })
})
