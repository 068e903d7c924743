import { Tag } from 'antd'
import { inspectionStatuses, planStatuses } from '#inspections/inspection-codes.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'

/** Colours say how things stand, never what they mean: the word is always there. */
const colors: Readonly<Record<string, string>> = {
  PREPARED: 'warning',
  OPINION_PROPOSED: 'warning',
  PROPOSED: 'warning',
  REVISION_PROPOSED: 'warning',
  RETURNED: 'warning',
  CLOSED: 'success',
  LOOKED_BACK: 'success',
  CANCELLED: 'default',
  WITHDRAWN: 'default',
}

export function InspectionStatusTag({ status }: { readonly status: string }): React.JSX.Element {
  const say = useSay()
  const title = inspectionStatuses[status as keyof typeof inspectionStatuses]
  return (
    <Tag color={colors[status] ?? 'processing'}>{title === undefined ? status : say(asTitle(title))}</Tag>
  )
}

export function PlanStatusTag({ status }: { readonly status: string }): React.JSX.Element {
  const say = useSay()
  const title = planStatuses[status as keyof typeof planStatuses]
  return (
    <Tag color={colors[status] ?? 'processing'}>{title === undefined ? status : say(asTitle(title))}</Tag>
  )
}
