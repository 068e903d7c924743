import { PlusOutlined } from '@ant-design/icons'
import { Button, Select, type TableColumnsType, Tag } from 'antd'
import { Link } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { useAgencyNames, useAsk, useCapabilities, useStaffNames } from '#web/api/queries.ts'
import { countText, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List } from '#web/lists/List.tsx'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { BeginDelivery } from './BeginDelivery.tsx'
import { deliveryTexts as texts } from './texts.ts'

type Delivery = Answer<'GET /api/delivery-uploads'>['items'][number]

export const deliveryStates = ['RECEIVING', 'CLOSED', 'IMPORTED', 'DISCARDED'] as const
const colors = { RECEIVING: 'processing', CLOSED: 'processing', IMPORTED: 'success', DISCARDED: 'default' }

export function StateTag({ state }: { readonly state: Delivery['state'] }): React.JSX.Element {
  const say = useSay()
  return <Tag color={colors[state]}>{say(texts[state])}</Tag>
}

function useColumns(): TableColumnsType<Delivery> {
  const say = useSay()
  const nameOf = useStaffNames()
  const agencyOf = useAgencyNames()
  const number = (rows: string | null): React.ReactNode =>
    rows === null ? '' : <span className="number">{countText(rows)}</span>
  const time = (at: string | null): React.ReactNode =>
    at === null ? '' : <span className="number">{timeText(at)}</span>
  return [
    {
      title: say(texts.title),
      dataIndex: 'title',
      render: (title: string, { upload_id }) => <Link to={`/deliveries/${upload_id}`}>{title}</Link>,
    },
    { title: say(texts.agency), dataIndex: 'agency_id', render: agencyOf },
    {
      title: say(texts.state),
      dataIndex: 'state',
      render: (state: Delivery['state']) => <StateTag state={state} />,
    },
    { title: say(texts.rowsLoaded), dataIndex: 'rows_loaded', align: 'right', render: number },
    {
      title: say(texts.rowsRejected),
      dataIndex: 'rows_rejected',
      align: 'right',
      render: (rows: string | null) =>
        rows === null || rows === '0' ? number(rows) : <Tag color="warning">{countText(rows)}</Tag>,
    },
    { title: say(texts.by), dataIndex: 'opened_by', render: nameOf },
    { title: say(texts.openedAt), dataIndex: 'opened_at', render: time },
    { title: say(texts.importedAt), dataIndex: 'imported_at', render: time },
  ]
}

/** 数据: what came in, and how far it is. */
export function DeliveriesPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const columns = useColumns()
  const { begin, base, ...filters } = address.filters
  const may = useCapabilities().data?.readings.includes('DELIVER_DATA') === true
  const agencies = useAsk('GET /api/agencies', { query: { limit: 200 } }, { staleMs: 300_000 }).data?.items
  const { cursor } = address
  const page = useAsk(
    'GET /api/delivery-uploads',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true, everyMs: 15_000 },
  )
  const options = (agencies ?? []).map(({ agency_id: value, name }) => ({ value, label: name }))
  return (
    <>
      <PageHead title={say(shellTexts.data)}>
        <ExportButton path="/api/delivery-uploads/export" filters={filters} />
        {may ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => address.set({ begin: 'true' })}>
            {say(texts.begin)}
          </Button>
        ) : null}
      </PageHead>
      <div className="filters">
        <Select
          aria-label={say(texts.state)}
          placeholder={say(texts.state)}
          mode="multiple"
          style={{ minWidth: 200 }}
          value={address.get('state')?.split(',') ?? []}
          onChange={(chosen: string[]) => address.set({ state: chosen.join(',') })}
          options={deliveryStates.map((value) => ({ value, label: say(texts[value]) }))}
        />
        <Select
          aria-label={say(texts.agency)}
          placeholder={say(texts.agency)}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          style={{ minWidth: 220 }}
          value={address.get('agency_id') ?? null}
          onChange={(chosen: string | undefined) => address.set({ agency_id: chosen })}
          options={options}
        />
      </div>
      <List rowKey="upload_id" columns={columns} page={page} address={address} />
      <BeginDelivery
        isOpen={may && begin === 'true'}
        base={base ?? null}
        close={() => address.set({ begin: undefined, base: undefined })}
      />
    </>
  )
}
