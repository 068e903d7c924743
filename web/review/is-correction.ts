import type { Bilingual } from '#base/bilingual.ts'

/** What came back to its enterer is no review; its title says so, for any duty may enter something. */
export function isCorrection({ duty, title }: { readonly duty: string; readonly title: Bilingual }): boolean {
  return duty === 'ENTRY' || title.zh.startsWith('更正')
}
