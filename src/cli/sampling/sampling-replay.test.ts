import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Surroundings } from '#cli/command.ts'
import { draw, populationHash, seedOf } from '#sampling/draw.ts'
import { replaySampleCommand } from './sampling-replay.ts'

/** A third person repeats a draw with the file of a plan and a checkpoint, and nothing else. */

const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const checkpoint = 'fangxian.example/trail\n7\nAAAA\n\n— fangxian.example/trail BBBB\n'
const planId = 'P1'
const strata = ['ACCOUNT_CHANGE@A990101', 'BACK_PAY@A990101'].map((code, index) => ({
  code,
  ratioMillionths: index === 0 ? 200_000n : 300_000n,
  items: Array.from({ length: 25 }, (_, number) => `${code}-${number}`),
}))

const hash = populationHash(strata)
const seed = seedOf({ checkpoint, populationHash: hash, planId })
const drawn = draw(seed, strata)
const published = {
  ...{ plan_id: planId, population_hash: hash, checkpoint, seed },
  // As the server says it, with more than is needed.
  computed: { population_hash: hash, seed, is_same: true },
  strata: strata.map(({ code, ratioMillionths, items }, index) => ({
    ...{ code, items, ratio_millionths: Number(ratioMillionths) },
    ...{ drawn: drawn[index]!.drawn, drawn_again: drawn[index]!.drawn },
  })),
}

async function replayed(plan: unknown, outside?: string): Promise<{ status: number; printed: string }> {
  writeFileSync(path.join(folder, 'plan.json'), typeof plan === 'string' ? plan : JSON.stringify(plan))
  if (outside !== undefined) writeFileSync(path.join(folder, 'outside.checkpoint'), outside)
  let printed = ''
  const surroundings: Surroundings = {
    language: 'zh',
    reportLanguage: 'zh',
    isDebug: false,
    print: (text) => {
      printed += text
    },
    tell: () => undefined,
    signal: new AbortController().signal,
    now: () => new Date(0),
    workingDirectory: folder,
    terminalColumns: null,
  }
  const values = outside === undefined ? {} : { checkpoint: 'outside.checkpoint' }
  const status = await replaySampleCommand.run({ operands: ['plan.json'], values }, surroundings)
  return { status, printed }
}

test('the published draw is repeated, with the checkpoint of the file and with one from outside', async () => {
  const same = { status: 0, printed: '抽取结果与公布的一致：2 层、总体 50 笔、抽取 13 笔。\n' }
  expect(await replayed(published)).toEqual(same)
  expect(await replayed(published, checkpoint)).toEqual(same)
  // The order in which strata are published says nothing.
  expect(await replayed({ ...published, strata: published.strata.toReversed() })).toEqual(same)
})

const [first, second] = published.strata as [(typeof published.strata)[0], (typeof published.strata)[0]]
const left = first.items.find((item) => !first.drawn.includes(item))!
test.for<[string, unknown, string]>([
  [
    'an item that was drawn in place of another',
    { ...published, strata: [{ ...first, drawn: [left, ...first.drawn.slice(1)] }, second] },
    'ACCOUNT_CHANGE@A990101 层抽取的业务',
  ],
  [
    'another order of the draw',
    { ...published, strata: [first, { ...second, drawn: second.drawn.toReversed() }] },
    'BACK_PAY@A990101 层抽取的业务',
  ],
  [
    'an item left out of the population',
    { ...published, strata: [{ ...first, items: first.items.slice(1) }, second] },
    '总体的摘要应为',
  ],
  [
    'a lower ratio',
    { ...published, strata: [{ ...first, ratio_millionths: 100_000 }, second] },
    '总体的摘要应为',
  ],
  ['a seed that somebody chose', { ...published, seed: '0'.repeat(64) }, '种子应为'],
  ['another plan', { ...published, plan_id: 'P2' }, '种子应为'],
])('%s is seen', async ([, plan, words]) => {
  const { status, printed } = await replayed(plan)
  expect(status).toBe(3)
  expect(printed).toContain(words)
})

test('a checkpoint from outside that is another one is seen', async () => {
  const { status, printed } = await replayed(published, checkpoint.replace('7', '8'))
  expect(status).toBe(3)
  expect(printed).toContain('种子应为')
})

test.for<[string, unknown, string]>([
  ['no JSON', 'plan', '不是抽取数据'],
  ['another answer', { items: [] }, '不是抽取数据'],
  [
    'an item twice',
    { ...published, strata: [{ ...first, items: [...first.items, 'x', 'x'] }] },
    '不是抽取数据',
  ],
  ['a plan that is not drawn', { ...published, checkpoint: null, seed: null }, '还没有抽取'],
])('%s is refused', async ([, plan, words]) => {
  const refused = replayed(plan)
  await expect(refused).rejects.toMatchObject({ code: 'wrong_usage' })
  await refused.catch((error: { text: { zh: string } }) => expect(error.text.zh).toContain(words))
})
