import { Alert, Card, Flex } from 'antd'
import { useMemo } from 'react'
import { useKinds } from '#web/api/queries.ts'
import { Chart } from '#web/charts/Chart.tsx'
import { useChartColors } from '#web/charts/chart-theme.ts'
import { useSay } from '#web/language/language.ts'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { axisOption, laneHeight, spanText } from './axis-option.ts'
import { axisRows, lanesShown } from './axis-rows.ts'
import { LaneDetails } from './LaneDetails.tsx'
import { laneTitle, type Profile, tableTitle } from './profile-words.ts'
import { profileTexts as texts } from './texts.ts'

const tableRowsMax = 400

const laneOfTable: Readonly<Record<string, string>> = {
  enrolment: 'ENROLMENT',
  contribution: 'CONTRIBUTION',
  retirement: 'RETIREMENT',
  entitlement: 'ENTITLEMENT',
  entitlement_change: 'STATUS',
  certification: 'CERTIFICATION',
  payee_account: 'ACCOUNT',
  payee_account_change: 'ACCOUNT_CHANGE',
  social_card: 'CARD',
  person_change: 'KEY_CHANGE',
  account_adjustment: 'ADJUSTMENT',
  business_order: 'CORE_ORDER',
  payment_return: 'RETURN',
  death: 'DEATH',
  imprisonment: 'CUSTODY',
  other_region_benefit: 'ELSEWHERE',
  market_entity: 'MARKET',
  post_assignment: 'POST',
  user_account: 'USER_ACCOUNT',
  role_grant: 'ROLE',
  overtime: 'OVERTIME',
}

/** How far the data reach: a lane without rows is empty, or nobody ever delivered its table. */
function Reach({ profile }: { readonly profile: Profile }): React.JSX.Element {
  const say = useSay()
  const { lanes, feeds } = profile
  const delivered = new Set(feeds.map(({ table }) => laneOfTable[table]))
  const missing = lanes.filter(({ lane, rows }) => rows.length === 0 && !delivered.has(lane))
  const dated = feeds.filter(({ last_date, is_live }) => last_date !== null && !is_live)
  const until = dated.map(({ table, last_date }) => `${say(tableTitle(table))} ${last_date}`)
  return (
    <>
      {missing.length === 0 ? null : (
        <Alert
          type="info"
          showIcon
          title={say(texts.neverDelivered, {
            tables: missing.map(({ lane }) => say(laneTitle(lane))).join('、'),
          })}
        />
      )}
      <small>
        {until.length === 0 ? say(texts.allLive) : say(texts.reach, { tables: until.join(' · ') })}
      </small>
    </>
  )
}

/** All that has a day, lane by lane; the rows of a chosen lane below. */
export function TimeAxis({ profile }: { readonly profile: Profile }): React.JSX.Element {
  const say = useSay()
  const kinds = useKinds()
  const colors = useChartColors()
  const address = useListAddress()
  const rows = useMemo(() => axisRows(profile, kinds), [profile, kinds])
  const today = say(texts.today)
  const language = say({ zh: 'zh', en: 'en' }) as 'zh' | 'en'
  const option = useMemo(
    () =>
      axisOption(
        rows,
        {
          titleOf: (lane) => laneTitle(lane)[language],
          contentOf: ({ content }) => content[language],
          today,
        },
        colors,
      ),
    [rows, colors, language, today],
  )
  const lanes = lanesShown(rows)
  const days = rows.flatMap(({ from, to }) => [from, to ?? from]).sort()
  const newest = [...rows].sort((one, other) => (one.from < other.from ? 1 : -1)).slice(0, tableRowsMax)
  return (
    <Card size="small">
      <Flex vertical gap={8}>
        <Chart
          title={say(texts.axis)}
          description={say(texts.axisSentence, {
            lanes: lanes.length,
            rows: rows.length,
            from: days[0] ?? '',
            to: days.at(-1) ?? '',
          })}
          option={option}
          height={64 + lanes.length * laneHeight}
          onPick={({ data }) => {
            const row = Array.isArray(data) ? rows[Number(data[3])] : undefined
            if (row !== undefined) address.set({ lane: row.lane })
          }}
          table={{
            columns: [{ title: say(texts.from) }, { title: say(texts.lane) }, { title: say(texts.content) }],
            rows: newest.map((row) => ({
              key: row.key,
              cells: [
                <span key="span" className="number">
                  {spanText(row, today)}
                </span>,
                say(laneTitle(row.lane)),
                say(row.content),
              ],
            })),
            more:
              rows.length > newest.length
                ? say(texts.axisMore, { shown: newest.length, rows: rows.length })
                : undefined,
          }}
        />
        <LaneDetails
          profile={profile}
          lane={address.get('lane')}
          onChoose={(lane) => address.set({ lane })}
        />
        <Reach profile={profile} />
      </Flex>
    </Card>
  )
}
