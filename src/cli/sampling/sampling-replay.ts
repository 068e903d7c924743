import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import type { Call, Command, Surroundings } from '#cli/command.ts'
import { findText } from '#cli/command.ts'
import { draw, populationHash, type Stratum, seedOf } from '#sampling/draw.ts'

/** What is published of a plan: GET /api/sample-plans/{id}/replay, saved as it is. */
const Published = z.object({
  plan_id: z.string().min(1),
  population_hash: z.string(),
  checkpoint: z.string().nullable(),
  seed: z.string().nullable(),
  strata: z.array(
    z.object({
      code: z.string(),
      ratio_millionths: z.int().min(1).max(1_000_000),
      items: z.array(z.string()),
      drawn: z.array(z.string()).nullable(),
    }),
  ),
})
type Published = z.infer<typeof Published>

/** Neither an error of the program nor of the call: the draw is not the one that is published. */
const exitStatusOfDifference = 3

/** 重演抽取: by anybody, with nothing but what is published; no database, no configuration, no network. */
export const replaySampleCommand: Command = {
  name: 'sampling replay',
  summary: {
    zh: '重演一次稽核抽取：只凭公布的总体、检查点和计划编号，任何人可核对',
    en: 'Repeat a draw from what is published of it: population, checkpoint and number of the plan',
  },
  operands: 'PLAN-FILE',
  operandCount: { min: 1, max: 1 },
  options: {
    checkpoint: {
      value: 'FILE',
      text: {
        zh: '自行取得的检查点文件，代替计划文件中的检查点',
        en: 'The checkpoint as you have it from outside, instead of the one in the file',
      },
    },
  },
  notes: [
    {
      zh: '退出状态：0 与公布的结果一致，3 不一致，2 用法或输入有误。检查点的签名由 trail verify 验证。',
      en: 'Exit status: 0 the draw is as published, 3 it is not, 2 wrong usage or input. The signature of a checkpoint is verified by trail verify.',
    },
  ],
  examples: [
    {
      line: 'fangxian sampling replay plan.json --checkpoint checkpoints/000001',
      text: { zh: '用外部保存的检查点重演', en: 'Repeat it with a checkpoint kept outside' },
    },
  ],
  run: replay,
}

async function replay({ operands, values }: Call, surroundings: Surroundings): Promise<number> {
  const { language, print, workingDirectory } = surroundings
  const readText = (file: string): Promise<string> =>
    readFile(path.resolve(workingDirectory, file), 'utf8').catch(() => {
      throw unreadable(file)
    })
  const file = operands[0]!
  const plan = parsePublished(file, await readText(file))
  const outside = findText(values, 'checkpoint')
  const checkpoint = outside === undefined ? plan.checkpoint : await readText(outside)
  if (checkpoint === null || plan.seed === null) throw notDrawn(file)
  const faults = faultsOf(plan, checkpoint)
  for (const fault of faults) print(`${fault[language]}\n`)
  if (faults.length > 0) return exitStatusOfDifference
  const count = plan.strata.reduce((sum, { drawn }) => sum + (drawn?.length ?? 0), 0)
  const items = plan.strata.reduce((sum, each) => sum + each.items.length, 0)
  const same = {
    zh: `抽取结果与公布的一致：${plan.strata.length} 层、总体 ${items} 笔、抽取 ${count} 笔。`,
    en: `the draw is as published: ${plan.strata.length} strata, ${items} items, ${count} drawn.`,
  }
  print(`${same[language]}\n`)
  return 0
}

/** What is not as published, in the order in which it is computed; empty: the draw is that one. */
function faultsOf(plan: Published, checkpoint: string): readonly Bilingual[] {
  const strata: readonly Stratum[] = plan.strata.map(({ code, ratio_millionths, items }) => ({
    ...{ code, items, ratioMillionths: BigInt(ratio_millionths) },
  }))
  const hash = populationHash(strata)
  const seed = seedOf({ checkpoint, populationHash: hash, planId: plan.plan_id })
  const again = new Map(draw(seed, strata).map(({ code, drawn }) => [code, drawn]))
  const others = plan.strata.filter(
    ({ code, drawn }) => JSON.stringify(drawn) !== JSON.stringify(again.get(code)),
  )
  const isHash = hash === plan.population_hash
  const isSeed = seed === plan.seed
  return [
    ...(isHash ? [] : [otherValue('总体的摘要', 'the hash of the population', [hash, plan.population_hash])]),
    ...(isSeed ? [] : [otherValue('种子', 'the seed', [seed, String(plan.seed)])]),
    ...others.map(({ code }) => ({
      zh: `${code} 层抽取的业务与公布的不一致。`,
      en: `what is drawn of ${code} is not what is published.`,
    })),
  ]
}

const otherValue = (zh: string, en: string, [computed, published]: readonly [string, string]): Bilingual => ({
  zh: `${zh}应为 ${computed}，公布的是 ${published}。`,
  en: `${en} is ${computed}, published is ${published}.`,
})

function parsePublished(file: string, text: string): Published {
  try {
    return checkOnce(Published.parse(JSON.parse(text)))
  } catch {
    throw new Refusal('wrong_usage', {
      zh: `${file} 不是抽取数据；请用计划页面“总体与结果（JSON）”的文件（/api/sample-plans/编号/replay）。`,
      en: `${file} is no data of a draw; take the file that the plan’s page offers (/api/sample-plans/NUMBER/replay).`,
    })
  }
}

/** A stratum or an item that stands twice is no population. */
function checkOnce(plan: Published): Published {
  const codes = plan.strata.map(({ code }) => code)
  const lists = [codes, ...plan.strata.map(({ items }) => items)]
  if (lists.some((list) => new Set(list).size < list.length)) throw new Error('named twice')
  return plan
}

const unreadable = (file: string): Refusal =>
  new Refusal('wrong_usage', {
    zh: `不能读取 ${file}；请核对路径和权限。`,
    en: `${file} cannot be read; check its path and rights.`,
  })

const notDrawn = (file: string): Refusal =>
  new Refusal('wrong_usage', {
    zh: `${file} 的计划还没有抽取；请在抽取后重新下载。`,
    en: `the plan of ${file} is not drawn yet; take the file again after the draw.`,
  })
