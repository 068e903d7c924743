/** Makes a failing delivery small: plain files, fewer files, fewer rows, as long as it still fails. */
import { type DraftFile, plainStyle } from '../deliveries/encode.ts'

export type Fails = (files: readonly DraftFile[]) => Promise<boolean>

/** Greedy, with at most so many tries: what is left is small, not the smallest. */
export async function minimise(
  files: readonly DraftFile[],
  fails: Fails,
  triesMax = 150,
): Promise<DraftFile[]> {
  let best = [...files]
  let tries = 0
  const keepIfFailing = async (candidate: DraftFile[]): Promise<boolean> => {
    tries += 1
    if (tries > triesMax || !(await fails(candidate))) return false
    best = candidate
    return true
  }
  await keepIfFailing(best.map((each) => ({ ...each, style: plainStyle })))
  for (const file of files) await keepIfFailing(best.filter((each) => each.name !== file.name))
  for (const { name } of [...best]) {
    let size = best.find((each) => each.name === name)!.rows.length
    while (size >= 1 && tries <= triesMax) {
      const file = best.find((each) => each.name === name)!
      for (let at = file.rows.length - size; at > -size; at -= size) {
        await keepIfFailing(best.map((each) => (each.name === name ? withoutRows(each, at, size) : each)))
      }
      size = Math.floor(size / 2)
    }
  }
  return best
}

function withoutRows(file: DraftFile, from: number, count: number): DraftFile {
  return { ...file, rows: file.rows.filter((_, at) => at < Math.max(from, 0) || at >= from + count) }
}
