import { Card, Flex, Input, Radio, Table } from 'antd'
import { verdicts } from '#cases/case-status.ts'
import { asTitle, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { type ChosenResult, isAdverse, isWrongPart, rowId, type Verdict, withVerdict } from './choose-rows.ts'
import { type Finding, type FindingRow, monthText } from './read-case.ts'
import { useTableTitle } from './table-title.ts'
import { caseTexts as texts } from './texts.ts'

export interface FindingVerdictProps {
  readonly finding: Finding
  readonly title: string
  readonly result: ChosenResult
  /** Rows that another finding of the case counts: lost once. */
  readonly taken: ReadonlySet<string>
  readonly change: (result: ChosenResult) => void
}

function Rows({ finding, result, taken, change }: FindingVerdictProps): React.JSX.Element {
  const say = useSay()
  const tableTitle = useTableTitle()
  const isFree = (row: FindingRow): boolean => row.amount_fen !== '0' && !taken.has(rowId(row))
  const setPart = (row: FindingRow, part: string): void => {
    const { [row.digest]: _, ...others } = result.parts
    change({ ...result, parts: part === '' ? others : { ...others, [row.digest]: part } })
  }
  return (
    <Table<FindingRow>
      size="small"
      rowKey="digest"
      dataSource={finding.rows}
      pagination={{ pageSize: 24, hideOnSinglePage: true, showSizeChanger: false }}
      rowSelection={{
        selectedRowKeys: [...result.rows],
        preserveSelectedRowKeys: true,
        onChange: (keys) => change({ ...result, rows: keys.map(String) }),
        getCheckboxProps: (row) =>
          ({
            disabled: !isFree(row),
            'aria-label': say(texts.chooseRow, { row: `${monthText(row.month)} ${row.key}` }),
          }) as object,
        getTitleCheckboxProps: () => ({ 'aria-label': say(texts.chooseAll) }) as object,
      }}
      columns={[
        { title: say(texts.month), dataIndex: 'month', render: monthText, className: 'number' },
        { title: say(texts.table), dataIndex: 'table', render: tableTitle },
        {
          title: say(texts.key),
          dataIndex: 'key',
          render: (key: string, row) => (
            <>
              <span className="code">{key}</span>
              {taken.has(rowId(row)) ? <div>{say(texts.taken)}</div> : null}
            </>
          ),
        },
        {
          title: say(texts.rowAmount),
          dataIndex: 'amount_fen',
          align: 'right',
          render: (fen: string) => <span className="number">{yuanText(fen)}</span>,
        },
        {
          title: say(texts.part),
          key: 'part',
          width: 180,
          render: (_, row) => {
            const part = result.parts[row.digest]
            const isWrong = isWrongPart(row, part)
            return result.rows.includes(row.digest) ? (
              <>
                <Input
                  size="small"
                  inputMode="decimal"
                  aria-label={`${say(texts.part)} ${monthText(row.month)} ${row.key}`}
                  placeholder={yuanText(row.amount_fen)}
                  value={part ?? ''}
                  status={isWrong ? 'error' : ''}
                  onChange={({ target }) => setPart(row, target.value)}
                />
                {isWrong ? <div role="alert">{say(texts.wrongPart)}</div> : null}
              </>
            ) : null
          },
        },
      ]}
    />
  )
}

/** What is said of one finding, and which of its rows are lost. */
export function FindingVerdict(props: FindingVerdictProps): React.JSX.Element {
  const { finding, title, result, taken, change } = props
  const say = useSay()
  const needsNote = result.note.trim() === '' && Object.keys(result.parts).length > 0
  return (
    <Card size="small" title={title}>
      <Flex vertical gap={12}>
        <Radio.Group
          aria-label={say(texts.verdict)}
          value={result.verdict}
          onChange={({ target }) => change(withVerdict(result, target.value as Verdict, { finding, taken }))}
          options={Object.entries(verdicts).map(([value, name]) => ({ value, label: say(asTitle(name)) }))}
        />
        {isAdverse(result.verdict) ? <Rows {...props} /> : null}
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the text area inside is one */}
        <label>
          {say(texts.note)}
          <Input.TextArea
            rows={2}
            maxLength={2_000}
            value={result.note}
            status={needsNote ? 'error' : ''}
            onChange={({ target }) => change({ ...result, note: target.value })}
          />
        </label>
        {needsNote ? <span role="alert">{say(texts.needsNote)}</span> : null}
      </Flex>
    </Card>
  )
}
