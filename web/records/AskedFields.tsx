import { Descriptions } from 'antd'
import type { RecordKindForm } from '#web/api/queries.ts'
import { codeName } from '#web/forms/code-names.ts'
import { type Field, titleOf, variantsOf } from '#web/forms/read-schema.ts'
import { timeText } from '#web/language/format.ts'
import { type Say, useSay } from '#web/language/language.ts'
import { recordTexts as texts } from './texts.ts'

const rowsShown = 50

function fieldsByName(kind: RecordKindForm): ReadonlyMap<string, Field> {
  const opening = Object.keys(kind.workflow.NEW ?? {})[0]
  const schema = kind.actions[opening ?? '']?.input_schema ?? {}
  return new Map(
    variantsOf(schema).flatMap(({ fields }) => fields.map((field) => [field.name, field] as const)),
  )
}

function plainText(value: unknown, say: Say, field: Field | undefined): string {
  if (value === null || value === undefined || value === '') return say(texts.none)
  if (typeof value === 'boolean') return say(value ? texts.yes : texts.no)
  if (typeof value === 'string' && field?.shape.is === 'code') {
    return say(codeName(value, { name: field.name, title: field.title.zh, among: field.shape.codes }))
  }
  if (typeof value === 'string' && field?.shape.is === 'time') return timeText(value)
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) {
    const codes = field?.shape.is === 'words' ? field.shape.codes : null
    const said = (code: string): string =>
      codes === null || field === undefined
        ? code
        : say(codeName(code, { name: field.name, title: field.title.zh, among: codes }))
    return value.map((each) => said(String(each))).join('、')
  }
  return String(value)
}

function Nested({
  value,
  field,
}: {
  readonly value: object
  readonly field: Field | undefined
}): React.JSX.Element {
  const say = useSay()
  const rows = Array.isArray(value) ? value : [value]
  const fields = field?.shape.is === 'rows' || field?.shape.is === 'group' ? field.shape.fields : []
  const names = [...new Set(rows.flatMap((row) => Object.keys((row ?? {}) as object)))]
  const fieldOf = (name: string): Field | undefined => fields.find((each) => each.name === name)
  return (
    <div className="matrix-frame">
      <table className="plain">
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name}>{say(fieldOf(name)?.title ?? titleOf(name, {}))}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, rowsShown).map((row, at) => (
            <tr key={`${String(at)} ${JSON.stringify(row)}`}>
              {names.map((name) => {
                const cell = (row as Record<string, unknown>)[name]
                const isPlain = typeof cell !== 'object' || cell === null || Array.isArray(cell)
                return (
                  <td key={name}>{isPlain ? plainText(cell, say, fieldOf(name)) : JSON.stringify(cell)}</td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > rowsShown ? say(texts.more, { count: rows.length - rowsShown }) : null}
    </div>
  )
}

const isNested = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  (!Array.isArray(value) || value.some((each) => typeof each === 'object'))

/** What was typed into the form, under the form's own titles. */
export function AskedFields({
  kind,
  asked,
}: {
  readonly kind: RecordKindForm
  readonly asked: Readonly<Record<string, unknown>>
}): React.JSX.Element {
  const say = useSay()
  const fields = fieldsByName(kind)
  return (
    <Descriptions
      size="small"
      bordered
      column={{ xs: 1, md: 2 }}
      items={Object.entries(asked).map(([name, value]) => {
        const field = fields.get(name)
        const label = say(field?.title ?? titleOf(name, {}))
        const isWide = isNested(value) || (typeof value === 'string' && value.length > 40)
        return {
          key: name,
          label,
          span: isWide ? ('filled' as const) : 1,
          children: isNested(value) ? <Nested value={value} field={field} /> : plainText(value, say, field),
        }
      })}
    />
  )
}
