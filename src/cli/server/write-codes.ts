import { mkdir, open, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'

/** A folder whose files are there before the codes are drawn: a code that cannot be written would be lost. */
export interface CodeFolder {
  readonly folder: string
  readonly write: (name: string, lines: readonly string[]) => Promise<void>
  /** Where nothing came of it. */
  readonly discard: () => Promise<void>
}

export async function reserveCodeFolder(folder: string, names: readonly string[]): Promise<CodeFolder> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Refusal('invalid_input', {
      zh: `不能新建文件夹 ${folder}（${code}）；请用 --out 给出一个尚不存在的文件夹，其上级须存在。`,
      en: `The folder ${folder} cannot be made (${code}); with --out name one that is not there yet, in a folder that is.`,
    })
  }
  for (const name of names) await (await open(path.join(folder, name), 'wx', 0o600)).close()
  return {
    folder,
    write: async (name, lines) => {
      const handle = await open(path.join(folder, name), 'r+')
      try {
        await handle.writeFile(`${lines.join('\n')}\n`)
        await handle.sync()
      } finally {
        await handle.close()
      }
    },
    discard: async () => {
      for (const name of names) await rm(path.join(folder, name), { force: true })
      await rmdir(folder)
    },
  }
}
