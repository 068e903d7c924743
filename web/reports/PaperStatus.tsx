import { Tag } from 'antd'
import { useKinds } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { reportTexts as texts } from './texts.ts'

/** Colours say how things stand, never what they mean: the word is always there. */
const colors: Readonly<Record<string, string>> = {
  DRAFTED: 'warning',
  FURTHER_DRAFTED: 'warning',
  RETURNED: 'warning',
  SUBMITTED: 'warning',
  MINUTED: 'warning',
  PROPOSED: 'warning',
  MISSING: 'default',
  CLOSED: 'success',
  ACCEPTED: 'success',
  DECIDED: 'success',
  IN_OFFICE: 'success',
  WITHDRAWN: 'default',
  CANCELLED: 'default',
  ENDED: 'default',
}

export function PaperStatus({
  kind,
  status,
}: {
  readonly kind: string
  readonly status: string
}): React.JSX.Element {
  const say = useSay()
  const known = useKinds()?.get(kind)?.statuses[status]
  const title = status === 'MISSING' ? texts.missing : known
  return <Tag color={colors[status] ?? 'processing'}>{title === undefined ? status : say(title)}</Tag>
}
