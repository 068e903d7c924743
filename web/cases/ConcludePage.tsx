import { Alert, Card, Skeleton } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { ActForm } from '#web/acting/ActForm.tsx'
import { useAsk, useKinds } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { type ChosenResult, emptyResult, lossByMonth, resultsInput, takenBy } from './choose-rows.ts'
import { FindingVerdict } from './FindingVerdict.tsx'
import { MonthTable } from './MonthTable.tsx'
import { type Case, caseOf } from './read-case.ts'
import { caseTexts as texts } from './texts.ts'

function Verdicts({
  data,
  results,
  change,
  titles,
}: {
  readonly data: Case
  readonly results: readonly ChosenResult[]
  readonly change: (results: readonly ChosenResult[]) => void
  readonly titles: ReadonlyMap<string, string>
}): React.JSX.Element {
  const say = useSay()
  return (
    <div className="stack" style={{ marginBottom: 16 }}>
      {results.some(({ verdict }) => verdict === null) ? (
        <Alert type="info" showIcon title={say(texts.chooseVerdicts)} description={say(texts.concludeMore)} />
      ) : null}
      {data.findings.map((finding, at) => (
        <FindingVerdict
          key={finding.finding_id}
          finding={finding}
          title={titles.get(finding.finding_id) ?? finding.rule_code}
          result={results[at]!}
          taken={takenBy(data.findings, results, finding.finding_id)}
          change={(result) => change(results.with(at, result))}
        />
      ))}
      <Card size="small">
        <MonthTable months={lossByMonth(data.findings, results)} />
      </Card>
    </div>
  )
}

/** The conclusion beside the evidence: a loss is chosen row by row, and added up by month as it is chosen. */
export function ConcludePage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { id = '' } = useParams()
  const definition = useKinds()?.get('CASE')?.actions.conclude
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'CASE', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  const dossier = useAsk('GET /api/cases/{record_id}/dossier', { params: { record_id: id } })
  const [chosen, setChosen] = useState<readonly ChosenResult[] | null>(null)
  const error = opened.error ?? dossier.error
  if (error !== null) return <Problem error={error} retry={() => void opened.refetch()} />
  const record = opened.data
  if (record === undefined || definition === undefined || dossier.data === undefined)
    return <Skeleton active />
  const data = caseOf(record)
  const results = chosen ?? data.findings.map(emptyResult)
  const action = record.actions.find((each) => each.action === 'conclude')
  const titles = new Map(
    dossier.data.findings.map(({ finding_id, rule_code, rule_title }) => [
      finding_id,
      `${say(rule_title)} (${rule_code})`,
    ]),
  )
  const above = [
    { title: say(texts.cases), path: '/cases' },
    { title: id.slice(-12), path: `/cases/${id}` },
  ]
  return (
    <>
      <PageHead title={say(texts.conclude)} above={above} />
      {action === undefined || action.refusal !== null ? (
        <Alert
          type="warning"
          showIcon
          title={action?.refusal == null ? say(texts.notNow) : say(action.refusal.text)}
        />
      ) : (
        <Card size="small">
          <ActForm
            key={record.version}
            kind="CASE"
            recordId={id}
            version={record.version}
            action="conclude"
            definition={definition}
            given={{ results: resultsInput(data.findings, results) }}
            onAccepted={() => {
              // The case page looks anew: what it kept is of the version before.
              void opened.refetch().then(() => go(`/cases/${id}`))
            }}
          >
            <Verdicts data={data} results={results} change={setChosen} titles={titles} />
          </ActForm>
        </Card>
      )}
    </>
  )
}
