import { DownloadOutlined, ReloadOutlined } from '@ant-design/icons'
import { App, Button, Dropdown, Empty, Flex, Table, type TableColumnsType, type TableProps } from 'antd'
import { download, Refused } from '#web/api/call.ts'
import { useCapabilities } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { recordTexts as texts } from '#web/records/texts.ts'
import { Problem } from '#web/shell/Problem.tsx'
import type { ListAddress } from './use-list-address.ts'

export interface ListProps<Row extends object> {
  readonly rowKey: keyof Row & string
  readonly columns: TableColumnsType<Row>
  readonly page: {
    readonly data: { readonly items: readonly Row[]; readonly next_cursor: string | null } | undefined
    readonly error: Error | null
    readonly isFetching: boolean
    readonly refetch: () => unknown
  }
  readonly address: ListAddress
  /** Selection, what a click on a row does; a column with `sorter: true` and `key` of the API sorts by the address. */
  readonly table?: Pick<TableProps<Row>, 'rowSelection' | 'onRow' | 'rowClassName'>
}

/** `sort` of the address: a minus sign is descending. */
export function sortOrderOf(
  address: ListAddress,
  column: string,
  otherwise = '',
): 'ascend' | 'descend' | null {
  const sort = address.get('sort') ?? otherwise
  if (sort === column) return 'ascend'
  return sort === `-${column}` ? 'descend' : null
}

function useSorting<Row extends object>(address: ListAddress): NonNullable<TableProps<Row>['onChange']> {
  return (_page, _filters, sorter, { action }) => {
    if (action !== 'sort' || Array.isArray(sorter)) return
    const column = String(sorter.columnKey)
    const sort = sorter.order === 'ascend' ? column : sorter.order === 'descend' ? `-${column}` : undefined
    address.set({ sort })
  }
}

/** A page of a list; the server cuts it, so that no request grows with the table. */
export function List<Row extends object>({
  rowKey,
  columns,
  page,
  address,
  table = {},
}: ListProps<Row>): React.JSX.Element {
  const say = useSay()
  const sorting = useSorting<Row>(address)
  const { data, error, isFetching, refetch } = page
  const next = data?.next_cursor ?? null
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  return (
    <Flex vertical gap={8}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wider than the page, it is scrolled by keyboard */}
      <section className="table-frame" tabIndex={0} aria-label={say(texts.list)}>
        <Table<Row>
          size="small"
          rowKey={rowKey}
          columns={columns}
          dataSource={[...(data?.items ?? [])]}
          loading={isFetching && data === undefined}
          pagination={false}
          onChange={sorting}
          {...table}
          locale={{
            emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.empty)} />,
          }}
        />
      </section>
      <Flex justify="end" gap={8} className="no-print">
        <Button size="small" icon={<ReloadOutlined />} loading={isFetching} onClick={() => void refetch()}>
          {say(texts.refresh)}
        </Button>
        {address.cursor === undefined ? null : (
          <Button size="small" onClick={() => address.goTo(undefined)}>
            {say(texts.first)}
          </Button>
        )}
        {next === null ? null : (
          <Button size="small" onClick={() => address.goTo(next)}>
            {say(texts.next)}
          </Button>
        )}
      </Flex>
    </Flex>
  )
}

/** What is shown, with its filters, as a file; personal data stay masked and it is on record. */
export function ExportButton({
  path,
  filters,
  needs = 'EXPORT',
}: {
  readonly path: string
  readonly filters: Readonly<Record<string, string>>
  /** Which reading allows it. */
  readonly needs?: 'EXPORT' | 'READ_AUTHORITY'
}): React.JSX.Element | null {
  const say = useSay()
  const { message } = App.useApp()
  const may = useCapabilities().data?.readings.includes(needs) === true
  if (!may) return null
  const save = async (format: string): Promise<void> => {
    try {
      await download(`${path}?${new URLSearchParams({ ...filters, format }).toString()}`)
    } catch (error) {
      if (error instanceof Refused) void message.error(say(error.problem.text))
    }
  }
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'xlsx', label: say(texts.asXlsx) },
          { key: 'csv', label: say(texts.asCsv) },
        ],
        onClick: ({ key }) => void save(key),
      }}
    >
      <Button icon={<DownloadOutlined />}>{say(texts.export)}</Button>
    </Dropdown>
  )
}
