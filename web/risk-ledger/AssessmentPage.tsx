import { App, Button, Card, DatePicker, Input, Select, Skeleton } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { z } from 'zod'
import { answers } from '#risk-ledger/ledger-codes.ts'
import type { AssessmentData } from '#risk-ledger/measures/measure-data.ts'
import { useAct } from '#web/acting/use-act.ts'
import { type OpenedRecord, useAsk, useKinds } from '#web/api/queries.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { useCodeChoices } from './ledger-words.ts'
import { LedgerStatus } from './Marks.tsx'
import './risk-ledger.css'
import { SourceNotice } from './SourceNotice.tsx'
import { ledgerTexts as texts } from './texts.ts'

type Data = z.input<typeof AssessmentData>
type Item = Data['items'][number]
type Answered = Pick<Item, 'answer' | 'note' | 'rectify_by'>

const keyOf = ({ area_no, no }: Pick<Item, 'area_no' | 'no'>): string => `${area_no}-${no}`
const isGap = (answer: Item['answer']): boolean => answer === 'NO' || answer === 'PARTLY'

function Line({
  item,
  said,
  change,
}: {
  readonly item: Item
  readonly said: Answered
  /** Null: it is only read. */
  readonly change: ((said: Answered) => void) | null
}): React.JSX.Element {
  const say = useSay()
  const choicesOf = useCodeChoices()
  const place = keyOf(item)
  const shown =
    change === null ? (
      <>
        <td>{said.answer === null ? say(texts.notAnswered) : say(asTitle(answers[said.answer]))}</td>
        <td>{said.note}</td>
        <td className="number">{said.rectify_by ?? ''}</td>
      </>
    ) : (
      <>
        <td>
          <Select
            size="small"
            style={{ width: 130 }}
            aria-label={`${say(texts.answer)} ${place}`}
            value={said.answer}
            options={choicesOf(answers)}
            onChange={(answer: Item['answer']) =>
              change({ ...said, answer, rectify_by: isGap(answer) ? said.rectify_by : null })
            }
          />
        </td>
        <td>
          <Input
            size="small"
            className="ledger-note"
            aria-label={`${say(texts.note)} ${place}`}
            value={said.note}
            maxLength={1000}
            onChange={({ target }) => change({ ...said, note: target.value })}
          />
        </td>
        <td>
          {isGap(said.answer) ? (
            <DatePicker
              size="small"
              aria-label={`${say(texts.rectifyBy)} ${place}`}
              value={said.rectify_by === null ? null : dayjs(said.rectify_by)}
              onChange={(day) => change({ ...said, rectify_by: day?.format('YYYY-MM-DD') ?? null })}
            />
          ) : null}
        </td>
      </>
    )
  return (
    <tr>
      <td className="number">{place}</td>
      <td lang="zh-CN">
        {item.text}
        <div className="ant-typography ant-typography-secondary">
          {item.evidence} · {item.owner}
        </div>
      </td>
      {shown}
    </tr>
  )
}

function Items({
  record,
  onSaved,
}: {
  readonly record: OpenedRecord
  readonly onSaved: () => void
}): React.JSX.Element {
  const say = useSay()
  const { message } = App.useApp()
  const data = record.data as Data
  const [changed, setChanged] = useState<ReadonlyMap<string, Answered>>(new Map())
  const act = useAct(() => {
    void message.success(say(texts.saved))
    onSaved()
  })
  const mayAnswer = record.actions.some(({ action, refusal }) => action === 'answer' && refusal === null)
  const complete = [...changed].filter(([, { answer }]) => answer !== null)
  const save = (): void =>
    act.mutate({
      ...{ kind: 'MEASURE_ASSESSMENT', recordId: record.record_id, version: record.version },
      ...{ action: 'answer', title: say(texts.answer), attachments: [], needsConfirmation: false },
      input: {
        items: complete.map(([place, said]) => {
          const [area_no, no] = place.split('-').map(Number)
          return { area_no, no, ...said }
        }),
      },
    })
  const areas = [...new Set(data.items.map(({ area }) => area))]
  return (
    <div className="stack">
      {areas.map((area) => (
        <Card key={area} size="small" title={<span lang="zh-CN">{area}</span>}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wider than its place, it is scrolled by keyboard */}
          <section className="chart-table" tabIndex={0} aria-label={area} style={{ maxHeight: 'none' }}>
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">{say(texts.number)}</th>
                  <th scope="col">{say(texts.measure)}</th>
                  <th scope="col">{say(texts.answer)}</th>
                  <th scope="col">{say(texts.note)}</th>
                  <th scope="col">{say(texts.rectifyBy)}</th>
                </tr>
              </thead>
              <tbody>
                {data.items
                  .filter((item) => item.area === area)
                  .map((item) => (
                    <Line
                      key={keyOf(item)}
                      item={item}
                      said={changed.get(keyOf(item)) ?? item}
                      change={
                        mayAnswer
                          ? ({ answer, note, rectify_by }) =>
                              setChanged((before) =>
                                new Map(before).set(keyOf(item), { answer, note, rectify_by }),
                              )
                          : null
                      }
                    />
                  ))}
              </tbody>
            </table>
          </section>
        </Card>
      ))}
      {act.error === null ? null : <Problem error={act.error} />}
      {mayAnswer ? (
        <div className="ledger-save no-print">
          <Button type="primary" disabled={complete.length === 0} loading={act.isPending} onClick={save}>
            {say(texts.saveAnswers, { count: complete.length })}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

/** A unit's self-assessment of a year, answered item by item. */
export function AssessmentPage(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('MEASURE_ASSESSMENT')
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'MEASURE_ASSESSMENT', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  if (opened.error !== null) return <Problem error={opened.error} retry={() => void opened.refetch()} />
  const record = opened.data
  if (record === undefined || kind === undefined) return <Skeleton active />
  const data = record.data as Data
  const actions = record.actions.filter(({ action }) => action !== 'answer')
  return (
    <>
      <PageHead
        title={say(texts.assessmentOf, { unit: data.unit, year: data.year })}
        above={[
          { title: say(texts.ledger), path: '/risk-ledger' },
          { title: say(texts.measures48), path: '/risk-ledger/measures' },
        ]}
        crumb={data.unit}
        beside={<LedgerStatus kind="MEASURE_ASSESSMENT" status={record.status} />}
      />
      <SourceNotice source={data.source} document={data.document} />
      <div className="columns">
        <Items key={record.version} record={record} onSaved={() => void opened.refetch()} />
        <div className="stack no-print">
          <Steps
            key={record.version}
            record={{ ...record, actions }}
            kind={kind}
            onActed={() => void opened.refetch()}
          />
          <Card size="small" title={say(recordTexts.history)}>
            <History record={record} kind={kind} />
          </Card>
          <Card size="small" title={say(recordTexts.comments)}>
            <Comments record={record} />
          </Card>
        </div>
      </div>
    </>
  )
}
