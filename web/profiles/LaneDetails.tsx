import { Button, Flex } from 'antd'
import { ChartTable } from '#web/charts/ChartTable.tsx'
import { useSay } from '#web/language/language.ts'
import { columnTitle, isMoney, laneTitle, type Profile } from './profile-words.ts'
import { Shown } from './Shown.tsx'
import { profileTexts as texts } from './texts.ts'

/** The rows of one lane as the register has them; which lane stands in the address. */
export function LaneDetails({
  profile,
  lane,
  onChoose,
}: {
  readonly profile: Profile
  readonly lane: string | undefined
  readonly onChoose: (lane: string | undefined) => void
}): React.JSX.Element {
  const say = useSay()
  const filled = profile.lanes.filter(({ rows }) => rows.length > 0)
  const chosen = filled.find((each) => each.lane === lane)
  const first = chosen?.rows[0]
  return (
    <>
      <Flex wrap gap={6} align="center" className="no-print">
        <span>{say(texts.details)}</span>
        {filled.map(({ lane: name, rows, has_more }) => (
          <Button
            key={name}
            size="small"
            type={name === lane ? 'primary' : 'default'}
            aria-pressed={name === lane}
            onClick={() => onChoose(name === lane ? undefined : name)}
          >
            {say(laneTitle(name))}{' '}
            <span className="number">{has_more ? `${rows.length}+` : rows.length}</span>
          </Button>
        ))}
      </Flex>
      {chosen === undefined || first === undefined ? null : (
        <ChartTable
          title={say(laneTitle(chosen.lane))}
          columns={[
            { title: say(texts.from) },
            { title: say(texts.to) },
            ...first.values.map(({ column }) => ({
              title: say(columnTitle(first.table, column)),
              isNumber: isMoney(first.table, column),
            })),
          ]}
          rows={chosen.rows.map((row, index) => ({
            key: `${chosen.lane} ${index}`,
            cells: [
              <span key="from" className="number">
                {row.from}
              </span>,
              <span key="to" className="number">
                {row.to}
              </span>,
              ...row.values.map((value) => <Shown key={value.column} table={row.table} value={value} />),
            ],
          }))}
          more={chosen.has_more ? say(texts.laneMore) : undefined}
        />
      )}
    </>
  )
}
