import { Alert, Button, Descriptions, Modal, Skeleton } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { useAgencyNames, useAsk, useStaffNames } from '#web/api/queries.ts'
import { timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { StateTag } from './DeliveriesPage.tsx'
import { Discard, HandIn } from './DeliveryActs.tsx'
import { DeliveryRuns } from './DeliveryRuns.tsx'
import { FilesCard, type OpenedDelivery, useShownFiles } from './FilesCard.tsx'
import { PreviewCard } from './PreviewCard.tsx'
import { QualityCard } from './QualityCard.tsx'
import { deliveryTexts as texts } from './texts.ts'

function Facts({ delivery }: { readonly delivery: OpenedDelivery }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const agencyOf = useAgencyNames()
  const { agency_id, opened_by, opened_at, base_snapshot_id: base } = delivery
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, md: 2, xl: 4 }}
      items={[
        { key: 'agency', label: say(texts.agency), children: agencyOf(agency_id) },
        { key: 'by', label: say(texts.by), children: nameOf(opened_by) },
        {
          key: 'at',
          label: say(texts.openedAt),
          children: <span className="number">{timeText(opened_at)}</span>,
        },
        ...(base === null
          ? []
          : [
              {
                key: 'base',
                label: say(texts.added),
                children: <Link to={`/deliveries/${base}`}>{base.slice(-12)}</Link>,
              },
            ]),
      ]}
    />
  )
}

function Receiving({ delivery }: { readonly delivery: OpenedDelivery }): React.JSX.Element {
  const files = useShownFiles(delivery)
  const isWhole = files.length > 0 && files.every(({ state }) => state === 'DONE')
  return (
    <>
      <FilesCard delivery={delivery} />
      <PreviewCard delivery={delivery} isWhole={isWhole} />
      <HandIn delivery={delivery} isWhole={isWhole} />
    </>
  )
}

function Stage({ delivery }: { readonly delivery: OpenedDelivery }): React.JSX.Element {
  const say = useSay()
  if (delivery.state === 'RECEIVING') return <Receiving delivery={delivery} />
  if (delivery.state === 'DISCARDED') return <Alert type="info" showIcon title={say(texts.discarded)} />
  return (
    <>
      <DeliveryRuns delivery={delivery} />
      {delivery.state === 'IMPORTED' ? <QualityCard delivery={delivery} /> : null}
    </>
  )
}

/** One delivery from its first file to what became of its rows. */
export function DeliveryPage(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const [isDiscarding, setDiscarding] = useState(false)
  const { data, error, refetch } = useAsk(
    'GET /api/delivery-uploads/{upload_id}',
    { params: { upload_id: id } },
    { everyMs: 10_000 },
  )
  const above = [{ title: say(shellTexts.data), path: '/deliveries' }]
  if (error !== null) {
    return (
      <>
        <PageHead title={say(texts.deliveries)} above={above} />
        <Problem error={error} retry={() => void refetch()} />
      </>
    )
  }
  if (data === undefined) return <Skeleton active />
  return (
    <>
      <PageHead title={data.title} above={above} beside={<StateTag state={data.state} />}>
        {data.state === 'RECEIVING' ? (
          <Button danger onClick={() => setDiscarding(true)}>
            {say(texts.discard)}
          </Button>
        ) : null}
      </PageHead>
      <div className="stack">
        <Facts delivery={data} />
        <Stage delivery={data} />
      </div>
      <Modal
        open={isDiscarding}
        title={say(texts.discard)}
        footer={null}
        onCancel={() => setDiscarding(false)}
        destroyOnHidden
      >
        <Discard uploadId={id} close={() => setDiscarding(false)} />
      </Modal>
    </>
  )
}
