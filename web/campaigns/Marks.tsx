import { Tag } from 'antd'
import { useKinds } from '#web/api/queries.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'

/** Colours say how things stand, never what they mean: the word is always there. */
const colors: Readonly<Record<string, string>> = {
  RUNNING: 'processing',
  ANSWERING: 'processing',
  CHECKING: 'processing',
  HANDLED: 'processing',
  SUBMITTED: 'processing',
  CONCLUDED: 'warning',
  PROPOSED: 'warning',
  RETURNED: 'warning',
  OPEN: 'warning',
  DUE: 'warning',
  DRAFTED: 'warning',
  RECTIFIED: 'warning',
  ACCEPTED: 'success',
  VERIFIED: 'success',
  DONE: 'success',
  FILED: 'success',
  FINISHED: 'success',
  REFUSED: 'error',
}

/** A status of a record of the slice, by the kind's own word. */
export function KindTag({
  kind,
  status,
}: {
  readonly kind: string
  readonly status: string
}): React.JSX.Element {
  const say = useSay()
  const title = useKinds()?.get(kind)?.statuses[status]
  return <Tag color={colors[status] ?? 'default'}>{title === undefined ? status : say(asTitle(title))}</Tag>
}
