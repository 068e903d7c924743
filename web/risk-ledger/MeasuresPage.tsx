import { App, Button, Card, Skeleton, type TableColumnsType } from 'antd'
import { Link, useNavigate } from 'react-router'
import { useAct } from '#web/acting/use-act.ts'
import { type Answer, Refused } from '#web/api/call.ts'
import { useAsk, useCapabilities, useMe } from '#web/api/queries.ts'
import { beijingDay } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { ImportMeasures } from './ImportMeasures.tsx'
import { LedgerTabs } from './LedgerTabs.tsx'
import { LedgerStatus } from './Marks.tsx'
import { MeasureTable } from './MeasureTable.tsx'
import { MeasureTotals } from './MeasureTotals.tsx'
import { SourceNotice } from './SourceNotice.tsx'
import { ledgerTexts as texts } from './texts.ts'

type Assessment = Answer<'GET /api/measure-assessments'>['items'][number]

const newestFirst = '-year'

function useColumns(address: ListAddress): TableColumnsType<Assessment> {
  const say = useSay()
  const number = (title: string, of: (row: Assessment) => number) => ({
    title,
    key: title,
    align: 'right' as const,
    render: (_: unknown, row: Assessment) => <span className="number">{of(row)}</span>,
  })
  return [
    {
      title: say(texts.unit),
      key: 'agency_id',
      sorter: true,
      sortOrder: sortOrderOf(address, 'agency_id', newestFirst),
      render: (_, { record_id, agency_name }) => (
        <Link to={`/risk-ledger/measures/${record_id}`}>{agency_name}</Link>
      ),
    },
    {
      title: say(texts.year),
      key: 'year',
      sorter: true,
      sortOrder: sortOrderOf(address, 'year', newestFirst),
      render: (_, { year }) => <span className="number">{year}</span>,
    },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string) => <LedgerStatus kind="MEASURE_ASSESSMENT" status={status} />,
    },
    number(say(texts.yes), ({ yes }) => yes),
    number(say(texts.partly), ({ partly }) => partly),
    number(say(texts.no), ({ no }) => no),
    number(say(texts.notApplicable), ({ not_applicable }) => not_applicable),
    number(say(texts.notAnswered), ({ open }) => open),
    number(say(texts.gapOverdue), ({ overdue }) => overdue),
    {
      title: say(texts.approvedOn),
      dataIndex: 'approved_on',
      render: (day: string | null) => <span className="number">{day}</span>,
    },
  ]
}

function Begin(): React.JSX.Element | null {
  const say = useSay()
  const go = useNavigate()
  const { message } = App.useApp()
  const me = useMe().data
  const may = useCapabilities().data
  const year = Number(beijingDay(new Date()).slice(0, 4))
  const own = useAsk(
    'GET /api/measure-assessments',
    { query: { year, ...(me === undefined ? {} : { agency_id: me.agency_id }) } },
    { isOn: me !== undefined },
  )
  const act = useAct(({ record_id }) => void go(`/risk-ledger/measures/${record_id}`))
  const mayBegin =
    may?.steps.some(({ kind, action }) => kind === 'MEASURE_ASSESSMENT' && action === 'begin') === true
  if (!mayBegin || own.data === undefined || own.data.items.length > 0) return null
  const begin = (): void =>
    act.mutate(
      {
        ...{ kind: 'MEASURE_ASSESSMENT', action: 'begin', title: say(texts.beginAssessment) },
        ...{ input: { year }, attachments: [], needsConfirmation: false },
      },
      {
        onError: (error) => {
          if (error instanceof Refused) void message.error(say(error.problem.text))
        },
      },
    )
  return (
    <Button type="primary" loading={act.isPending} onClick={begin}>
      {say(texts.beginAssessment)}
    </Button>
  )
}

/** 48项措施自评: who has assessed, what is open, and the text by which it is done. */
export function MeasuresPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const { filters, cursor } = address
  const columns = useColumns(address)
  const may = useCapabilities().data
  const list = useAsk('GET /api/measures', {})
  const page = useAsk(
    'GET /api/measure-assessments',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const mayImport =
    may?.steps.some(({ kind, action }) => kind === 'MEASURE_LIST' && action === 'propose') === true
  return (
    <>
      <PageHead title={say(texts.measures48)} above={[{ title: say(texts.ledger), path: '/risk-ledger' }]}>
        {mayImport ? <ImportMeasures /> : null}
        <Begin />
      </PageHead>
      <LedgerTabs />
      {list.error === null ? null : <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.data === undefined ? (
        <Skeleton active />
      ) : (
        <SourceNotice source={list.data.source} document={list.data.document} />
      )}
      <MeasureTotals address={address} />
      <List<Assessment> rowKey="record_id" columns={columns} page={page} address={address} />
      {list.data === undefined ? null : (
        <Card size="small" title={say(texts.list)} style={{ marginTop: 16 }}>
          <MeasureTable items={list.data.items} />
        </Card>
      )}
    </>
  )
}
