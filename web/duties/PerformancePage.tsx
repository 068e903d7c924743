import { Button, Card, Empty, Select, Skeleton } from 'antd'
import { Link } from 'react-router'
import { figureText } from '#duties/assessment/kept-figures.ts'
import { performanceFigures } from '#duties/assessment/performance-figures.ts'
import { assessmentStatuses } from '#duties/duty-codes.ts'
import type { Answer, Given } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { asTitle, beijingDay } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { OpenButton } from '#web/reports/OpenButton.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { DutyTabs } from './DutyTabs.tsx'
import { FigureRows } from './FigureRows.tsx'
import { FigureTable } from './FigureTable.tsx'
import { performanceTexts as texts } from './performance-texts.ts'

type Performance = Answer<'GET /api/performance'>
type Rows = Given<'GET /api/performance/rows'>['query']
type Asked = Omit<Rows, 'figure' | 'staff_id'>

/** What of a person stands side by side; everything else is in the assessment. */
const shown = [
  ...['points_1', 'points_2', 'points_3', 'orders_entered', 'orders_returned', 'orders_stopped'],
  ...['samples_checked', 'samples_wrong', 'trainings_attended', 'exams_passed', 'to_dos_late'],
  ...['confirmed_1', 'confirmed_2', 'confirmed_3'],
] as const

function People({
  people,
  onOpen,
}: {
  readonly people: Performance['people']
  readonly onOpen: (figure: string, staffId: string) => void
}): React.JSX.Element {
  const say = useSay()
  const statuses: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = assessmentStatuses
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wider than the page, it is scrolled by keyboard
    <section className="table-frame" tabIndex={0} aria-label={say(texts.ofPeople)}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{say(texts.name)}</th>
            {shown.map((code) => (
              <th key={code} scope="col" className="is-number">
                {say(asTitle(performanceFigures.get(code)!.title))}
              </th>
            ))}
            <th scope="col">{say(texts.assessment)}</th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ staff_id, name, record_id, status, figures }) => (
            <tr key={staff_id}>
              <th scope="row" style={{ whiteSpace: 'nowrap' }}>
                {name} <span className="code">{staff_id}</span>
              </th>
              {shown.map((code) => {
                const figure = figures.find((each) => each.code === code)!
                return (
                  <td key={code} className="is-number">
                    {figure.value === 0 ? (
                      '0'
                    ) : (
                      <Button type="link" size="small" onClick={() => onOpen(code, staff_id)}>
                        {figureText(figure)}
                      </Button>
                    )}
                  </td>
                )
              })}
              <td style={{ whiteSpace: 'nowrap' }}>
                {record_id === null || status === null ? (
                  ''
                ) : (
                  <Link to={`/duties/assessments/${record_id}`}>
                    {say(asTitle(statuses[status] ?? { zh: status, en: status }))}
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Figures({
  asked,
  address,
}: {
  readonly asked: Asked
  readonly address: ListAddress
}): React.JSX.Element {
  const say = useSay()
  const { data, error, refetch } = useAsk('GET /api/performance', { query: asked })
  const figure = address.get('figure')
  const staffId = address.get('staff')
  const open = (code: string, staff?: string): void => address.set({ figure: code, staff })
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active />
  return (
    <div className="stack">
      <Card size="small" title={say(texts.ofUnit)}>
        <FigureTable figures={data.figures} onOpen={(code) => open(code)} />
        <p className="note">{say(texts.noScore)}</p>
      </Card>
      <Card size="small" title={say(texts.ofPeople)}>
        <People people={data.people} onOpen={open} />
      </Card>
      {figure === undefined || !performanceFigures.has(figure) ? null : (
        <FigureRows
          asked={{ ...asked, figure, ...(staffId === undefined ? {} : { staff_id: staffId }) }}
          onClose={() => address.set({ figure: undefined, staff: undefined })}
        />
      )}
    </div>
  )
}

/** 考核: what the system shows of a unit and its people in a year or half of one, each figure with its rows. */
export function PerformancePage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const thisYear = Number(beijingDay(new Date()).slice(0, 4))
  const units = useAsk('GET /api/performance/units', { query: {} }, { staleMs: 300_000 })
  const agencyId = address.get('unit') ?? units.data?.items[0]?.agency_id
  const year = Number(address.get('year') ?? thisYear)
  const half = address.get('half')
  const asked: Asked | null =
    agencyId === undefined
      ? null
      : { agency_id: agencyId, year, ...(half === 'H1' || half === 'H2' ? { half } : {}) }
  return (
    <>
      <PageHead title={say(texts.performance)}>
        {asked === null ? null : <ExportButton path="/api/performance/export" filters={textOf(asked)} />}
        <OpenButton kind="ASSESSMENT" path="/handling/ASSESSMENT" label={say(texts.draft)} />
      </PageHead>
      <DutyTabs />
      <div className="filters">
        <Select
          aria-label={say(texts.unit)}
          showSearch={{ optionFilterProp: 'label' }}
          style={{ minWidth: 260 }}
          value={agencyId ?? null}
          onChange={(unit) => address.set({ unit: unit ?? undefined })}
          options={(units.data?.items ?? []).map(({ agency_id, name }) => ({
            value: agency_id,
            label: name,
          }))}
        />
        <Select
          aria-label={say(texts.year)}
          style={{ width: 110 }}
          value={year}
          onChange={(chosen) => address.set({ year: String(chosen) })}
          options={[0, 1, 2, 3].map((back) => ({ value: thisYear - back, label: String(thisYear - back) }))}
        />
        <Select
          aria-label={say(texts.part)}
          style={{ width: 140 }}
          value={half ?? 'whole'}
          onChange={(chosen) => address.set({ half: chosen === 'whole' ? undefined : chosen })}
          options={(['whole', 'H1', 'H2'] as const).map((value) => ({ value, label: say(texts[value]) }))}
        />
      </div>
      {asked === null ? (
        units.data === undefined ? (
          <Skeleton active />
        ) : (
          <Empty description={say(texts.none)} />
        )
      ) : (
        <Figures asked={asked} address={address} />
      )}
    </>
  )
}

const textOf = ({ agency_id, year, half }: Asked): Record<string, string> => ({
  agency_id,
  year: String(year),
  ...(half === undefined ? {} : { half }),
})
