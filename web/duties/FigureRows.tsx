import { Drawer, Skeleton } from 'antd'
import { Link } from 'react-router'
import { performanceFigures } from '#duties/assessment/performance-figures.ts'
import type { Given } from '#web/api/call.ts'
import { useAsk, useKinds, useStaffNames } from '#web/api/queries.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { performanceTexts as texts } from './performance-texts.ts'

type Asked = Given<'GET /api/performance/rows'>['query']

const places: Readonly<Record<string, string>> = { FINDING: '/findings', CASE: '/cases' }
const pathOf = (kind: string, id: string): string =>
  places[kind] === undefined ? `/records/${kind}/${id}` : `${places[kind]}/${id}`

/** What a figure counts, each row with its record. */
export function FigureRows({
  asked,
  onClose,
}: {
  readonly asked: Asked
  readonly onClose: () => void
}): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const kinds = useKinds()
  const { data, error, refetch } = useAsk('GET /api/performance/rows', { query: asked })
  const figure = performanceFigures.get(asked.figure)
  const kindTitle = (kind: string): string => {
    const title = kinds?.get(kind)?.title
    return title === undefined ? kind : say(asTitle(title))
  }
  return (
    <Drawer
      open
      size={720}
      title={figure === undefined ? '' : say(texts.rows, { figure: say(figure.title) })}
      onClose={onClose}
    >
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {data === undefined && error === null ? <Skeleton active /> : null}
      <table className="plain">
        <thead>
          <tr>
            {[texts.record, texts.about, texts.people, texts.day].map((title) => (
              <th key={title.en} scope="col">
                {say(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data?.items.map(({ record_kind: kind, record_id: id, about, staff_ids, day }, index) => (
            <tr key={`${index} ${id}`}>
              <td>
                {kind === null || id === null ? (
                  <span className="code">{id}</span>
                ) : (
                  <Link to={pathOf(kind, id)}>{kindTitle(kind)}</Link>
                )}
              </td>
              <td>{about}</td>
              <td>{staff_ids.map(nameOf).join('、')}</td>
              <td className="is-number">{day}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note">{say(texts.most)}</p>
    </Drawer>
  )
}
