import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { identityOf, isStillRunning } from './process-identity.ts'

/** One process works with a data folder; a second is told which (platform.md 23). */
export interface FolderLock {
  /** Where people reach the process that holds it; known once it listens. */
  announce(url: string): Promise<void>
  release(): Promise<void>
}

const Holder = z.object({
  pid: z.int(),
  startedTicks: z.string().nullable(),
  bootId: z.string().nullable(),
  url: z.string().nullable(),
})
type Holder = z.infer<typeof Holder>

const fileName = 'lock.json'

/** Two that find the same dead holder at once both write; after this pause the later one has it. */
const settleMs = 150

export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = path.join(folder, fileName)
  const holder: Holder = { ...identityOf(process.pid), url: null }
  const write = async (): Promise<string> => {
    const own = `${file}.${process.pid}`
    await writeFile(own, `${JSON.stringify(holder)}\n`, { mode: 0o600 })
    return own
  }
  const own = await write()
  try {
    await link(own, file).catch((error: unknown) => takeOver({ error, own, file, folder }))
  } finally {
    await rm(own, { force: true })
  }
  return {
    announce: async (url) => {
      holder.url = url
      await rename(await write(), file)
    },
    release: async () => {
      if (isUs(await readHolder(file))) await rm(file, { force: true })
    },
  }
}

/** Who holds the folder, if anybody living does. */
export async function findHolder(folder: string): Promise<{ pid: number; url: string | null } | null> {
  const holder = await readHolder(path.join(folder, fileName))
  return holder !== null && isStillRunning(holder) ? { pid: holder.pid, url: holder.url } : null
}

async function takeOver({
  error,
  own,
  file,
  folder,
}: Record<'own' | 'file' | 'folder', string> & { error: unknown }): Promise<void> {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  const holder = await readHolder(file)
  if (holder !== null && isStillRunning(holder)) throw isHeld(folder, holder)
  await rename(own, file)
  await pause(settleMs)
  const winner = await readHolder(file)
  if (!isUs(winner)) throw isHeld(folder, winner ?? { pid: 0, url: null })
}

function isUs(holder: Holder | null): boolean {
  return holder?.pid === process.pid && isStillRunning(holder)
}

/** Null when there is none, or one of a crash in mid-write. */
async function readHolder(file: string): Promise<Holder | null> {
  try {
    return Holder.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return null
  }
}

function isHeld(folder: string, { pid, url }: Pick<Holder, 'pid' | 'url'>): Refusal {
  return new Refusal('conflict', {
    zh: `数据目录 ${folder} 正由进程 ${pid} 使用${url === null ? '（正在启动）' : `，地址是 ${url}`}；请直接打开它，或先停止该进程。`,
    en: `The data folder ${folder} is in use by process ${pid}${url === null ? ', which is starting' : `, at ${url}`}; open that, or stop the process first.`,
  })
}
