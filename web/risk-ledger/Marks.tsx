import { Tag } from 'antd'
import { useKinds } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { levelTexts } from './ledger-words.ts'
import { ledgerTexts as texts } from './texts.ts'

const levelColors = ['error', 'warning', 'default'] as const

export function RiskLevel({ level }: { readonly level: number }): React.JSX.Element {
  const say = useSay()
  return <Tag color={levelColors[level - 1] ?? 'default'}>{say(levelTexts[level - 1] ?? texts.level3)}</Tag>
}

const colors: Readonly<Record<string, string>> = {
  IN_FORCE: 'success',
  ACCEPTED: 'success',
  APPROVED: 'success',
  RETURNED: 'warning',
  CALLED: 'warning',
  DRAFT: 'warning',
  RETIRED: 'default',
  REFUSED: 'error',
  WITHDRAWN: 'default',
  LAPSED: 'default',
}

export function LedgerStatus({
  kind,
  status,
}: {
  readonly kind: 'RISK_POINT' | 'LEDGER_FILING' | 'MEASURE_ASSESSMENT' | 'MEASURE_LIST'
  readonly status: string
}): React.JSX.Element {
  const say = useSay()
  const title = useKinds()?.get(kind)?.statuses[status]
  return <Tag color={colors[status] ?? 'processing'}>{title === undefined ? '…' : say(title)}</Tag>
}
