import path from 'node:path'
import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'

/** @param why a sentence: what is wrong, and what to do */
export function unreadable(file: string, why: Bilingual): Refusal {
  const name = path.basename(file)
  return new Refusal('unreadable_input', {
    zh: `无法读取 ${name}：${why.zh}`,
    en: `cannot read ${name}: ${why.en}`,
  })
}
