import { Alert, Button, Card, Flex, Skeleton, Table, Tag } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useAsk } from '#web/api/queries.ts'
import { sizeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { TableName } from '#web/runs/TableName.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import type { OpenedDelivery } from './FilesCard.tsx'
import { deliveryTexts as texts } from './texts.ts'

// The standard's tables weigh something, and most deliveries need no corrections.
const ColumnsEditor = lazy(async () => ({
  default: (await import('./ColumnsEditor.tsx')).ColumnsEditor,
}))

function Preview({ delivery }: { readonly delivery: OpenedDelivery }): React.JSX.Element {
  const say = useSay()
  const preview = useAsk(
    'POST /api/delivery-uploads/{upload_id}/preview',
    { params: { upload_id: delivery.upload_id } },
    { staleMs: 0 },
  )
  const { data, error, refetch } = preview
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active />
  return (
    <Flex vertical gap={12}>
      {data.unclaimed.length === 0 ? null : (
        <Alert type="warning" showIcon title={say(texts.unclaimed)} description={data.unclaimed.join('、')} />
      )}
      <Table
        size="small"
        rowKey={({ file, sheet }) => `${file} ${sheet}`}
        pagination={false}
        dataSource={[...data.files]}
        columns={[
          { title: say(texts.file), dataIndex: 'file' },
          {
            title: say(texts.table),
            dataIndex: 'table',
            render: (table: string) => <TableName name={table} />,
          },
          { title: say(texts.sheet), dataIndex: 'sheet' },
          {
            title: say(texts.mapped),
            dataIndex: 'is_mapped',
            render: (isMapped: boolean) => (isMapped ? <Tag color="processing">{say(texts.yes)}</Tag> : null),
          },
          {
            title: say(texts.size),
            dataIndex: 'bytes',
            align: 'right',
            render: (bytes: number) => <span className="number">{sizeText(bytes)}</span>,
          },
        ]}
      />
    </Flex>
  )
}

/** Before anything is imported: which file is which table; and where that is wrong, it is corrected here. */
export function PreviewCard({
  delivery,
  isWhole,
}: {
  readonly delivery: OpenedDelivery
  readonly isWhole: boolean
}): React.JSX.Element {
  const say = useSay()
  const [isCorrecting, setCorrecting] = useState(false)
  // Other files, another preview.
  const files = delivery.files.map(({ name, bytes }) => `${name} ${bytes}`).join('\n')
  return (
    <Card
      size="small"
      title={say(isCorrecting ? texts.columns : texts.preview)}
      extra={
        isWhole ? (
          <Button size="small" onClick={() => setCorrecting(!isCorrecting)}>
            {say(isCorrecting ? texts.close : texts.correct)}
          </Button>
        ) : null
      }
    >
      <p className="card-more">{say(isCorrecting ? texts.columnsMore : texts.previewMore)}</p>
      {isWhole ? (
        isCorrecting ? (
          <Suspense fallback={<Skeleton active />}>
            <ColumnsEditor uploadId={delivery.upload_id} close={() => setCorrecting(false)} />
          </Suspense>
        ) : (
          <Preview key={files} delivery={delivery} />
        )
      ) : (
        say(texts.previewWhenWhole)
      )}
    </Card>
  )
}
