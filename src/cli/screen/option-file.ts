import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import { wrongUsage } from '#cli/command.ts'

/** A small file that an option names, and what it is called in a refusal. */
export interface OptionFile {
  readonly file: string
  readonly called: Bilingual
}

export function refuseFile({ file, called }: OptionFile, { zh, en }: Bilingual): Error {
  return wrongUsage({ zh: `${called.zh} ${file} ${zh}。`, en: `The ${called.en} ${file} ${en}.` })
}

export async function readOptionFile(asked: OptionFile): Promise<string> {
  try {
    return (await readFile(asked.file, 'utf8')).replace(/^\uFEFF/, '')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw refuseFile(asked, {
      zh: `无法读取（${code ?? message}）`,
      en: `cannot be read (${code ?? message})`,
    })
  }
}

const Entries = z.record(z.string(), z.string())

/** `name: value` lines or a JSON object; values stay as they are written, so that 0.20 is no float. */
export function readEntries(asked: OptionFile, text: string, names: Bilingual): [string, string][] {
  let content: unknown
  try {
    content = parse(text, { schema: 'failsafe' })
  } catch (error) {
    const message = (error as Error).message.split('\n', 1)[0]!
    throw refuseFile(asked, {
      zh: `不是 YAML 或 JSON：${message}`,
      en: `is neither YAML nor JSON: ${message}`,
    })
  }
  const parsed = Entries.safeParse(content)
  const entries = parsed.success ? Object.entries(parsed.data) : []
  if (entries.length > 0) return entries
  throw refuseFile(asked, {
    zh: `应写成“${names.zh}”，至少一行`,
    en: `must hold lines "${names.en}", at least one`,
  })
}
