import { PrinterOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Descriptions, Skeleton } from 'antd'
import { Link, useNavigate, useParams } from 'react-router'
import { type OpenedRecord, useAgencyNames, useAsk, useKinds, useStaffNames } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { AskedFields } from '#web/records/AskedFields.tsx'
import { DueTag } from '#web/records/DueTag.tsx'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { Unmask } from '#web/records/Unmask.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { AnswerCards } from './AnswerCards.tsx'
import { functionTitle, type Item, itemOf } from './read-sampling.ts'
import { SamplingStatus } from './SamplingStatus.tsx'
import { samplingTexts as texts } from './texts.ts'

const number = (text: string): React.ReactNode => <span className="number">{text}</span>

function Frame({ record, item }: { readonly record: OpenedRecord; readonly item: Item }): React.JSX.Element {
  const say = useSay()
  const agencyOf = useAgencyNames()
  const nameOf = useStaffNames()
  const { checker } = item
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, sm: 2, xl: 3 }}
      items={[
        {
          key: 'plan',
          label: say(texts.plan),
          children: <Link to={`/sampling/plans/${item.plan_id}`}>{item.month}</Link>,
        },
        { key: 'place', label: say(texts.place), children: number(String(item.place)) },
        { key: 'audited', label: say(texts.audited), children: agencyOf(item.audited_agency_id) },
        { key: 'checking', label: say(texts.checking), children: agencyOf(item.checking_agency_id) },
        {
          key: 'checker',
          label: say(texts.checker),
          children: checker === null ? say(texts.nobody) : nameOf(checker),
        },
        {
          key: 'due',
          label: say(texts.due),
          children: item.answer === null ? <DueTag day={item.due_on} /> : number(item.due_on),
        },
        ...(record.person_id === null
          ? []
          : [{ key: 'person', label: say(texts.person), children: record.person_id }]),
      ]}
    />
  )
}

/** What there was to decide on; nothing of what was decided. */
function MaterialCard({ itemId, item }: { readonly itemId: string; readonly item: Item }): React.JSX.Element {
  const say = useSay()
  const order = useKinds()?.get(`ORDER_${item.function}`)
  const { material } = item
  if (material === null) {
    return (
      <Card size="small" title={say(texts.material)}>
        {say(texts.noMaterial)}
      </Card>
    )
  }
  const titles = new Map(
    Object.values(order?.actions ?? {}).flatMap(({ attachments }) =>
      attachments.map(({ purpose, title }) => [purpose, say(title)] as const),
    ),
  )
  return (
    <Card size="small" title={say(texts.material)}>
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2, xl: 3 }}
        items={[
          { key: 'applied', label: say(texts.appliedOn), children: number(material.applied_on) },
          ...(material.channel === null
            ? []
            : [{ key: 'channel', label: say(texts.channel), children: material.channel }]),
          {
            key: 'documents',
            label: say(texts.documents),
            children:
              material.documents.length === 0
                ? say(texts.noDocuments)
                : material.documents.map(({ attachment_id, purpose }) => (
                    <a
                      key={attachment_id}
                      href={`/api/sample-items/${itemId}/documents/${attachment_id}`}
                      target="_blank"
                      rel="noreferrer"
                      style={{ marginInlineEnd: 12 }}
                    >
                      {titles.get(purpose) ?? purpose}
                    </a>
                  )),
          },
        ]}
      />
      {order === undefined || Object.keys(material.asked).length === 0 ? null : (
        <AskedFields kind={order} asked={material.asked} />
      )}
    </Card>
  )
}

/** An order that was drawn, for whoever looks at it once more. */
export function ItemPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('SAMPLE_ITEM')
  // Opening is on record: it happens when the person looks, not behind his back.
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'SAMPLE_ITEM', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  const record = opened.data
  const reload = (): void => void opened.refetch()
  if (opened.error !== null) return <Problem error={opened.error} retry={reload} />
  if (record === undefined || kind === undefined) return <Skeleton active />
  const item = itemOf(record)
  const title = say(functionTitle(item.function))
  return (
    <>
      <PageHead
        title={`${say(texts.item)} · ${title} #${item.place}`}
        above={[
          { title: say(texts.sampling), path: '/sampling' },
          { title: say(texts.items), path: '/sampling/items' },
        ]}
        crumb={`${title} #${item.place}`}
        beside={<SamplingStatus kind="SAMPLE_ITEM" status={record.status} />}
      >
        {item.finding_id === null ? null : (
          <Button onClick={() => void go(`/cases/new?findings=${item.finding_id}`)}>
            {say(texts.openCase)}
          </Button>
        )}
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {say(texts.print)}
        </Button>
        <Unmask record={record} />
      </PageHead>
      {item.answer === null ? (
        <Alert
          type="info"
          showIcon
          title={say(texts.blind)}
          description={say(texts.blindMore)}
          style={{ marginBottom: 12 }}
        />
      ) : null}
      <div className="columns">
        <div className="stack">
          <Card size="small">
            <Frame record={record} item={item} />
          </Card>
          <MaterialCard itemId={id} item={item} />
          <AnswerCards item={item} />
        </div>
        <div className="stack">
          <Steps key={record.version} record={record} kind={kind} onActed={reload} />
          <Card size="small" title={say(recordTexts.history)}>
            <History record={record} kind={kind} />
          </Card>
          <Card size="small" title={say(recordTexts.comments)}>
            <Comments record={record} />
          </Card>
        </div>
      </div>
    </>
  )
}
