import { Tabs } from 'antd'
import { useNavigate } from 'react-router'
import { useSay } from '#web/language/language.ts'
import { inspectionTexts as texts } from './texts.ts'

const places = {
  inspections: '/inspections',
  plans: '/inspections/plans',
  offSite: '/inspections/off-site',
} as const

/** The three pages of 检查: each has an address of its own. */
export function InspectionTabs({ at }: { readonly at: keyof typeof places }): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  return (
    <Tabs
      size="small"
      className="no-print"
      activeKey={at}
      onChange={(key) => void go(places[key as keyof typeof places])}
      items={Object.keys(places).map((key) => ({ key, label: say(texts[key as keyof typeof places]) }))}
    />
  )
}
