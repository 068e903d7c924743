import { Tag } from 'antd'
import type { Answer } from '#web/api/call.ts'
import { useSay } from '#web/language/language.ts'
import { runTexts as texts } from './texts.ts'

export type Run = Answer<'GET /api/screening-runs'>['items'][number]

const colors = {
  WAITING: 'default',
  RUNNING: 'processing',
  DONE: 'success',
  FAILED: 'error',
  CANCELLED: 'default',
}

export function RunStateTag({ state }: { readonly state: Run['state'] }): React.JSX.Element {
  const say = useSay()
  return <Tag color={colors[state]}>{say(texts[state])}</Tag>
}

export const isUnderWay = ({ state }: Pick<Run, 'state'>): boolean =>
  state === 'WAITING' || state === 'RUNNING'
