import { Tag } from 'antd'
import { useKinds } from '#web/api/queries.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'

/** Colours say how things stand, never what they mean: the word is always there. */
const colors: Readonly<Record<string, string>> = {
  OPEN: 'default',
  FROZEN: 'default',
  AGREED: 'success',
  OVERRULED: 'success',
  COMPLETED: 'success',
  CLOSED: 'success',
  DIFFERS: 'warning',
  CORRECTION_ASKED: 'warning',
  ISSUED: 'warning',
  WRONG: 'error',
  REFERRED: 'error',
  SUPERSEDED: 'default',
  DROPPED: 'default',
  RECALLED: 'default',
}

export function SamplingStatus({
  kind,
  status,
}: {
  readonly kind: 'SAMPLE_PLAN' | 'SAMPLE_ITEM' | 'ISSUED_FINDINGS'
  readonly status: string
}): React.JSX.Element {
  const say = useSay()
  const title = useKinds()?.get(kind)?.statuses[status]
  return (
    <Tag color={colors[status] ?? 'processing'}>{title === undefined ? status : say(asTitle(title))}</Tag>
  )
}
