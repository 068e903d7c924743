import { Card } from 'antd'
import { useAsk } from '#web/api/queries.ts'
import { beijingDay } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { dutyTexts as texts } from './texts.ts'

const columns = ['people', 'trained', 'warned', 'passed'] as const

/** How many of each unit's people were reached this year: warning education is for everybody (C376, C386). */
export function CoverageCard(): React.JSX.Element {
  const say = useSay()
  const year = Number(beijingDay(new Date()).slice(0, 4))
  const { data, error, refetch } = useAsk('GET /api/duties/training-coverage', { query: { year } })
  const titles = {
    people: texts.people,
    trained: texts.trained,
    warned: texts.warned,
    passed: texts.passedExam,
  }
  return (
    <Card size="small" title={say(texts.coverage, { year })}>
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{say(texts.unit)}</th>
            {columns.map((name) => (
              <th key={name} scope="col" className="is-number">
                {say(titles[name])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data?.items.map((row) => (
            <tr key={row.agency_id}>
              <th scope="row">{row.agency}</th>
              {columns.map((name) => (
                <td key={name} className="is-number">
                  {row[name]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note">{say(texts.coverageMore)}</p>
    </Card>
  )
}
