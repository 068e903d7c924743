import type { Bilingual } from '#base/bilingual.ts'
import { humanText } from '#web/language/format.ts'

/** JSON Schema as `GET /api/record-kinds` gives it, read into what a form shows. Pure. */

export type Json = Readonly<Record<string, unknown>>

export type Shape =
  | { readonly is: 'text'; readonly lengthMax: number }
  | { readonly is: 'code'; readonly codes: readonly string[] }
  | { readonly is: 'integer'; readonly min: number; readonly max: number }
  | { readonly is: 'yuan' | 'day' | 'month' | 'time' | 'yes' | 'json' }
  /** Codes are chosen, texts are typed one after the other. */
  | { readonly is: 'words'; readonly codes: readonly string[] | null }
  | { readonly is: 'rows'; readonly fields: readonly Field[] }
  | { readonly is: 'group'; readonly fields: readonly Field[] }

export interface Field {
  readonly name: string
  readonly title: Bilingual
  /** May be left empty; `emptyAs` says how that is sent. */
  readonly isNeeded: boolean
  readonly emptyAs: 'absent' | 'null'
  readonly shape: Shape
}

/** One of several forms, told apart by a constant, as parameters and calendars are. */
export interface Variant {
  readonly title: Bilingual
  /** The constant: its field and value. */
  readonly by: { readonly name: string; readonly value: string } | null
  readonly fields: readonly Field[]
}

/** Fields that the schemas give no title. */
const titlesInChinese: Readonly<Record<string, string>> = {
  entitlement_id: '待遇编号',
  resend_of: '重发的发放明细编号',
  holding: '暂缓责任',
  id_number: '公民身份号码',
  idNumber: '公民身份号码',
  department: '部门',
  post: '岗位',
  startedOn: '任岗日期',
  endedOn: '离任日期',
  reason: '理由',
}

const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null)

export function titleOf(name: string, schema: Json): Bilingual {
  return { zh: textIn(schema.title) ?? titlesInChinese[name] ?? name, en: humanText(name) }
}

const yuanPattern = /\\\.\\d\{2\}\$$/

function textShape(schema: Json, title: string): Shape {
  if (schema.format === 'date-time') return { is: 'time' }
  if (schema.format === 'date') return { is: 'day' }
  if (yuanPattern.test(textIn(schema.pattern) ?? '')) return { is: 'yuan' }
  if (/年月/.test(title)) return { is: 'month' }
  if (/日期|放假日|上班日|公示开始|公示结束|有效期至/.test(title)) return { is: 'day' }
  // What follows a pattern is a number or a code, and short.
  const otherwise = schema.pattern === undefined ? 500 : 40
  return { is: 'text', lengthMax: Number(schema.maxLength ?? otherwise) }
}

function listShape(schema: Json): Shape {
  const items = record(schema.items)
  if (items.properties !== undefined) return { is: 'rows', fields: fieldsOf(items) }
  if (items.type === 'object') return { is: 'json' }
  return { is: 'words', codes: items.enum === undefined ? null : list(items.enum).map(String) }
}

function shapeOf(schema: Json, title: string): Shape {
  if (schema.enum !== undefined) return { is: 'code', codes: list(schema.enum).map(String) }
  const type = list(schema.type).find((each) => each !== 'null') ?? schema.type
  if (type === 'integer' || type === 'number') {
    const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = schema
    return { is: 'integer', min: Number(minimum), max: Number(maximum) }
  }
  if (type === 'boolean') return { is: 'yes' }
  if (type === 'array') return listShape(schema)
  if (type === 'object') {
    return schema.properties === undefined ? { is: 'json' } : { is: 'group', fields: fieldsOf(schema) }
  }
  if (type === 'string') return textShape(schema, title)
  return { is: 'json' }
}

/** `anyOf: [X, null]` is X that may be empty. */
function withoutNull(schema: Json): { readonly schema: Json; readonly isNullable: boolean } {
  const branches = list(schema.anyOf).map(record)
  const rest = branches.filter(({ type }) => type !== 'null')
  if (rest.length === 1 && rest.length < branches.length) return { schema: rest[0]!, isNullable: true }
  const numbers = rest.map(({ const: value }) => value).filter((value) => typeof value === 'number')
  if (numbers.length > 0 && numbers.length === rest.length) {
    const bounds = { minimum: Math.min(...numbers), maximum: Math.max(...numbers) }
    return { schema: { type: 'integer', ...bounds }, isNullable: false }
  }
  return { schema, isNullable: list(schema.type).includes('null') }
}

export function fieldsOf(schema: Json): readonly Field[] {
  const needed = list(schema.required)
  return Object.entries(record(schema.properties))
    .filter(([, given]) => record(given).const === undefined)
    .map(([name, given]): Field => {
      const outer = record(given)
      const { schema: inner, isNullable } = withoutNull(outer)
      const title = titleOf(name, { ...inner, ...(outer.title === undefined ? {} : { title: outer.title }) })
      const isThere = needed.includes(name)
      return {
        name,
        title,
        // A list that may have nothing in it may be left empty.
        isNeeded: isThere && !isNullable && !(inner.type === 'array' && !(Number(inner.minItems) > 0)),
        emptyAs: isThere && isNullable ? 'null' : 'absent',
        shape: shapeOf(inner, title.zh),
      }
    })
}

export function variantsOf(schema: Json): readonly Variant[] {
  const branches = list(schema.oneOf).map(record)
  if (branches.length === 0) return [{ title: { zh: '', en: '' }, by: null, fields: fieldsOf(schema) }]
  return branches.map((branch) => {
    const constant = Object.entries(record(branch.properties)).find(
      ([, given]) => record(given).const !== undefined,
    )
    const [name, given] = constant ?? ['', {}]
    const value = String(record(given).const)
    return {
      title: { zh: textIn(record(given).title) ?? value, en: humanText(value) },
      by: constant === undefined ? null : { name, value },
      fields: fieldsOf(branch),
    }
  })
}
