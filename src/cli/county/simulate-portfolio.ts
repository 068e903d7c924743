import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { dayOf } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import { findWholeNumber, getText, type OptionValues, type Surroundings } from '#cli/command.ts'
import { writeCsv } from '#platform/csv-writer.ts'
import { stageOutput } from '#platform/output-folder.ts'
import { simulatePortfolio } from '#simulator/portfolio/simulate-portfolio.ts'

/** Four years; the last day is fixed, so that a seed gives the same files on any day. */
const tradingDays = 1_000
const lastDay = dayOf(2025, 12, 31)
const lastFile = 'holding.csv'

/** Holdings that did not come from here may be somebody's data: they are never replaced. */
async function refuseToReplace(directory: string): Promise<void> {
  const present = await readdir(directory).catch((): string[] => [])
  if (!present.includes(lastFile)) return
  throw new Refusal('unwritable_output', {
    zh: `${path.join(directory, lastFile)} 已经存在；请用 --out 换一个文件夹。`,
    en: `${path.join(directory, lastFile)} is there already; name another folder with --out.`,
  })
}

/** Writes the files of a portfolio that does not exist; gives the exit status. */
export async function simulatePortfolioToFolder(
  values: OptionValues,
  { workingDirectory, language, print, signal }: Surroundings,
): Promise<number> {
  const seed = findWholeNumber(values, 'seed', { min: 0, max: 2 ** 48 }) ?? 1
  const directory = path.resolve(workingDirectory, getText(values, 'out'))
  await refuseToReplace(directory)
  const staged = await stageOutput(directory)
  try {
    for (const { name, columns, rows } of simulatePortfolio({ seed, lastDay, days: tradingDays }).files) {
      await writeCsv(path.join(staged.resultDirectory, name), columns, rows, { signal })
    }
    await staged.publish({ directory, last: lastFile, isOwned: () => false })
  } finally {
    await staged.discard()
  }
  print(
    language === 'zh'
      ? `已模拟一个投资组合：${directory}\n试一试：fangxian invest ${directory}\n`
      : `Simulated a portfolio: ${directory}\nTry it: fangxian invest ${directory}\n`,
  )
  return 0
}
