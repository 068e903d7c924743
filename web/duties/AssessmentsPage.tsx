import type { TableColumnsType } from 'antd'
import { Link } from 'react-router'
import { assessmentStatuses, commendations, results } from '#duties/duty-codes.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk, useCapabilities } from '#web/api/queries.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { OpenButton } from '#web/reports/OpenButton.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { DutyTabs } from './DutyTabs.tsx'
import { performanceTexts as texts } from './performance-texts.ts'

type Assessment = Answer<'GET /api/assessments'>['items'][number]
type Titles = Readonly<Record<string, { readonly zh: string; readonly en: string }>>

/** Everybody’s own, and of the scope of whoever assesses or supervises. */
export function AssessmentsPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const { filters, cursor } = address
  const mayExport = useCapabilities().data?.readings.includes('READ_ASSESSMENT') === true
  const page = useAsk(
    'GET /api/assessments',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const coded = (titles: Titles) => (code: string | null) =>
    code === null ? '' : say(asTitle(titles[code] ?? { zh: code, en: code }))
  const columns: TableColumnsType<Assessment> = [
    {
      title: say(texts.name),
      key: 'name',
      render: (_, { record_id, name }) => <Link to={`/duties/assessments/${record_id}`}>{name}</Link>,
    },
    { title: say(texts.unit), dataIndex: 'agency' },
    {
      title: say(texts.part),
      key: 'period',
      sorter: true,
      sortOrder: sortOrderOf(address, 'period', '-entered_at'),
      render: (_, { period }) => <span className="number">{period}</span>,
    },
    { title: say(texts.status), dataIndex: 'status', render: coded(assessmentStatuses) },
    { title: say(texts.proposed), dataIndex: 'proposed', render: coded(results) },
    { title: say(texts.result), dataIndex: 'result', render: coded(results) },
    { title: say(texts.commendation), dataIndex: 'commendation', render: coded(commendations) },
    { title: say(texts.violations), dataIndex: 'violations', align: 'right' },
    {
      title: say(texts.decidedOn),
      dataIndex: 'decided_on',
      render: (day: string | null) => <span className="number">{day}</span>,
    },
  ]
  return (
    <>
      <PageHead title={say(texts.assessments)}>
        {mayExport ? <ExportButton path="/api/assessments/export" filters={filters} /> : null}
        <OpenButton kind="ASSESSMENT" path="/handling/ASSESSMENT" label={say(texts.draft)} />
      </PageHead>
      <DutyTabs />
      <List<Assessment> rowKey="record_id" columns={columns} page={page} address={address} />
    </>
  )
}
