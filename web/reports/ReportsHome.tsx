import { Skeleton } from 'antd'
import { Navigate } from 'react-router'
import { useCapabilities } from '#web/api/queries.ts'
import { reportPaths } from './ReportTabs.tsx'

/** `/reports`: the first of its pages that this person may read. */
export function ReportsHome(): React.JSX.Element {
  const readings = useCapabilities().data?.readings
  if (readings === undefined) return <Skeleton active />
  if (readings.includes('READ_MAJOR_EVENT')) return <Navigate to={reportPaths.events} replace />
  return (
    <Navigate
      to={readings.includes('READ_PERIODIC_REPORT') ? reportPaths.periodic : reportPaths.meetings}
      replace
    />
  )
}
