import { PlusOutlined } from '@ant-design/icons'
import { Button, Select, type TableColumnsType, Tag } from 'antd'
import { Link } from 'react-router'
import { useAgencyNames, useAsk, useCapabilities, useStaffNames } from '#web/api/queries.ts'
import { durationText } from '#web/deliveries/duration.ts'
import { countText, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List } from '#web/lists/List.tsx'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { type Run, RunStateTag } from './RunStateTag.tsx'
import { StartRun } from './StartRun.tsx'
import { runTexts as texts } from './texts.ts'

const states = ['WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED'] as const

function useColumns(): TableColumnsType<Run> {
  const say = useSay()
  const nameOf = useStaffNames()
  const agencyOf = useAgencyNames()
  const number = (value: React.ReactNode): React.ReactNode => <span className="number">{value}</span>
  return [
    {
      title: say(texts.askedAt),
      dataIndex: 'asked_at',
      render: (at: string, { run_id }) => <Link to={`/runs/${run_id}`}>{number(timeText(at))}</Link>,
    },
    {
      title: say(texts.state),
      dataIndex: 'state',
      render: (state: Run['state'], { is_trial }) => (
        <>
          <RunStateTag state={state} />
          {is_trial ? <Tag>{say(texts.trial)}</Tag> : null}
        </>
      ),
    },
    { title: say(texts.agency), dataIndex: 'agency_id', render: agencyOf },
    {
      title: say(texts.rules),
      dataIndex: 'rule_codes',
      render: (codes: readonly string[] | null) =>
        codes === null
          ? say(texts.allRules)
          : codes.length <= 3
            ? codes.join('、')
            : say(texts.chosenRules, { count: codes.length }),
    },
    {
      title: say(texts.findings),
      key: 'findings',
      align: 'right',
      render: (_, { result }) => (result === null ? '' : number(countText(result.findings))),
    },
    {
      title: say(texts.opened),
      key: 'opened',
      align: 'right',
      render: (_, { result }) => (result === null ? '' : number(countText(result.opened))),
    },
    {
      title: say(texts.amount),
      key: 'amount',
      align: 'right',
      render: (_, { result }) => (result === null ? '' : number(yuanText(result.amount_fen))),
    },
    {
      title: say(texts.by),
      dataIndex: 'asked_by',
      render: (by: string | null) => (by === null ? say(texts.program) : nameOf(by)),
    },
    {
      title: say(texts.took),
      key: 'took',
      align: 'right',
      render: (_, { started_at, finished_at }) =>
        started_at === null || finished_at === null
          ? ''
          : number(durationText((Date.parse(finished_at) - Date.parse(started_at)) / 1_000, say)),
    },
  ]
}

/** Runs under way and done: what each found, and who asked for it. */
export function RunsPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const columns = useColumns()
  const may = useCapabilities().data?.readings.includes('RUN_SCREENING') === true
  const { start, ...filters } = address.filters
  const { cursor } = address
  const page = useAsk(
    'GET /api/screening-runs',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true, everyMs: 5_000 },
  )
  return (
    <>
      <PageHead title={say(shellTexts.runs)}>
        <ExportButton path="/api/screening-runs/export" filters={filters} />
        {may ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => address.set({ start: 'true' })}>
            {say(texts.start)}
          </Button>
        ) : null}
      </PageHead>
      <div className="filters">
        <Select
          aria-label={say(texts.state)}
          placeholder={say(texts.state)}
          mode="multiple"
          style={{ minWidth: 220 }}
          value={address.get('state')?.split(',') ?? []}
          onChange={(chosen: string[]) => address.set({ state: chosen.join(',') })}
          options={states.map((value) => ({ value, label: say(texts[value]) }))}
        />
      </div>
      <List rowKey="run_id" columns={columns} page={page} address={address} />
      <StartRun isOpen={may && start === 'true'} close={() => address.set({ start: undefined })} />
    </>
  )
}
