import { PrinterOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Skeleton } from 'antd'
import { Link } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { useAsk, useCapabilities } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton } from '#web/lists/List.tsx'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { CaseBars } from './CaseBars.tsx'
import { countedFilters, type Filters, type Measure, measureOf } from './drill-down.ts'
import { KeyFigures } from './KeyFigures.tsx'
import { LevelStatus } from './LevelStatus.tsx'
import { MonthTrend } from './MonthTrend.tsx'
import { OverviewFilters } from './OverviewFilters.tsx'
import { PrecisionBars } from './PrecisionBars.tsx'
import { RecoveryBars } from './RecoveryBars.tsx'
import { RegionTiles } from './RegionTiles.tsx'
import { RuleBars } from './RuleBars.tsx'
import { overviewTexts as texts, workTexts } from './texts.ts'
import './overview.css'

export interface PartProps {
  readonly findings: Answer<'GET /api/overview/findings'>
  readonly filters: Filters
  readonly measure: Measure
}

const kept = { keepsPrevious: true, staleMs: 30_000 } as const

/** Cases and money that comes back, for whoever may read cases; null: not for this person. */
function useWork(region: string | undefined) {
  const may = useCapabilities().data?.readings.includes('READ_CASE')
  const given = { query: region === undefined ? {} : { region } }
  const isOn = may === true
  const cases = useAsk('GET /api/overview/cases', given, { ...kept, isOn })
  const recovery = useAsk('GET /api/overview/recovery', given, { ...kept, isOn })
  const error = cases.error ?? recovery.error
  const retry = (): void => {
    void cases.refetch()
    void recovery.refetch()
  }
  if (may === false) return { work: null, error: null, retry }
  const isThere = cases.data !== undefined && recovery.data !== undefined
  return { work: isThere ? { cases: cases.data, recovery: recovery.data } : undefined, error, retry }
}

function FindingParts(given: PartProps): React.JSX.Element {
  return (
    <div className="overview-parts">
      <div className="is-wide">
        <Card size="small">
          <MonthTrend {...given} />
        </Card>
        <Card size="small">
          <RuleBars {...given} />
        </Card>
      </div>
      <div>
        <Card size="small">
          <LevelStatus {...given} />
        </Card>
        <Card size="small">
          <RegionTiles {...given} />
        </Card>
        <Card size="small">
          <Precision />
        </Card>
      </div>
    </div>
  )
}

/** Of everybody's conclusions: one county has too few. */
function Precision(): React.JSX.Element {
  const { data, error, refetch } = useAsk('GET /api/overview/precision', {}, kept)
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  return data === undefined ? <Skeleton active /> : <PrecisionBars items={data.items} />
}

function WorkParts({
  filters,
  given: { work, error, retry },
}: {
  readonly filters: Filters
  readonly given: ReturnType<typeof useWork>
}): React.JSX.Element {
  const say = useSay()
  if (work === undefined && error === null) return <Skeleton active />
  return (
    <>
      {work === null ? null : <p className="overview-note">{say(texts.regionAlone)}</p>}
      {error === null ? null : <Problem error={error} retry={retry} />}
      {work === null ? <Alert type="info" showIcon title={say(workTexts.noCases)} /> : null}
      <div className="overview-parts is-even">
        {work === null || work === undefined ? null : (
          <>
            <Card size="small">
              <CaseBars totals={work.cases} filters={filters} />
            </Card>
            <Card size="small">
              <RecoveryBars totals={work.recovery} filters={filters} />
            </Card>
          </>
        )}
      </div>
    </>
  )
}

/** Where the fund is at risk, how much, since when, and what became of it; every number opens what it counts. */
export function OverviewPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const { filters } = address
  const measure = measureOf(address)
  const { data, error, refetch } = useAsk(
    'GET /api/overview/findings',
    { query: countedFilters(filters) },
    kept,
  )
  const work = useWork(filters.region)
  return (
    <>
      <PageHead
        title={say(shellTexts.overview)}
        beside={
          data === undefined ? null : (
            <span className="overview-covers">
              {say(texts.covers, { names: data.regions.map(({ name }) => name).join('、') })}
            </span>
          )
        }
      >
        <Button icon={<PrinterOutlined />} onClick={() => print()}>
          {say(texts.print)}
        </Button>
        <Link to="/fairness">{say(shellTexts.fairness)}</Link>
        <ExportButton path="/api/overview/export" filters={countedFilters(filters)} />
      </PageHead>
      <OverviewFilters address={address} />
      {error === null ? (
        <>
          <KeyFigures filters={filters} findings={data} work={work.work} />
          {data === undefined ? (
            <Skeleton active />
          ) : (
            <FindingParts findings={data} filters={filters} measure={measure} />
          )}
        </>
      ) : (
        <Problem error={error} retry={() => void refetch()} />
      )}
      <WorkParts filters={filters} given={work} />
    </>
  )
}
