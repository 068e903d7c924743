import { type TableColumnsType, Tag } from 'antd'
import { Link } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { asTitle, dayText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { sortOrderOf } from '#web/lists/List.tsx'
import type { ListAddress } from '#web/lists/use-list-address.ts'
import { levelColor, levelTitle, periodText, statusColors, subjectTitle } from './finding-words.ts'
import { findingTexts as texts } from './texts.ts'

export type ListedFinding = Answer<'GET /api/findings'>['items'][number]

/** As the server orders where nothing is said. */
function defaultSort(address: ListAddress): string {
  const isOfAmount = ['amount_fen_min', 'amount_fen_max'].some((name) => address.get(name) !== undefined)
  return isOfAmount ? '-amount_fen' : '-open_amount_fen'
}

/** Where a finding stands, and what makes it less urgent than it looks. */
export function FindingState({
  finding,
}: {
  readonly finding: Pick<ListedFinding, 'status' | 'snoozed_until' | 'not_found_since'>
}): React.JSX.Element {
  const say = useSay()
  const { status, snoozed_until: snoozed, not_found_since: gone } = finding
  return (
    <>
      <Tag color={statusColors[status]}>{say(texts[status])}</Tag>
      {snoozed === null ? null : <Tag>{say(texts.snoozedUntil, { day: snoozed })}</Tag>}
      {gone === null ? null : <Tag>{say(texts.notFoundAgain)}</Tag>}
    </>
  )
}

export function LevelTag({ level }: { readonly level: number }): React.JSX.Element {
  const say = useSay()
  return <Tag color={levelColor(level)}>{say(levelTitle(level))}</Tag>
}

export interface ColumnsGiven {
  readonly address: ListAddress
  readonly nameOf: (region: string) => string
  /** So that a finding goes back to the list it was found in. */
  readonly from: string
}

export function useFindingColumns({ address, nameOf, from }: ColumnsGiven): TableColumnsType<ListedFinding> {
  const say = useSay()
  const sortable = (key: string) => ({
    key,
    sorter: true,
    sortOrder: sortOrderOf(address, key, defaultSort(address)),
    showSorterTooltip: false,
    // Once more the other way round; without an order there is no list.
    sortDirections: ['descend' as const, 'ascend' as const, 'descend' as const],
  })
  const number = (value: React.ReactNode): React.ReactNode => <span className="number">{value}</span>
  return [
    {
      title: say(texts.level),
      dataIndex: 'level',
      ...sortable('level'),
      render: (level: number) => <LevelTag level={level} />,
    },
    {
      title: say(texts.finding),
      ...sortable('rule_code'),
      className: 'finding-cell',
      render: (_, { finding_id: id, rule_code: code, rule_title: title, explanation }) => (
        <>
          <Link to={`/findings/${id}`} state={{ from }}>
            <span className="code">{code}</span> {say(asTitle(title))}
          </Link>
          <div className="why" title={explanation} lang="zh-CN">
            {explanation}
          </div>
        </>
      ),
    },
    {
      title: say(texts.subject),
      key: 'subject',
      render: (_, { subject_kind: kind, subject_id: id, person_name: name }) => (
        <>
          {name === '' ? say(subjectTitle(kind)) : name}
          <div className="code">{id}</div>
        </>
      ),
    },
    {
      title: say(texts.regionAndPeriod),
      key: 'region',
      render: (_, { regions, period_from: start, period_to: end }) => (
        <>
          {regions.slice(0, 2).map(nameOf).join('、') + (regions.length > 2 ? '…' : '')}
          <div className="second">{number(periodText(start, end))}</div>
        </>
      ),
    },
    {
      title: say(texts.amount),
      dataIndex: 'amount_fen',
      align: 'right',
      ...sortable('amount_fen'),
      render: (fen: string) => number(yuanText(fen)),
    },
    {
      title: say(texts.openAmount),
      dataIndex: 'open_amount_fen',
      align: 'right',
      ...sortable('open_amount_fen'),
      render: (fen: string) => number(yuanText(fen)),
    },
    {
      title: say(texts.status),
      key: 'status',
      render: (_, finding) => <FindingState finding={finding} />,
    },
    {
      title: say(texts.firstFound),
      dataIndex: 'first_found_at',
      ...sortable('first_found_at'),
      render: (at: string) => number(dayText(at)),
    },
  ]
}
