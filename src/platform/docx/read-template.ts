import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'

/** A .docx of a folder that clerks edit with their word processor; a missing one is refused with its name. */
export async function readTemplateFile(folder: string, file: string): Promise<Buffer> {
  try {
    return await readFile(path.join(folder, file))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new Refusal('unavailable', {
      zh: `缺少文书模板 ${file}，请系统管理员放入模板文件夹。`,
      en: `the letter template ${file} is missing; have the system officer put it into the templates' folder.`,
    })
  }
}
