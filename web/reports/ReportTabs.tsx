import { Segmented } from 'antd'
import { useNavigate } from 'react-router'
import { useCapabilities } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { reportTexts as texts } from './texts.ts'

export const reportPaths = {
  events: '/reports/major-events',
  periodic: '/reports/periodic',
  meetings: '/reports/meetings',
  decisions: '/reports/decisions',
  groups: '/reports/groups',
} as const
export type ReportTab = keyof typeof reportPaths

/** 要情、半年报、会议: one place, each with an address of its own. */
export function ReportTabs({ shown }: { readonly shown: ReportTab }): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const readings = useCapabilities().data?.readings ?? []
  const tabs: readonly ReportTab[] = [
    ...(readings.includes('READ_MAJOR_EVENT') ? (['events'] as const) : []),
    ...(readings.includes('READ_PERIODIC_REPORT') ? (['periodic'] as const) : []),
    ...(['meetings', 'decisions', 'groups'] as const),
  ]
  return (
    <Segmented
      className="no-print"
      style={{ marginBottom: 12 }}
      value={shown}
      onChange={(tab) => void go(reportPaths[tab])}
      options={tabs.map((value) => ({ value, label: say(texts[value]) }))}
    />
  )
}
