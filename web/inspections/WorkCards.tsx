import { Card, Descriptions, Table, Typography } from 'antd'
import { Link } from 'react-router'
import { paperMethods } from '#inspections/inspection-codes.ts'
import { useStaffNames } from '#web/api/queries.ts'
import { FileLinks } from '#web/cases/FileLinks.tsx'
import { asTitle, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { type Fact, type InspectionParts, inspectionOf, versionOf } from './read-inspection.ts'
import { inspectionTexts as texts } from './texts.ts'

/** 工作底稿 and 约谈, each with the evidence that came with it. */
export function PapersCard({ record, dossier }: InspectionParts): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const { papers } = inspectionOf(record)
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
              { label: say(texts.method), children: say(asTitle(paperMethods[paper.method])) },
              { label: say(texts.doneOn), children: <span className="number">{paper.done_on}</span> },
              ...(paper.place === null ? [] : [{ label: say(texts.place), children: paper.place }]),
              ...(paper.present.length === 0
                ? []
                : [{ label: say(texts.present), children: paper.present.join('、') }]),
              { label: say(texts.content), children: paper.content, span: 'filled' as const },
              { label: say(texts.result), children: paper.result, span: 'filled' as const },
              {
                label: say(texts.evidence),
                children: (
                  <FileLinks
                    kind="INSPECTION"
                    recordId={record.record_id}
                    files={dossier.files.filter(
                      ({ version }) => version === versionOf(record, 'work', paper.at),
                    )}
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

function Links({ fact, dossier }: { readonly fact: Fact; readonly dossier: InspectionParts['dossier'] }) {
  const titleOf = (code: string) => dossier.watched_rules.find((each) => each.code === code)?.title
  const say = useSay()
  const named = fact.finding_ids.map((id) => dossier.findings.find(({ finding_id }) => finding_id === id))
  return (
    <>
      {fact.finding_ids.map((id, at) => (
        <div key={id}>
          <Link to={`/findings/${id}`} className="code">
            {named[at]?.rule_code ?? ''} {id}
          </Link>
        </div>
      ))}
      {fact.case_ids.map((id) => (
        <div key={id}>
          <Link to={`/cases/${id}`} className="code">
            {id.slice(-12)}
          </Link>
        </div>
      ))}
      {fact.rule_codes.map((code) => {
        const title = titleOf(code)
        return (
          <div key={code}>
            <Link to={`/rules/${code}`} title={title === undefined ? code : say(asTitle(title))}>
              {code}
            </Link>
          </div>
        )
      })}
    </>
  )
}

/** 问题: with their basis, their money, and what they rest on; withdrawn ones stay, crossed out. */
export function FactsCard({ record, dossier }: InspectionParts): React.JSX.Element {
  const say = useSay()
  const { facts } = inspectionOf(record)
  return (
    <Card size="small" title={`${say(texts.facts)} (${facts.length})`}>
      {facts.length === 0 ? (
        <Typography.Text type="secondary">{say(texts.noFacts)}</Typography.Text>
      ) : (
        <Table<Fact>
          size="small"
          rowKey="fact_id"
          pagination={false}
          dataSource={[...facts]}
          scroll={{ x: true }}
          columns={[
            {
              title: say(texts.facts),
              key: 'title',
              render: (_, { title, description, withdrawn }) => (
                <>
                  <Typography.Text strong delete={withdrawn !== null}>
                    {title}
                  </Typography.Text>
                  <div>{description}</div>
                  {withdrawn === null ? null : (
                    <Typography.Text type="warning">
                      {say(texts.withdrawn, { reason: withdrawn.reason })}
                    </Typography.Text>
                  )}
                </>
              ),
            },
            { title: say(texts.basis), dataIndex: 'basis' },
            {
              title: say(texts.people),
              dataIndex: 'people_count',
              align: 'right',
              render: (count: number) => <span className="number">{count}</span>,
            },
            {
              title: say(texts.amount),
              dataIndex: 'amount_fen',
              align: 'right',
              render: (fen: string) => <span className="number">{yuanText(fen)}</span>,
            },
            {
              title: say(texts.links),
              key: 'links',
              render: (_, fact) => <Links fact={fact} dossier={dossier} />,
            },
            {
              title: say(texts.evidence),
              key: 'files',
              render: (_, { at }) => (
                <FileLinks
                  kind="INSPECTION"
                  recordId={record.record_id}
                  files={dossier.files.filter(({ version }) => version === versionOf(record, 'fact', at))}
                />
              ),
            },
          ]}
        />
      )}
    </Card>
  )
}
