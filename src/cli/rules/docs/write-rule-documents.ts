import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import type { Surroundings } from '#cli/command.ts'
import { stageOutput } from '#platform/output-folder.ts'
import { rules } from '#rules/catalogue.ts'
import { processRules } from '#rules/process/process-rules.ts'
import { generatedRemark } from './markdown.ts'
import { indexFile, ruleDocuments } from './rule-documents.ts'

/** The pages in the folder that an earlier call wrote. */
async function generatedPages(directory: string): Promise<ReadonlySet<string>> {
  const names = await readdir(directory).catch((): string[] => [])
  const pages = names.filter((name) => name.endsWith('.md'))
  const texts = await Promise.all(
    pages.map((name) => readFile(path.join(directory, name), 'utf8').catch(() => '')),
  )
  return new Set(pages.filter((_, place) => texts[place]!.includes(generatedRemark)))
}

async function refuseToReplace(
  directory: string,
  pages: Iterable<string>,
  generated: ReadonlySet<string>,
): Promise<void> {
  const present = new Set(await readdir(directory).catch((): string[] => []))
  const foreign = [...pages].find((name) => present.has(name) && !generated.has(name))
  if (foreign === undefined) return
  throw new Refusal('unwritable_output', {
    zh: `${path.join(directory, foreign)} 不是本命令写的，为免覆盖，请换一个文件夹。`,
    en: `${path.join(directory, foreign)} was not written by this command; name another folder.`,
  })
}

export async function writeRuleDocuments(
  out: string,
  { language, print, signal, workingDirectory }: Surroundings,
): Promise<number> {
  const directory = path.resolve(workingDirectory, out)
  const pages = ruleDocuments(rules, processRules)
  const generated = await generatedPages(directory)
  await refuseToReplace(directory, pages.keys(), generated)
  const staged = await stageOutput(directory)
  try {
    for (const [name, text] of pages) await writeFile(path.join(staged.resultDirectory, name), text)
    signal.throwIfAborted()
    await staged.publish({ directory, last: indexFile, isOwned: (name) => generated.has(name) })
  } finally {
    await staged.discard()
  }
  print(
    language === 'zh'
      ? `已在 ${directory} 写入 ${pages.size} 页。\n`
      : `${pages.size} pages are in ${directory}.\n`,
  )
  return 0
}
