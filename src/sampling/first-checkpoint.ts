import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Day, formatDay } from '#base/calendar-math.ts'

const dayPattern = /^\d{4}-\d{2}-\d{2}$/
const namePattern = /^(\d{4,})-(\d{12,})\.checkpoint$/

/**
 * The first checkpoint outside that holds an entry: of those written on its day or later the one of the lowest epoch and
 * size above the entry's index. Its file is never written again, so anybody who has the folder finds the same one. Of
 * several folders the first that has one: the same notes are written to all.
 */
export async function firstCheckpointIn(
  folders: readonly string[],
  { leafIndex, frozenOn }: { readonly leafIndex: bigint; readonly frozenOn: Day },
): Promise<string | null> {
  for (const folder of folders) {
    const days = (await namesIn(folder))
      .filter((name) => dayPattern.test(name) && name >= formatDay(frozenOn))
      .sort()
    for (const day of days) {
      const [first] = (await namesIn(path.join(folder, day)))
        .flatMap((name) => {
          const [, epoch, size] = namePattern.exec(name) ?? []
          return size === undefined || BigInt(size) <= leafIndex ? [] : [{ name, order: `${epoch}-${size}` }]
        })
        .sort((a, b) => (a.order < b.order ? -1 : 1))
      if (first !== undefined) return readFile(path.join(folder, day, first.name), 'utf8')
    }
  }
  return null
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    // Nothing was written there yet.
    if (error.code === 'ENOENT') return []
    throw error
  })
}
