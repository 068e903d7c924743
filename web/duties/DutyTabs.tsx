import { Segmented } from 'antd'
import { useLocation, useNavigate } from 'react-router'
import { useSay } from '#web/language/language.ts'
import { performanceTexts } from './performance-texts.ts'
import { dutyTexts } from './texts.ts'

const places = {
  '/duties': dutyTexts.duties,
  '/duties/performance': performanceTexts.performance,
  '/duties/assessments': performanceTexts.assessments,
} as const

/** 履职、考核、考核记录: each has an address of its own. */
export function DutyTabs(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { pathname } = useLocation()
  return (
    <Segmented
      className="no-print"
      style={{ marginBottom: 12 }}
      value={pathname}
      onChange={(place) => void go(place)}
      options={Object.entries(places).map(([value, title]) => ({ value, label: say(title) }))}
    />
  )
}
