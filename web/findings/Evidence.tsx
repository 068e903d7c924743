import { Button, Card, Empty, Flex, Select, Skeleton, Table, type TableColumnsType, Tag } from 'antd'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { humanText, yuanText } from '#web/language/format.ts'
import { type Say, useSay } from '#web/language/language.ts'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { recordTexts } from '#web/records/texts.ts'
import { Problem } from '#web/shell/Problem.tsx'
import type { OpenedFinding } from './FindingPage.tsx'
import { isMoney, tableTitle, valueText } from './finding-words.ts'
import { findingTexts, openedTexts as texts } from './texts.ts'
import type { Unmask } from './UnmaskFinding.tsx'

type Row = Answer<'GET /api/findings/{finding_id}/evidence'>['items'][number]

function columnsOf(rows: readonly Row[], say: Say, hasEpisodes: boolean): TableColumnsType<Row> {
  const names = new Map(
    rows.flatMap(({ values }) =>
      values.filter(({ value }) => value !== null).map(({ column, title }) => [column, title] as const),
    ),
  )
  const cellOf = (row: Row, column: string): string => {
    const value = row.values.find((each) => each.column === column)?.value ?? null
    const text = valueText(row.table, column, value)
    return typeof text === 'string' ? text : say(text)
  }
  return [
    {
      title: say(texts.key),
      key: 'key',
      render: (_, { key }) => <span className="code">{key}</span>,
    },
    {
      title: say(texts.counted),
      key: 'counted',
      align: 'right',
      render: (_, { is_context: isContext, is_assumed: isAssumed, amount_fen: fen }) => (
        <>
          {isAssumed ? <Tag color="warning">{say(texts.assumed)}</Tag> : null}
          {isContext ? <Tag>{say(texts.context)}</Tag> : <span className="number">{yuanText(fen)}</span>}
        </>
      ),
    },
    ...[...names].map(([column, title]) => ({
      title: say({ zh: title, en: humanText(column) }),
      key: column,
      ...(isMoney(rows[0]!.table, column) ? { align: 'right' as const } : {}),
      render: (_: unknown, row: Row) => <span className="number">{cellOf(row, column)}</span>,
    })),
    ...(hasEpisodes
      ? [
          {
            title: say(findingTexts.episodes),
            key: 'episode',
            render: (_: unknown, { episode, is_current: isCurrent }: Row) => (
              <>
                {say(texts.episode, { number: episode })}
                {isCurrent ? null : <Tag>{say(texts.gone)}</Tag>}
              </>
            ),
          },
        ]
      : []),
  ]
}

/** Rows of one table together: they have the same columns. */
function byTable(rows: readonly Row[]): readonly (readonly [string, readonly Row[]])[] {
  const tables = new Map<string, Row[]>()
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row])
  return [...tables]
}

function Tables({ rows, hasEpisodes }: { readonly rows: readonly Row[]; readonly hasEpisodes: boolean }) {
  const say = useSay()
  if (rows.length === 0) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.noEvidence)} />
  }
  return byTable(rows).map(([name, own]) => {
    const title = say(tableTitle(name, own[0]!.table_title))
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: wider than the page, it is scrolled by keyboard
      <section key={name} className="table-frame evidence" tabIndex={0} aria-label={title}>
        <h3>{title}</h3>
        <Table<Row>
          size="small"
          rowKey={({ key, digest }) => `${key} ${digest}`}
          pagination={false}
          columns={columnsOf(own, say, hasEpisodes)}
          dataSource={[...own]}
        />
      </section>
    )
  })
}

/** What the finding rests on, table by table; filters and page stand in the address. */
export function Evidence({
  finding,
  unmask,
}: {
  readonly finding: OpenedFinding
  readonly unmask: Unmask
}): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const { cursor } = address
  const [episode, current] = [address.get('episode'), address.get('current') ?? 'true']
  const page = useAsk(
    'GET /api/findings/{finding_id}/evidence',
    {
      params: { finding_id: finding.finding_id },
      query: {
        current: current as 'true' | 'any',
        ...(episode === undefined ? {} : { episode }),
        ...(cursor === undefined ? {} : { cursor }),
      },
    },
    { isOn: unmask.rows === null, keepsPrevious: true },
  )
  const hasEpisodes = finding.episodes.length > 1 || current !== 'true'
  const rows = unmask.rows ?? page.data?.items
  const next = page.data?.next_cursor ?? null
  const filters = (
    <Flex gap={8} className="no-print">
      {finding.episodes.length < 2 ? null : (
        <Select
          size="small"
          aria-label={say(findingTexts.episodes)}
          style={{ width: 120 }}
          value={episode ?? ''}
          onChange={(value: string) => address.set({ episode: value })}
          options={[
            { value: '', label: say(texts.allEpisodes) },
            ...finding.episodes.map((each) => ({
              value: String(each.episode),
              label: say(texts.episode, { number: each.episode }),
            })),
          ]}
        />
      )}
      <Select
        size="small"
        aria-label={say(texts.currentOnly)}
        style={{ width: 160 }}
        value={current}
        onChange={(value: string) => address.set({ current: value === 'true' ? undefined : value })}
        options={[
          { value: 'true', label: say(texts.currentOnly) },
          { value: 'any', label: say(texts.withEarlier) },
        ]}
      />
    </Flex>
  )
  return (
    <Card size="small" title={say(texts.evidence)} extra={unmask.rows === null ? filters : null}>
      {page.error !== null && unmask.rows === null ? (
        <Problem error={page.error} retry={() => void page.refetch()} />
      ) : rows === undefined ? (
        <Skeleton active />
      ) : (
        <Tables rows={rows} hasEpisodes={hasEpisodes} />
      )}
      <Flex justify="space-between" align="center" gap={8}>
        <small>{say(texts.evidenceMore)}</small>
        <Flex gap={8} className="no-print">
          {cursor === undefined || unmask.rows !== null ? null : (
            <Button size="small" onClick={() => address.goTo(undefined)}>
              {say(recordTexts.first)}
            </Button>
          )}
          {unmask.rows === null && next !== null ? (
            <Button size="small" onClick={() => address.goTo(next)}>
              {say(texts.moreRows)}
            </Button>
          ) : null}
          {unmask.hasMore ? (
            <Button size="small" loading={unmask.isPending} onClick={unmask.more}>
              {say(texts.moreRows)}
            </Button>
          ) : null}
        </Flex>
      </Flex>
    </Card>
  )
}
