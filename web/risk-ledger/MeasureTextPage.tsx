import { Card, Skeleton } from 'antd'
import { useParams } from 'react-router'
import type { z } from 'zod'
import type { MeasureListData } from '#risk-ledger/measures/measure-list.ts'
import { useAsk, useKinds } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { Comments, History } from '#web/records/History.tsx'
import { Steps } from '#web/records/Steps.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { LedgerStatus } from './Marks.tsx'
import { MeasureTable } from './MeasureTable.tsx'
import { SourceNotice } from './SourceNotice.tsx'
import { ledgerTexts as texts } from './texts.ts'

type Data = z.input<typeof MeasureListData>

/** A text of the 48 measures as it was imported, to be read before it is approved. */
export function MeasureTextPage(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const kind = useKinds()?.get('MEASURE_LIST')
  const opened = useAsk(
    'GET /api/records/{kind}/{record_id}',
    { params: { kind: 'MEASURE_LIST', record_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  if (opened.error !== null) return <Problem error={opened.error} retry={() => void opened.refetch()} />
  const record = opened.data
  if (record === undefined || kind === undefined) return <Skeleton active />
  const { list } = record.data as Data
  return (
    <>
      <PageHead
        title={say(texts.list)}
        above={[
          { title: say(texts.ledger), path: '/risk-ledger' },
          { title: say(texts.measures48), path: '/risk-ledger/measures' },
        ]}
        beside={<LedgerStatus kind="MEASURE_LIST" status={record.status} />}
      />
      <SourceNotice source={list.source} document={list.document} />
      <div className="columns">
        <Card size="small">
          <MeasureTable items={list.items} />
        </Card>
        <div className="stack no-print">
          <Steps key={record.version} record={record} kind={kind} onActed={() => void opened.refetch()} />
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
