import { Card, Descriptions, Typography } from 'antd'
import { methods } from '#cases/case-status.ts'
import { useStaffNames } from '#web/api/queries.ts'
import { asTitle, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import type { CaseParts } from './CasePage.tsx'
import { FileLinks } from './FileLinks.tsx'
import { caseOf } from './read-case.ts'
import { caseTexts as texts } from './texts.ts'

/** 工作底稿, each with the evidence that came with it. */
export function PapersCard({ record, dossier }: CaseParts): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const { papers } = caseOf(record)
  /** The act that recorded the paper attached its files; papers of a merged case have theirs there. */
  const versionOf = (at: string): number | undefined =>
    record.history.find((each) => each.action === 'work' && each.at === at)?.version
  return (
    <Card size="small" title={`${say(texts.papers)} (${papers.length})`}>
      {papers.length === 0 ? <Typography.Text type="secondary">{say(texts.noPapers)}</Typography.Text> : null}
      <div className="stack">
        {papers.map((paper) => (
          <Descriptions
            key={paper.paper_id}
            size="small"
            bordered
            column={{ xs: 1, md: 2 }}
            items={[
              { label: say(texts.method), children: say(asTitle(methods[paper.method])) },
              { label: say(texts.doneOn), children: <span className="number">{paper.done_on}</span> },
              ...(paper.place === null ? [] : [{ label: say(texts.place), children: paper.place }]),
              ...(paper.present.length === 0
                ? []
                : [{ label: say(texts.present), children: paper.present.join('、') }]),
              { label: say(texts.content), children: paper.content, span: 'filled' as const },
              { label: say(texts.found), children: paper.result, span: 'filled' as const },
              {
                label: say(texts.evidence),
                children: (
                  <FileLinks
                    kind="CASE"
                    recordId={record.record_id}
                    files={dossier.files.filter(({ version }) => version === versionOf(paper.at))}
                  />
                ),
              },
              { label: say(texts.by), children: `${nameOf(paper.by)} ${timeText(paper.at)}` },
            ]}
          />
        ))}
      </div>
    </Card>
  )
}
