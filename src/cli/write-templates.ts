import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import { stageOutput } from '#platform/output-folder.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import type { Table } from '#standard/table.ts'
import { templateFileName, templateSheets } from '#standard/templates.ts'
import type { Surroundings } from './command.ts'

/** A template that somebody may have filled in is never written over. */
async function refuseToReplace(directory: string, names: readonly string[]): Promise<void> {
  const present = await readdir(directory).catch((): string[] => [])
  const standing = names.find((name) => present.includes(name))
  if (standing === undefined) return
  throw new Refusal('unwritable_output', {
    zh: `${path.join(directory, standing)} 已经存在，为免覆盖已填的内容，请换一个文件夹。`,
    en: `${path.join(directory, standing)} is there already and may be filled in; name another folder.`,
  })
}

/** An .xlsx template a table, in a folder that has none of them yet. */
export async function writeTemplates(
  chosen: readonly Table[],
  directory: string,
  { language, signal }: Surroundings,
): Promise<void> {
  const names = chosen.map(templateFileName)
  await refuseToReplace(directory, names)
  const staged = await stageOutput(directory)
  try {
    for (const table of chosen) {
      const file = path.join(staged.resultDirectory, templateFileName(table))
      await writeXlsx(file, templateSheets(table, language), { title: table.title, signal })
    }
    signal.throwIfAborted()
    await staged.publish({ directory, last: names.at(-1)!, isOwned: () => false })
  } finally {
    await staged.discard()
  }
}
