import type { Language } from '#base/bilingual.ts'

/** The q of the first range that names the language; 0 where none does (RFC 9110, 12.5.4). */
function weightOf(header: string, language: Language): number {
  for (const range of header.split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim())
    if (tag.toLowerCase().split('-')[0] !== language) continue
    const quality = parameters.find((each) => /^q=/i.test(each))
    const weight = quality === undefined ? 1 : Number(quality.slice(2))
    return Number.isFinite(weight) ? weight : 0
  }
  return 0
}

/** Chinese, unless English is asked for and wanted more. */
export function languageOfHeader(header: string | undefined): Language {
  if (header === undefined) return 'zh'
  return weightOf(header, 'en') > weightOf(header, 'zh') ? 'en' : 'zh'
}
