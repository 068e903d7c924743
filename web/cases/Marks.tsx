import { Tag } from 'antd'
import { useKinds } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { caseTexts as texts } from './texts.ts'

const levelTexts = [texts.level1, texts.level2, texts.level3] as const
const levelColors = ['error', 'warning', 'default'] as const

export function LevelTag({ level }: { readonly level: number }): React.JSX.Element {
  const say = useSay()
  return <Tag color={levelColors[level - 1] ?? 'default'}>{say(levelTexts[level - 1] ?? texts.level3)}</Tag>
}

/** Colours say how things stand, never what they mean: the word is always there. */
const statusColors: Readonly<Record<string, string>> = {
  OPENED: 'warning',
  CONCLUDED: 'warning',
  REOPEN_ASKED: 'warning',
  PLANNED: 'warning',
  ADJUSTING: 'warning',
  DRAFTED: 'warning',
  CLOSED: 'success',
  SETTLED: 'success',
  FILED: 'success',
  MERGED: 'default',
  CANCELLED: 'default',
  DISCARDED: 'default',
}

export function StatusTag({
  kind,
  status,
}: {
  readonly kind: string
  readonly status: string
}): React.JSX.Element {
  const say = useSay()
  const kinds = useKinds()
  const title = kinds?.get(kind)?.statuses[status]
  if (kinds === null) return <Tag>…</Tag>
  return <Tag color={statusColors[status] ?? 'processing'}>{title === undefined ? status : say(title)}</Tag>
}
