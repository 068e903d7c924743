import { Tag } from 'antd'
import type { Bilingual } from '#base/bilingual.ts'
import { findTable } from '#standard/tables.ts'
import { codeName } from '#web/forms/code-names.ts'
import { humanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { type Change, oldValue } from './order-data.ts'
import { ownTableTexts } from './own-table-texts.ts'
import { recordTexts as texts } from './texts.ts'

interface ColumnFacts {
  readonly name: string
  readonly title: string
  readonly codes?: Readonly<Record<string, string>>
}

function OneChange({ change }: { readonly change: Change }): React.JSX.Element {
  const say = useSay()
  const table = findTable(change.table)
  const columns = (table?.columns ?? []) as readonly ColumnFacts[]
  const columnOf = (name: string): ColumnFacts | undefined => columns.find((each) => each.name === name)
  const shown = (name: string, value: string | null | undefined): string => {
    if (value === undefined) return '—'
    if (value === null || value === '') return say(texts.none)
    const column = columnOf(name)
    if (column?.codes?.[value] === undefined) return value
    return say(codeName(value, { name, title: column.title, among: Object.keys(column.codes) }))
  }
  const titleOf = (name: string, zh: string | undefined): Bilingual => {
    if (zh !== undefined) return { zh, en: humanText(name) }
    return ownTableTexts[name as keyof typeof ownTableTexts] ?? { zh: name, en: humanText(name) }
  }
  const columnTitle = (name: string): string => say(titleOf(name, columnOf(name)?.title))
  const title = titleOf(change.table, table?.title)
  const isUpdate = change.operation === 'update'
  return (
    <table className="plain changes">
      <caption>
        {say(title)}{' '}
        <Tag color={isUpdate ? 'warning' : 'success'}>{say(isUpdate ? texts.update : texts.insert)}</Tag>
        {Object.entries(change.key ?? {}).map(([name, value]) => (
          <span key={name} className="code">
            {columnTitle(name)} {shown(name, value)}{' '}
          </span>
        ))}
      </caption>
      <thead>
        <tr>
          <th>{say(texts.column)}</th>
          {isUpdate ? <th>{say(texts.old)}</th> : null}
          <th>{say(texts.new)}</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(change.values).map(([name, value]) => {
          const old = oldValue(change, name)
          const isSame = isUpdate && old === value
          return (
            <tr key={name}>
              <th scope="row">{columnTitle(name)}</th>
              {isUpdate ? (
                <td>{isSame ? shown(name, old) : <del className="old-value">{shown(name, old)}</del>}</td>
              ) : null}
              <td>{isSame ? shown(name, value) : <ins className="new-value">{shown(name, value)}</ins>}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** What the order does to the register, old beside new, in the standard's words. */
export function Changes({ changes }: { readonly changes: readonly Change[] }): React.JSX.Element {
  const say = useSay()
  if (changes.length === 0) return <p>{say(texts.noChanges)}</p>
  return (
    <div className="stack">
      {changes.map((change) => (
        <OneChange key={JSON.stringify(change)} change={change} />
      ))}
    </div>
  )
}
