import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Surroundings } from '#cli/command.ts'
import { runToFolder } from '#cli/screen/run-to-folder.ts'
import { runSucceeded, summaryText } from '#cli/screen/summary.ts'
import { packageRoot } from '#platform/config.ts'
import { rules } from '#rules/catalogue.ts'
import { deliveryFolder, labelsFile, simulateCounty } from './simulate-county.ts'

/** Large enough for every rule to have something to find, small enough to take seconds. */
const county = { persons: 20_000, months: 36, seed: 1 }

/** Simulates a county if there is none, screens it, and says where the reports are. */
export async function demonstrate(surroundings: Surroundings): Promise<number> {
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
      base: undefined,
      out: path.join(packageRoot, 'data', 'demo', 'screening'),
      rules,
      settings: new Map(),
      shadows: [],
      confidences: new Map(),
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
