import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import { parseNote } from '../log/checkpoint.ts'
import type { Problem } from './problem.ts'
import type { Witness } from './tree-audit.ts'

const checkpointSuffix = '.checkpoint'

/** Every checkpoint file of folders outside, and a problem for each that cannot be read as one. */
export async function readWitnesses(
  folders: readonly string[],
): Promise<{ readonly witnesses: Witness[]; readonly problems: Problem[] }> {
  const witnesses: Witness[] = []
  const problems: Problem[] = []
  for (const folder of folders) {
    for (const file of await checkpointFiles(folder)) {
      const note = parseNote(await readFile(file, 'utf8'))
      if (note === null) problems.push(unreadable(file))
      else witnesses.push({ note, source: file, isOutside: true })
    }
  }
  return { witnesses, problems }
}

async function checkpointFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new Refusal('unreadable_input', {
      zh: `无法读取检查点文件夹 ${folder}（${error.code ?? error.message}）；请检查路径。`,
      en: `The folder of checkpoints ${folder} cannot be read (${error.code ?? error.message}); check the path.`,
    })
  })
  const files = names.filter((name) => name.endsWith(checkpointSuffix)).sort()
  if (files.length > 0) return files.map((name) => path.join(folder, name))
  throw new Refusal('nothing_to_read', {
    zh: `${folder} 中没有检查点文件（*${checkpointSuffix}）；请给出系统写检查点的外部文件夹。`,
    en: `There are no checkpoint files (*${checkpointSuffix}) in ${folder}; name the outside folder to which checkpoints are written.`,
  })
}

function unreadable(file: string): Problem {
  return {
    kind: 'unreadable',
    firstEntry: null,
    text: {
      zh: `${file} 不是完整的检查点：被改写或损坏。`,
      en: `${file} is no whole checkpoint: it was changed or damaged.`,
    },
  }
}
