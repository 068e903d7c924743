import { Card, Descriptions, Typography } from 'antd'
import { intents, natures, verdicts } from '#cases/case-status.ts'
import { useStaffNames } from '#web/api/queries.ts'
import { asTitle, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import type { CaseParts } from './CasePage.tsx'
import { MonthTable } from './MonthTable.tsx'
import { type CaseDossier, type Conclusion, caseOf } from './read-case.ts'
import { caseTexts as texts } from './texts.ts'

function Results({
  conclusion,
  findings,
}: {
  readonly conclusion: Conclusion
  readonly findings: CaseDossier['findings']
}): React.JSX.Element {
  const say = useSay()
  return (
    <div className="matrix-frame">
      <table className="plain">
        <caption>{say(texts.byFinding)}</caption>
        <thead>
          <tr>
            {[texts.rules, texts.verdict, texts.countedRows, texts.lost, texts.note].map((title) => (
              <th key={title.en} style={title === texts.lost ? { textAlign: 'right' } : {}}>
                {say(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {conclusion.results.map(({ finding_id, verdict, rows, note }) => {
            const finding = findings.find((each) => each.finding_id === finding_id)
            const lost = rows.reduce((sum, { lost_fen }) => sum + BigInt(lost_fen), 0n).toString()
            return (
              <tr key={finding_id}>
                <td>{finding === undefined ? finding_id : say(asTitle(finding.rule_title))}</td>
                <td>{say(asTitle(verdicts[verdict]))}</td>
                <td className="number">{rows.length}</td>
                <td className="number" style={{ textAlign: 'right' }}>
                  {yuanText(lost)}
                </td>
                <td>{note}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function One({
  conclusion,
  findings,
}: {
  readonly conclusion: Conclusion
  readonly findings: CaseDossier['findings']
}): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const { nature, intent, approved } = conclusion
  const months = conclusion.loss_by_month.map(({ month, fen }) => ({
    month,
    fen: BigInt(fen),
    rows: conclusion.results.flatMap(({ rows }) => rows).filter((row) => row.month === month).length,
  }))
  return (
    <div className="stack">
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={[
          {
            label: say(texts.verdict),
            children: <strong>{say(asTitle(verdicts[conclusion.verdict]))}</strong>,
          },
          {
            label: say(texts.loss),
            children: <strong className="number">{yuanText(conclusion.loss_fen)}</strong>,
          },
          ...(nature === null ? [] : [{ label: say(texts.nature), children: say(asTitle(natures[nature])) }]),
          ...(intent === null ? [] : [{ label: say(texts.intent), children: say(asTitle(intents[intent])) }]),
          { label: say(texts.facts), children: conclusion.facts_found, span: 'filled' as const },
          {
            label: say(texts.concludedBy),
            children: `${nameOf(conclusion.by)} ${timeText(conclusion.at)}`,
          },
          {
            label: say(texts.approvedBy),
            children:
              approved === null ? say(texts.notApproved) : `${nameOf(approved.by)} ${timeText(approved.at)}`,
          },
          ...(approved === null
            ? []
            : [{ label: say(texts.opinion), children: approved.opinion, span: 'filled' as const }]),
        ]}
      />
      <Results conclusion={conclusion} findings={findings} />
      <MonthTable months={months} />
    </div>
  )
}

/** The verdict with its loss month by month; earlier rounds stay to be seen. */
export function ConclusionCard({ record, dossier }: CaseParts): React.JSX.Element {
  const say = useSay()
  const { conclusion, earlier_conclusions } = caseOf(record)
  return (
    <Card size="small" title={say(texts.conclusion)}>
      <div className="stack">
        {conclusion === null ? (
          <Typography.Text type="secondary">{say(texts.noConclusion)}</Typography.Text>
        ) : (
          <One conclusion={conclusion} findings={dossier.findings} />
        )}
        {earlier_conclusions.map((each) => (
          <details key={each.at}>
            <summary>{say(texts.earlierConclusion, { at: timeText(each.at) })}</summary>
            <One conclusion={each} findings={dossier.findings} />
          </details>
        ))}
      </div>
    </Card>
  )
}
