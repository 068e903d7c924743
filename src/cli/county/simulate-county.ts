import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import type { Surroundings } from '#cli/command.ts'
import { progressOf } from '#cli/show-progress.ts'
import { writeCsv } from '#platform/csv-writer.ts'
import { isNoSpace, noSpace } from '#platform/disk-space.ts'
import { type StagedOutput, stageOutput } from '#platform/output-folder.ts'
import { labelColumns, type SimulatorOptions, simulate } from '#simulator/simulate.ts'

/** Inside the folder of a simulated county. */
export const deliveryFolder = 'delivery'
export const labelsFile = 'labels.csv'

export interface SimulationRequest extends SimulatorOptions {
  readonly directory: string
}

/** A folder called `delivery` that did not come from here may be somebody's data: it is never replaced. */
async function refuseToReplace(directory: string): Promise<void> {
  const present = await readdir(directory).catch((): string[] => [])
  if (!present.includes(deliveryFolder) || present.includes(labelsFile)) return
  const standing = path.join(directory, deliveryFolder)
  throw new Refusal('unwritable_output', {
    zh: `${standing} 已经存在，而且不是模拟数据；请用 --out 换一个文件夹。`,
    en: `${standing} is there already and is not a simulated county; name another folder with --out.`,
  })
}

async function writeCounty(
  staged: StagedOutput,
  request: SimulationRequest,
  surroundings: Surroundings,
): Promise<number> {
  const { signal } = surroundings
  const progress = progressOf(surroundings)
  const county = simulate(request)
  const delivery = path.join(staged.resultDirectory, deliveryFolder)
  await mkdir(delivery)
  let total = 0
  try {
    for (const [index, table] of county.tables.entries()) {
      const shown = { stage: 'simulate' as const, done: index, total: county.tables.length }
      let written = 0
      const onRow = (rows: number): void => {
        written = rows
        progress.onProgress({ ...shown, subject: `${table.table} ${rows}` })
      }
      progress.onProgress({ ...shown, subject: table.table })
      await writeCsv(path.join(delivery, `${table.table}.csv`), table.columns, table.rows(), {
        onRow,
        signal,
      })
      total += written
    }
    const labels = county.labels().map((label) => labelColumns.map((column) => label[column]))
    await writeCsv(path.join(staged.resultDirectory, labelsFile), labelColumns, labels, { signal })
  } finally {
    progress.clear()
  }
  return total
}

/** Writes the delivery and the labels of a county that does not exist; gives the number of rows. */
export async function simulateCounty(
  request: SimulationRequest,
  surroundings: Surroundings,
): Promise<number> {
  const { directory } = request
  await refuseToReplace(directory)
  const staged = await stageOutput(directory)
  try {
    const rows = await writeCounty(staged, request, surroundings)
    surroundings.signal.throwIfAborted()
    await staged.publish({ directory, last: labelsFile, isOwned: (name) => name === deliveryFolder })
    return rows
  } catch (error) {
    throw isNoSpace(error) ? noSpace(directory) : error
  } finally {
    await staged.discard()
  }
}
