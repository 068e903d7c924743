import type { Answer } from '#web/api/call.ts'
import { useSay } from '#web/language/language.ts'
import './risk-ledger.css'
import { ledgerTexts as texts } from './texts.ts'

/** The measures of a text, as the document has them: in Chinese in both languages. */
export function MeasureTable({
  items,
}: {
  readonly items: Answer<'GET /api/measures'>['items']
}): React.JSX.Element {
  const say = useSay()
  return (
    <table className="plain ledger-texts">
      <thead>
        <tr>
          <th scope="col">{say(texts.number)}</th>
          <th scope="col">{say(texts.measure)}</th>
          <th scope="col">{say(texts.evidence)}</th>
          <th scope="col">{say(texts.owner)}</th>
        </tr>
      </thead>
      <tbody lang="zh-CN">
        {items.map(({ area_no, area, no, text, evidence, owner }) => (
          <tr key={`${area_no}-${no}`}>
            <td className="number">
              {area_no}-{no}
            </td>
            <td>
              {area}：{text}
            </td>
            <td>{evidence}</td>
            <td>{owner}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
