import { stat } from 'node:fs/promises'
import path from 'node:path'
import { packageRoot } from '#platform/config.ts'
import { rules } from '#rules/catalogue.ts'
import type { Command, Surroundings } from './command.ts'
import { runToFolder } from './run-to-folder.ts'
import { deliveryFolder, labelsFile, simulateCounty } from './simulate-county.ts'
import { runSucceeded, summaryText } from './summary.ts'

/** Large enough for every rule to have something to find, small enough to take seconds. */
const county = { persons: 20_000, months: 36, seed: 1 }

async function demonstrate(surroundings: Surroundings): Promise<number> {
  const { language, print, tell } = surroundings
  const directory = path.join(packageRoot, 'data', 'demo', 'county')
  const isThere = await stat(path.join(directory, labelsFile)).then(
    () => true,
    () => false,
  )
  if (!isThere) {
    const { persons, months } = county
    tell(
      language === 'zh'
        ? `模拟一个不存在的县：${persons} 人、${months} 个月……\n`
        : `Simulating a county that does not exist: ${persons} persons, ${months} months …\n`,
    )
    await simulateCounty({ ...county, directory }, surroundings)
  }
  const run = await runToFolder(
    {
      deliveries: [path.join(directory, deliveryFolder)],
      out: path.join(packageRoot, 'data', 'demo', 'screening'),
      rules,
      settings: new Map(),
      asOfDay: undefined,
      isSplitByRegion: false,
      reviewedFiles: [],
      isUnmasked: false,
      threads: undefined,
      memoryLimitMegabytes: undefined,
    },
    surroundings,
  )
  print(summaryText(run, language))
  return runSucceeded(run.summary) ? 0 : 1
}

export const demoCommand: Command = {
  name: 'demo',
  summary: {
    zh: '模拟一个县并筛查：npm start 所做的',
    en: 'Simulate a county and screen it: what npm start does',
  },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: {},
  notes: [
    {
      zh: '数据在程序目录的 data/demo/county，结果在 data/demo/screening。',
      en: "The county is in data/demo/county of the program's folder, the result in data/demo/screening.",
    },
  ],
  examples: [{ line: 'fangxian demo', text: { zh: '看一看程序做什么', en: 'See what the program does' } }],
  run: (_call, surroundings) => demonstrate(surroundings),
}
