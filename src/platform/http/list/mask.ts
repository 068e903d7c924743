import { maskName } from '#base/names.ts'

/** What a column or field holds about a person (platform.md 13). */
export type PersonalKind = 'identity_number' | 'account_number' | 'phone' | 'name'

function keepEnds(text: string, first: number, last: number): string {
  if (text.length <= first + last) return '*'.repeat(text.length)
  return text.slice(0, first) + '*'.repeat(text.length - first - last) + text.slice(text.length - last)
}

/** Enough to recognise a person one already knows of, not enough to use. */
const masks: Readonly<Record<PersonalKind, (text: string) => string>> = {
  identity_number: (text) => keepEnds(text, 6, 4),
  account_number: (text) => keepEnds(text, 0, 4),
  phone: (text) => keepEnds(text, 3, 4),
  name: maskName,
}

export function maskPersonal(kind: PersonalKind, text: string): string {
  return masks[kind](text)
}
