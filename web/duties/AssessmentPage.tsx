import { Card, Descriptions, Skeleton, Tag } from 'antd'
import { Link, useParams } from 'react-router'
import type { z } from 'zod'
import type { AssessmentData } from '#duties/assessment/assessment-data.ts'
import { commendations, outcomes, results } from '#duties/duty-codes.ts'
import { type OpenedRecord, useAgencyNames, useAsk, useKinds, useStaffNames } from '#web/api/queries.ts'
import { asTitle, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { statusColor } from '#web/records/statuses.ts'
import { recordTexts } from '#web/records/texts.ts'
import { PaperButton } from '#web/reports/PaperButton.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { FigureTable } from './FigureTable.tsx'
import { performanceTexts as texts } from './performance-texts.ts'

type Data = z.input<typeof AssessmentData>

function Violations({ data }: { readonly data: Data }): React.JSX.Element {
  const say = useSay()
  if (data.violations.length === 0) return <p className="note">{say(texts.noViolations)}</p>
  return (
    <>
      <table className="plain">
        <thead>
          <tr>
            {[texts.rule, texts.level, texts.concludedOn, texts.basis].map((title) => (
              <th key={title.en} scope="col">
                {say(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.violations.map(({ finding_id, rule_code, level, concluded_on, record_id }) => (
            <tr key={`${finding_id} ${concluded_on}`}>
              <td>
                <Link to={`/rules/${rule_code}`}>{rule_code}</Link>
              </td>
              <td>{level}</td>
              <td className="number">{concluded_on}</td>
              <td>
                <Link to={record_id === null ? `/findings/${finding_id}` : `/cases/${record_id}`}>
                  <span className="code">{record_id ?? finding_id}</span>
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note">{say(texts.violationsMore)}</p>
    </>
  )
}

function Content({ record }: { readonly record: OpenedRecord }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const agencyOf = useAgencyNames()
  const data = record.data as Data
  const { proposed, read, passed_over: passed, decided, appeal, appeal_decided: after } = data
  const by = (each: { readonly by: string; readonly at: string }) => `${nameOf(each.by)} ${timeText(each.at)}`
  const wide = (key: string, label: string, children: React.ReactNode) => ({
    ...{ key, label, children },
    span: 'filled' as const,
  })
  const plain = (label: string, children: React.ReactNode) => ({ key: label, label, children })
  const outcome = (each: NonNullable<Data['decided']>) =>
    `${say(asTitle(results[each.result]))} · ${say(asTitle(commendations[each.commendation]))}`
  const items = [
    plain(say(texts.unit), record.agency_id === null ? '' : agencyOf(record.agency_id)),
    plain(say(texts.posts), data.posts.join('、')),
    plain(say(texts.part), data.period),
    plain(say(texts.takenOn), <span className="number">{data.taken_on}</span>),
    wide('comment', say(texts.comment), `${proposed.comment}（${by(proposed)}）`),
    wide('proposed', say(texts.proposed), say(asTitle(results[proposed.result]))),
    ...(read === null
      ? []
      : [wide('said', say(texts.statement), `${read.statement ?? say(texts.nothingSaid)}（${by(read)}）`)]),
    ...(passed === null ? [] : [wide('passed', say(texts.statement), `${passed.reason}（${by(passed)}）`)]),
    ...(decided === null
      ? []
      : [
          wide('result', say(texts.result), outcome(decided)),
          wide('opinion', say(texts.opinion), `${decided.opinion}（${by(decided)}）`),
        ]),
    ...(appeal === null ? [] : [wide('appeal', say(texts.appeal), `${appeal.reason}（${by(appeal)}）`)]),
    ...(after === null
      ? []
      : [
          wide(
            'after',
            say(texts.appealDecided),
            `${say(asTitle(outcomes[after.outcome]))} · ${outcome(after)} · ${after.opinion}（${by(after)}）`,
          ),
        ]),
    ...data.remarks.map((each) => wide(each.at, say(texts.remarks), `${each.reason}（${by(each)}）`)),
  ]
  return (
    <div className="stack">
      <Card size="small">
        <Descriptions size="small" bordered column={{ xs: 1, md: 2 }} items={items} />
      </Card>
      <Card size="small" title={say(texts.violations)}>
        <Violations data={data} />
      </Card>
      <Card size="small" title={say(texts.figure)}>
        <FigureTable figures={data.figures} />
        <p className="note">{say(texts.noScore)}</p>
      </Card>
    </div>
  )
}

/** One assessment: the facts, what the person said, what was decided, and the steps. */
export function AssessmentPage(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('ASSESSMENT')
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'ASSESSMENT', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  if (opened.error !== null) return <Problem error={opened.error} retry={() => void opened.refetch()} />
  const record = opened.data
  if (record === undefined || kind === undefined) return <Skeleton active />
  const data = record.data as Data
  const again = (): void => void opened.refetch()
  return (
    <>
      <PageHead
        title={`${say(texts.assessment)} ${data.name} ${data.period}`}
        above={[{ title: say(texts.assessments), path: '/duties/assessments' }]}
        beside={<Tag color={statusColor(record.status)}>{say(asTitle(record.status_title))}</Tag>}
      >
        <PaperButton
          record={record}
          isSigned={record.status === 'DECIDED' || record.status === 'FINAL'}
          onWritten={again}
        />
      </PageHead>
      <div className="columns">
        <Content record={record} />
        <div className="stack">
          <Steps key={record.version} record={record} kind={kind} onActed={again} />
          <Card size="small" title={say(recordTexts.history)}>
            <History record={record} kind={kind} />
          </Card>
        </div>
      </div>
    </>
  )
}
