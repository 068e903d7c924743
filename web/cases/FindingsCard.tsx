import { Card, Table } from 'antd'
import { Link } from 'react-router'
import { asTitle, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import type { CaseParts } from './CasePage.tsx'
import { LevelTag } from './Marks.tsx'
import { type CaseDossier, caseOf, type FindingRow, monthText } from './read-case.ts'
import { useTableTitle } from './table-title.ts'
import { caseTexts as texts } from './texts.ts'

type Item = CaseDossier['findings'][number]

/** Rows as they were when the case was opened: later runs change the finding, not what was verified. */
export function Rows({ rows }: { readonly rows: readonly FindingRow[] }): React.JSX.Element {
  const say = useSay()
  const titleOf = useTableTitle()
  return (
    <Table<FindingRow>
      size="small"
      rowKey="digest"
      dataSource={[...rows]}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        { title: say(texts.month), dataIndex: 'month', render: monthText, className: 'number' },
        { title: say(texts.table), dataIndex: 'table', render: titleOf },
        {
          title: say(texts.key),
          dataIndex: 'key',
          render: (key: string) => <span className="code">{key}</span>,
        },
        {
          title: say(texts.rowAmount),
          dataIndex: 'amount_fen',
          align: 'right',
          render: (fen: string) => <span className="number">{yuanText(fen)}</span>,
        },
      ]}
    />
  )
}

export function FindingsCard({ record, dossier }: CaseParts): React.JSX.Element {
  const say = useSay()
  const { findings } = caseOf(record)
  const rowsOf = (findingId: string): readonly FindingRow[] =>
    findings.find(({ finding_id }) => finding_id === findingId)?.rows ?? []
  return (
    <Card size="small" title={`${say(texts.findings)} (${dossier.findings.length})`}>
      <Table<Item>
        size="small"
        rowKey="finding_id"
        dataSource={dossier.findings}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        expandable={{
          defaultExpandedRowKeys: dossier.findings.length === 1 ? [dossier.findings[0]!.finding_id] : [],
          expandedRowRender: ({ finding_id }) => <Rows rows={rowsOf(finding_id)} />,
          rowExpandable: ({ row_count }) => row_count > 0,
        }}
        columns={[
          {
            title: say(texts.rules),
            key: 'rule',
            render: (_, { finding_id, rule_code, rule_title, said }) => (
              <>
                <Link to={`/findings/${finding_id}`}>
                  {say(asTitle(rule_title))} ({rule_code})
                </Link>
                {said === null ? null : <div>{said.explanation}</div>}
              </>
            ),
          },
          {
            title: say(texts.level),
            dataIndex: 'level',
            render: (level: number) => <LevelTag level={level} />,
          },
          {
            title: say(texts.period),
            key: 'period',
            render: (_, { said }) =>
              said === null ? (
                ''
              ) : (
                <span className="number">
                  {said.period_from}—{said.period_to}
                </span>
              ),
          },
          {
            title: say(texts.rows),
            dataIndex: 'row_count',
            align: 'right',
            width: 80,
            render: (count: number) => <span className="number">{count}</span>,
          },
          {
            title: say(texts.amount),
            dataIndex: 'amount_fen',
            align: 'right',
            width: 140,
            render: (fen: string) => <span className="number">{yuanText(fen)}</span>,
          },
        ]}
      />
    </Card>
  )
}
