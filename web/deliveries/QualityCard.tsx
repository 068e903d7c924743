import { DownloadOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Card, Flex, Skeleton, Table, type TableColumnsType, Tag } from 'antd'
import { Link } from 'react-router'
import { reasonTexts } from '#intake/reading/reason-texts.ts'
import { type Answer, download } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { countText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { TableName } from '#web/runs/TableName.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import type { OpenedDelivery } from './FilesCard.tsx'
import { deliveryTexts as texts } from './texts.ts'

type Quality = Answer<'GET /api/delivery-uploads/{upload_id}/quality'>
type FileQuality = Quality['files'][number]

const number = (rows: number): React.ReactNode => <span className="number">{countText(rows)}</span>

function FileTable({ files }: { readonly files: readonly FileQuality[] }): React.JSX.Element {
  const say = useSay()
  const sum = (name: 'rows_read' | 'rows_loaded' | 'rows_rejected' | 'rows_repeated'): number =>
    files.reduce((total, file) => total + file[name], 0)
  const columns: TableColumnsType<FileQuality> = [
    { title: say(texts.file), dataIndex: 'file' },
    {
      title: say(texts.table),
      dataIndex: 'table',
      render: (table: string) => <TableName name={table} />,
    },
    { title: say(texts.rowsRead), dataIndex: 'rows_read', align: 'right', render: number },
    { title: say(texts.loaded), dataIndex: 'rows_loaded', align: 'right', render: number },
    { title: say(texts.rejected), dataIndex: 'rows_rejected', align: 'right', render: number },
    { title: say(texts.repeated), dataIndex: 'rows_repeated', align: 'right', render: number },
    {
      title: say(texts.reasons),
      dataIndex: 'reasons',
      render: (reasons: Readonly<Record<string, number>>) =>
        Object.entries(reasons).map(([reason, rows]) => (
          <Tag key={reason} color="warning">
            {say(reasonTexts[reason as keyof typeof reasonTexts])} {countText(rows)}
          </Tag>
        )),
    },
    {
      title: say(texts.unknownColumns),
      dataIndex: 'unknown_columns',
      render: (names: readonly string[]) => names.join('、'),
    },
  ]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wider than the page, it is scrolled by keyboard
    <section className="table-frame" tabIndex={0} aria-label={say(texts.quality)}>
      <Table<FileQuality>
        size="small"
        rowKey="file"
        pagination={false}
        columns={columns}
        dataSource={[...files]}
        summary={() => (
          <Table.Summary.Row>
            <Table.Summary.Cell index={0} colSpan={2}>
              {say(texts.total)}
            </Table.Summary.Cell>
            {(['rows_read', 'rows_loaded', 'rows_rejected', 'rows_repeated'] as const).map((name, at) => (
              <Table.Summary.Cell key={name} index={at + 2} align="right">
                {number(sum(name))}
              </Table.Summary.Cell>
            ))}
            <Table.Summary.Cell index={6} colSpan={2} />
          </Table.Summary.Row>
        )}
      />
    </section>
  )
}

function Remarks({ remarks }: { readonly remarks: Quality['remarks'] }): React.JSX.Element {
  const say = useSay()
  if (remarks.length === 0) return <>{say(texts.noRemarks)}</>
  return (
    <Table
      size="small"
      rowKey={({ table, column, text }) => `${table} ${column} ${text.en}`}
      pagination={false}
      dataSource={[...remarks]}
      columns={[
        {
          title: say(texts.table),
          dataIndex: 'table',
          render: (name: string) => <TableName name={name} />,
        },
        {
          title: say(texts.column),
          dataIndex: 'column',
          render: (name: string) => <span className="code">{name}</span>,
        },
        {
          title: say(texts.remark),
          dataIndex: 'text',
          render: (text: Quality['remarks'][number]['text']) => say(text),
        },
        { title: say(texts.rows), dataIndex: 'rows', align: 'right', render: number },
      ]}
    />
  )
}

function Rejected({ delivery }: { readonly delivery: OpenedDelivery }): React.JSX.Element {
  const say = useSay()
  const { upload_id: id } = delivery
  const save = useMutation({ mutationFn: () => download(`/api/delivery-uploads/${id}/rejects`) })
  const corrections = useMutation({ mutationFn: () => download(`/api/delivery-uploads/${id}/corrections`) })
  const correcting = new URLSearchParams({ begin: 'true', base: id })
  return (
    <Alert
      type="warning"
      showIcon
      title={say(texts.rejectedCount, { count: countText(delivery.rows_rejected ?? '0') })}
      description={
        <Flex vertical gap={8} align="start">
          {say(texts.rejectsMore)}
          {save.error === null ? null : <Problem error={save.error} />}
          {corrections.error === null ? null : <Problem error={corrections.error} />}
          <Flex gap={8}>
            <Button
              icon={<DownloadOutlined />}
              loading={corrections.isPending}
              onClick={() => corrections.mutate()}
            >
              {say(texts.corrections)}
            </Button>
            <Button icon={<DownloadOutlined />} loading={save.isPending} onClick={() => save.mutate()}>
              {say(texts.rejects)}
            </Button>
            <Link to={`/deliveries?${correcting.toString()}`}>
              <Button type="primary" tabIndex={-1}>
                {say(texts.correctAndSend)}
              </Button>
            </Link>
          </Flex>
        </Flex>
      }
    />
  )
}

/** What became of the rows: by file with reasons, what was rejected to correct, what looks odd. */
export function QualityCard({ delivery }: { readonly delivery: OpenedDelivery }): React.JSX.Element {
  const say = useSay()
  const { data, error, refetch } = useAsk(
    'GET /api/delivery-uploads/{upload_id}/quality',
    { params: { upload_id: delivery.upload_id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active />
  return (
    <>
      {delivery.rows_rejected === '0' ? null : <Rejected delivery={delivery} />}
      {data.warnings.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={say(texts.warnings)}
          description={data.warnings.map((warning) => <div key={warning.en}>{say(warning)}</div>)}
        />
      )}
      <Card size="small" title={say(texts.quality)}>
        <FileTable files={data.files} />
      </Card>
      <Card size="small" title={say(texts.remarks)}>
        <Remarks remarks={data.remarks} />
      </Card>
    </>
  )
}
