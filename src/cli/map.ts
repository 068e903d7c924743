import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import { type Call, type Command, findText, type Surroundings } from './command.ts'

const told = {
  zh: (file: string) => `对照草稿已写入 ${file}。请核对后改名为 mapping.yaml，放进交付文件夹。\n`,
  en: (file: string) => `The draft is in ${file}. Check it, then put it into the delivery as mapping.yaml.\n`,
}

/** A mapping that somebody has corrected by hand is never overwritten. */
async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST'
    throw new Refusal('unwritable_output', {
      zh: isThere ? `${file} 已经存在，请换一个文件名或先移走它。` : `不能写入 ${file}，请换一个位置。`,
      en: isThere
        ? `${file} exists already: give another name or move it away first.`
        : `${file} cannot be written: give another place.`,
    })
  }
}

async function draft({ operands, values }: Call, surroundings: Surroundings): Promise<number> {
  const { language, print, workingDirectory } = surroundings
  const { draftMapping } = await import('#intake/draft-mapping.ts')
  const text = await draftMapping(path.resolve(workingDirectory, operands[0]!))
  const out = findText(values, 'out')
  if (out === undefined) {
    print(text)
    return 0
  }
  const file = path.resolve(workingDirectory, out)
  await writeNew(file, text)
  print(told[language](file))
  return 0
}

export const mapCommand: Command = {
  name: 'map',
  summary: {
    zh: '为表头或代码不合标准的交付文件起草 mapping.yaml',
    en: 'drafts a mapping.yaml for a delivery with other headers or codes',
  },
  operands: 'DELIVERY',
  operandCount: { min: 1, max: 1 },
  options: {
    out: {
      value: 'FILE',
      text: { zh: '写入文件，默认显示在屏幕上', en: 'Write to this file; default: print' },
    },
  },
  examples: [
    {
      line: 'fangxian map delivery --out delivery/mapping.yaml',
      text: { zh: '起草对照，写进交付文件夹', en: 'Draft a mapping into the delivery' },
    },
  ],
  run: draft,
}
