import type { z } from 'zod'
import { maskPersonal, type PersonalKind } from '#platform/http/list/mask.ts'
import { elementsOf, fieldsOf, layersOf } from './schema-fields.ts'

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

/** What a field of that name is taken for; null: nothing about a person. */
export function personalKindOf(name: string): PersonalKind | null {
  const plain = snake(name)
  return personalNames.find(([pattern]) => pattern.test(plain))?.[1] ?? null
}

/** A schema may say of a field that it is not what its name suggests: a campaign has a name, too. */
export function isOfNoPerson(schemas: readonly z.ZodType[]): boolean {
  return schemas.flatMap(layersOf).some((each) => each.meta()?.isPersonal === false)
}

function maskText(name: string, text: string, schemas: readonly z.ZodType[]): string {
  const kind = isOfNoPerson(schemas) ? null : personalKindOf(name)
  if (kind !== null) return maskPersonal(kind, text)
  return personalTexts.reduce(
    (masked, [pattern, each]) => masked.replace(pattern, (found) => maskPersonal(each, found)),
    text,
  )
}

/**
 * A copy with personal data masked: fields by their name unless their schema says `isPersonal: false`, and what looks
 * like a number of a person in any text. Masking too much costs a click; so a field nobody thought of is masked by its
 * look. Amounts and days are not texts of digits that long.
 */
export function maskData(value: unknown, name: string = '', schema?: z.ZodType): unknown {
  return masked(value, name, schema === undefined ? [] : [schema])
}

function masked(value: unknown, name: string, schemas: readonly z.ZodType[]): unknown {
  if (typeof value === 'string') return maskText(name, value, schemas)
  if (Array.isArray(value)) return value.map((each) => masked(each, name, elementsOf(schemas)))
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value)
  return Object.fromEntries(fields.map(([key, each]) => [key, masked(each, key, fieldsOf(schemas, key))]))
}
