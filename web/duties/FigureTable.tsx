import { Button, Tag } from 'antd'
import { figureText, isReached, type KeptFigure, targetText } from '#duties/assessment/kept-figures.ts'
import { performanceFigures, type Section, sections } from '#duties/assessment/performance-figures.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { performanceTexts as texts } from './performance-texts.ts'

/** Figures by section with what each counts; a count opens its rows where the page can show them. */
export function FigureTable({
  figures,
  onOpen,
}: {
  readonly figures: readonly KeptFigure[]
  readonly onOpen?: (code: string) => void
}): React.JSX.Element {
  const say = useSay()
  const rowsOf = (section: Section) =>
    figures.filter(({ code }) => performanceFigures.get(code)?.section === section)
  const value = (figure: KeptFigure): React.ReactNode => {
    const isCount = performanceFigures.get(figure.code)?.unit === 'count'
    if (onOpen === undefined || !isCount || figure.value === 0) return figureText(figure)
    return (
      <Button type="link" size="small" onClick={() => onOpen(figure.code)}>
        {figureText(figure)}
      </Button>
    )
  }
  const target = (figure: KeptFigure): React.ReactNode => {
    const reached = isReached(figure)
    if (reached === null) return targetText(figure.code)
    return (
      <>
        {targetText(figure.code)}{' '}
        <Tag color={reached ? 'success' : 'error'}>{say(reached ? texts.reached : texts.missed)}</Tag>
      </>
    )
  }
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{say(texts.figure)}</th>
          <th scope="col" className="is-number">
            {say(texts.value)}
          </th>
          <th scope="col">{say(texts.target)}</th>
          <th scope="col">{say(texts.definition)}</th>
        </tr>
      </thead>
      {(Object.keys(sections) as Section[])
        .filter((section) => rowsOf(section).length > 0)
        .map((section) => (
          <tbody key={section}>
            <tr>
              <th colSpan={4} scope="rowgroup" style={{ fontWeight: 500 }}>
                {say(asTitle(sections[section]))}
              </th>
            </tr>
            {rowsOf(section).map((figure) => {
              const { title, definition } = performanceFigures.get(figure.code)!
              return (
                <tr key={figure.code}>
                  <th scope="row">{say(asTitle(title))}</th>
                  <td className="is-number">{value(figure)}</td>
                  <td style={{ whiteSpace: 'nowrap' }}>{target(figure)}</td>
                  <td>{say(definition)}</td>
                </tr>
              )
            })}
          </tbody>
        ))}
    </table>
  )
}
