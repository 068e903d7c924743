import { maskPersonal, type PersonalKind } from '#platform/http/list/mask.ts'

/** Names of fields by which the standard and the records call what identifies a person; camel or snake case. */
const personalNames: readonly (readonly [RegExp, PersonalKind])[] = [
  [/^(.*_)?id_(number|no)$/, 'identity_number'],
  [/^(.*_)?(bank_)?account_(number|no)$/, 'account_number'],
  [/^(.*_)?(phone|mobile)(_number)?$/, 'phone'],
  [/^(.*_)?(person|holder|payee|old|new)?_?(name|holder)$/, 'name'],
]

/** In any text: eighteen characters of an identity number, a mobile phone, a bank card. */
const personalTexts: readonly (readonly [RegExp, PersonalKind])[] = [
  [/(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])/g, 'identity_number'],
  [/(?<![\dA-Za-z])\d{16,19}(?![\dA-Za-z])/g, 'account_number'],
  [/(?<![\dA-Za-z])1[3-9]\d{9}(?![\dA-Za-z])/g, 'phone'],
]

function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
}

function maskText(name: string, text: string): string {
  const plain = snake(name)
  const kind = personalNames.find(([pattern]) => pattern.test(plain))?.[1]
  if (kind !== undefined) return maskPersonal(kind, text)
  return personalTexts.reduce(
    (masked, [pattern, each]) => masked.replace(pattern, (found) => maskPersonal(each, found)),
    text,
  )
}

/**
 * A copy with personal data masked: fields by their name, and what looks like a number of a person in any text. Masking
 * too much costs a click; so a field nobody thought of is masked by its look. Amounts and days are not texts of digits
 * that long.
 */
export function maskData(value: unknown, name: string = ''): unknown {
  if (typeof value === 'string') return maskText(name, value)
  if (Array.isArray(value)) return value.map((each) => maskData(each, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, maskData(each, key)]))
}
