import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Card, Flex, Select, Skeleton, Table, Tag } from 'antd'
import { useState } from 'react'
import type { Bilingual } from '#base/bilingual.ts'
import { findTable, tables } from '#standard/tables.ts'
import { type Answer, ask } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { codeName } from '#web/forms/code-names.ts'
import { humanText } from '#web/language/format.ts'
import { type Say, useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { deliveryTexts as texts } from './texts.ts'

type Columns = Answer<'POST /api/delivery-uploads/{upload_id}/columns'>
type ReadFile = Columns['files'][number]
type ReadCodes = ReadFile['codes'][number]

/** What somebody said against what was read: header → column, column → value → code. */
interface Corrections {
  readonly columns: Readonly<Record<string, string>>
  readonly codes: Readonly<Record<string, Readonly<Record<string, string>>>>
}
const none: Corrections = { columns: {}, codes: {} }
const unused = ''

const titled = (zh: string, name: string, say: Say): string => {
  const title: Bilingual = { zh, en: humanText(name) }
  return say(title)
}
const byColors = { RECOGNISED: 'success', MAPPED: 'processing', GUESSED: 'warning', NOBODY: 'default' }

function HeaderTable({
  file,
  corrections,
  change,
}: {
  readonly file: ReadFile
  readonly corrections: Corrections
  readonly change: (corrections: Corrections) => void
}): React.JSX.Element {
  const say = useSay()
  const table = findTable(file.table ?? '')
  const options = (table?.columns ?? []).map(({ name, title }) => ({
    value: name as string,
    label: titled(title, name, say),
  }))
  return (
    <Table<ReadFile['headers'][number]>
      size="small"
      rowKey="header"
      pagination={false}
      dataSource={[...file.headers]}
      columns={[
        { title: say(texts.header), dataIndex: 'header' },
        {
          title: say(texts.column),
          dataIndex: 'column',
          render: (column: string | null, { header, by }) => (
            <Select
              size="small"
              aria-label={header}
              showSearch={{ optionFilterProp: 'label' }}
              style={{ width: 260 }}
              value={corrections.columns[header] ?? column ?? unused}
              onChange={(chosen: string) =>
                change({ ...corrections, columns: { ...corrections.columns, [header]: chosen } })
              }
              options={[
                // A name of the standard's own is always taken.
                ...(by === 'RECOGNISED' ? [] : [{ value: unused, label: say(texts.notUsed) }]),
                ...options,
              ]}
            />
          ),
        },
        {
          title: say(texts.how),
          dataIndex: 'by',
          render: (by: keyof typeof byColors) => <Tag color={byColors[by]}>{say(texts[by])}</Tag>,
        },
      ]}
    />
  )
}

function CodeTable({
  read,
  table,
  chosen,
  choose,
}: {
  readonly read: ReadCodes
  readonly table: string
  readonly chosen: Readonly<Record<string, string>>
  readonly choose: (value: string, code: string) => void
}): React.JSX.Element {
  const say = useSay()
  const column = findTable(table)?.columns.find(({ name }) => name === read.column) as
    | { readonly title: string; readonly codes?: Readonly<Record<string, string>> }
    | undefined
  const among = Object.keys(column?.codes ?? {})
  const options = among.map((value) => {
    const name = say(codeName(value, { name: read.column, title: column?.title ?? '', among }))
    return { value, label: name.startsWith(value) ? name : `${value} ${name}` }
  })
  return (
    <Table<ReadCodes['values'][number]>
      size="small"
      rowKey="value"
      pagination={false}
      dataSource={[...read.values]}
      columns={[
        { title: say(texts.localCode), dataIndex: 'value' },
        {
          title: say(texts.standardCode),
          dataIndex: 'code',
          render: (code: string | null, { value }) => (
            <Select
              size="small"
              aria-label={value}
              showSearch={{ optionFilterProp: 'label' }}
              style={{ width: 260 }}
              value={chosen[value] ?? code}
              onChange={(next: string) => choose(value, next)}
              options={options}
            />
          ),
        },
      ]}
      title={() => say(texts.codesOf, { column: titled(column?.title ?? read.column, read.column, say) })}
    />
  )
}

/** What stands in the mapping of one file: nothing that the standard recognises by itself. */
function entryOf(file: ReadFile, { columns, codes }: Corrections): object {
  const headers = file.headers.flatMap(({ header, column, by }) => {
    const said = columns[header] ?? column
    const isOwn = by === 'RECOGNISED' && (columns[header] === undefined || columns[header] === column)
    return said === null || said === unused || isOwn ? [] : [[header, said] as const]
  })
  const values = file.codes.map(({ column, values: read }) => {
    const said = read.flatMap(({ value, code }) => {
      const chosen = codes[column]?.[value] ?? code
      return chosen === null ? [] : [[value, chosen] as const]
    })
    return [column, Object.fromEntries(said)] as const
  })
  return {
    ...(file.table === null ? {} : { table: file.table }),
    columns: Object.fromEntries(headers),
    values: Object.fromEntries(values),
  }
}

function FileEditor({
  file,
  corrections,
  change,
  tryTable,
}: {
  readonly file: ReadFile
  readonly corrections: Corrections
  readonly change: (corrections: Corrections) => void
  readonly tryTable: (table: string) => void
}): React.JSX.Element {
  const say = useSay()
  const columnTitle = (name: string): string => {
    const column = findTable(file.table ?? '')?.columns.find((each) => each.name === name)
    return column === undefined ? name : titled(column.title, name, say)
  }
  if (file.refusal !== null) return <Alert type="warning" showIcon title={say(file.refusal)} />
  const chosen = new Set(file.headers.map(({ header, column }) => corrections.columns[header] ?? column))
  const missing = file.missing.filter((name) => !chosen.has(name))
  return (
    <Card
      size="small"
      type="inner"
      title={file.file}
      extra={
        <Select
          size="small"
          aria-label={`${say(texts.table)} ${file.file}`}
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: 260 }}
          value={file.table}
          onChange={tryTable}
          options={tables.map(({ name, title }) => ({
            value: name as string,
            label: titled(title, name, say),
          }))}
        />
      }
    >
      <Flex vertical gap={12}>
        {missing.length === 0 ? null : (
          <Alert
            type="warning"
            showIcon
            title={say(texts.missing, { columns: missing.map(columnTitle).join('、') })}
          />
        )}
        <HeaderTable file={file} corrections={corrections} change={change} />
        {file.codes.map((read) => (
          <CodeTable
            key={read.column}
            read={read}
            table={file.table ?? ''}
            chosen={corrections.codes[read.column] ?? {}}
            choose={(value, code) => {
              const own = { ...corrections.codes[read.column], [value]: code }
              change({ ...corrections, codes: { ...corrections.codes, [read.column]: own } })
            }}
          />
        ))}
      </Flex>
    </Card>
  )
}

/** Tables, columns and codes of each file, as they were read, to be corrected; kept for the agency's next delivery. */
export function ColumnsEditor({
  uploadId,
  close,
}: {
  readonly uploadId: string
  readonly close: () => void
}): React.JSX.Element {
  const say = useSay()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [tried, setTried] = useState<Readonly<Record<string, string>>>({})
  const [corrections, setCorrections] = useState<Readonly<Record<string, Corrections>>>({})
  const params = { upload_id: uploadId }
  const read = useAsk(
    'POST /api/delivery-uploads/{upload_id}/columns',
    { params, body: { tables: tried } },
    { keepsPrevious: true, staleMs: 60_000 },
  )
  const save = useMutation({
    mutationFn: ({ source, files }: Columns) => {
      const entries = files
        .filter(({ refusal, table }) => refusal === null && table !== null)
        .map((file) => [file.file, entryOf(file, corrections[file.file] ?? none)] as const)
      const mapping = JSON.stringify({ source, files: Object.fromEntries(entries) }, null, 2)
      return ask('POST /api/delivery-uploads/{upload_id}/mapping', { params, body: { mapping } })
    },
    onSuccess: async () => {
      void message.success(say(texts.saved))
      await queries.invalidateQueries()
      close()
    },
  })
  const { data, error, refetch } = read
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active />
  return (
    <Flex vertical gap={12}>
      {data.files.map((file) => (
        <FileEditor
          key={file.file}
          file={file}
          corrections={corrections[file.file] ?? none}
          change={(own) => setCorrections({ ...corrections, [file.file]: own })}
          tryTable={(table) => {
            setTried({ ...tried, [file.file]: table })
            setCorrections({ ...corrections, [file.file]: none })
          }}
        />
      ))}
      {save.error === null ? null : <Problem error={save.error} />}
      <Flex gap={8}>
        <Button type="primary" loading={save.isPending} onClick={() => save.mutate(data)}>
          {say(texts.save)}
        </Button>
        <Button onClick={close}>{say(texts.cancel)}</Button>
      </Flex>
    </Flex>
  )
}
