import { Skeleton } from 'antd'
import { Link } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { casesAddress, type Filters, findingsAddress, recoveriesAddress } from './drill-down.ts'
import { figureTexts as texts } from './texts.ts'

type Findings = Answer<'GET /api/overview/findings'>
type Cases = Answer<'GET /api/overview/cases'>
type Recovery = Answer<'GET /api/overview/recovery'>

interface Figure {
  readonly title: string
  readonly value: string
  readonly more: string
  readonly path: string
  readonly isGrave?: boolean
}

function One({ title, value, more, path, isGrave = false }: Figure): React.JSX.Element {
  return (
    <Link to={path} className="figure">
      <span className="figure-title">{title}</span>
      <span className={isGrave ? 'figure-value is-grave' : 'figure-value'}>{value}</span>
      <span className="figure-more">{more}</span>
    </Link>
  )
}

function useFindingFigures(): (findings: Findings, filters: Filters) => Figure[] {
  const say = useSay()
  return ({ totals, by_status }, filters) => {
    const countOf = (status: string): number =>
      by_status.find((each) => each.status === status)?.findings ?? 0
    const states = { open: countOf('OPEN'), inCase: countOf('IN_CASE') }
    return [
      {
        title: say(texts.findings),
        value: totals.findings.toLocaleString('en'),
        more: say(texts.concerned, { yuan: yuanText(totals.amount_fen) }),
        path: findingsAddress(filters),
      },
      {
        title: say(texts.open),
        value: yuanText(totals.open_amount_fen),
        more: say(texts.openCount, states),
        path: findingsAddress(filters, { status: filters.status ?? 'OPEN,IN_CASE' }),
      },
    ]
  }
}

function useWorkFigures(): (cases: Cases, recovery: Recovery, filters: Filters) => Figure[] {
  const say = useSay()
  return ({ totals: cases }, { totals: recovery }, filters) => [
    {
      title: say(texts.cases),
      value: String(cases.open),
      more: say(texts.casesOf, { all: cases.cases, concluded: cases.concluded }),
      path: casesAddress(filters, { is_open: 'true' }),
    },
    {
      title: say(texts.overdue),
      value: String(cases.overdue),
      more: say(texts.dueSoon, { count: cases.due_soon }),
      path: casesAddress(filters, { is_overdue: 'true' }),
      isGrave: cases.overdue > 0,
    },
    {
      title: say(texts.confirmed),
      value: yuanText(cases.confirmed_fen),
      more: say(texts.due, { yuan: yuanText(recovery.due_fen) }),
      path: recoveriesAddress(filters),
    },
    {
      title: say(texts.recovered),
      value: yuanText(recovery.recovered_fen),
      more: say(texts.outstanding, { yuan: yuanText(recovery.outstanding_fen) }),
      path: recoveriesAddress(filters, { is_open: 'true' }),
    },
  ]
}

/** What a leader reads first; each leads to the rows behind it. */
export function KeyFigures({
  filters,
  findings,
  work,
}: {
  readonly filters: Filters
  readonly findings: Findings | undefined
  /** Null: not for this person. Undefined: on its way. */
  readonly work: { readonly cases: Cases; readonly recovery: Recovery } | null | undefined
}): React.JSX.Element {
  const ofFindings = useFindingFigures()
  const ofWork = useWorkFigures()
  const figures = [
    ...(findings === undefined ? [] : ofFindings(findings, filters)),
    ...(work === null || work === undefined ? [] : ofWork(work.cases, work.recovery, filters)),
  ]
  if (findings === undefined) return <Skeleton active paragraph={{ rows: 1 }} />
  return (
    <div className="figures">
      {figures.map((figure) => (
        <One key={figure.title} {...figure} />
      ))}
    </div>
  )
}
