import { stat } from 'node:fs/promises'
import path from 'node:path'
import { beijingDayOf } from '#access/moment.ts'
import type { Surroundings } from '#cli/command.ts'
import { snapshotFolder } from '#cli/screen/obtain-snapshot.ts'
import { runToFolder } from '#cli/screen/run-to-folder.ts'
import { runSucceeded, summaryText } from '#cli/screen/summary.ts'
import { packageRoot } from '#platform/config.ts'
import { readCalendar } from '#platform/policy.ts'
import { workingDaysOf } from '#records/deadlines/working-days.ts'
import { rules } from '#rules/catalogue.ts'
import { lastMonthDelivered } from '#server/demonstration/past-days.ts'
import { deliveryFolder, labelsFile, simulateCounty } from './simulate-county.ts'

/** Large enough for every rule to have something to find, small enough to take seconds. */
const county = { persons: 20_000, months: 36, seed: 1 }

const screeningFolder = path.join(packageRoot, 'data', 'demo', 'screening')

/** Simulates a county if there is none, screens it, says where the reports are, and serves it until it is stopped. */
export async function demonstrate(
  surroundings: Surroundings,
  options: { readonly isServed: boolean },
): Promise<number> {
  const status = await screenCounty(surroundings)
  if (status !== 0 || !options.isServed) return status
  const { serveDemonstration } = await import('./serve-demonstration.ts')
  return serveDemonstration(path.join(screeningFolder, snapshotFolder), surroundings)
}

async function screenCounty(surroundings: Surroundings): Promise<number> {
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
    // As it was delivered when the story begins, some weeks ago: fresh enough for orders to be checked against it.
    const calendar = workingDaysOf(await readCalendar())
    const lastMonth = lastMonthDelivered(calendar, beijingDayOf(surroundings.now()))
    await simulateCounty({ ...county, lastMonth, directory }, surroundings)
  }
  const run = await runToFolder(
    {
      deliveries: [path.join(directory, deliveryFolder)],
      base: undefined,
      out: screeningFolder,
      rules,
      cluster: undefined,
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
