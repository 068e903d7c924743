import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import { Alert, Card } from 'antd'
import { type Answer, ask } from '#web/api/call.ts'
import type { RecordKindForm } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { Changes } from '#web/records/Changes.tsx'
import { Checks } from '#web/records/Checks.tsx'
import { type Check, shownData } from '#web/records/order-data.ts'
import { recordTexts } from '#web/records/texts.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { actingTexts as texts } from './texts.ts'

type Rehearsal = Answer<'POST /api/records/{kind}/rehearsal'>

export interface Rehearsed {
  readonly kind: string
  readonly recordId?: string
  readonly version?: number
  readonly action: string
}

/** Asks what the checks would say; the input is what the form would submit. */
export function useRehearsal({
  kind,
  recordId,
  version = 0,
  action,
}: Rehearsed): UseMutationResult<Rehearsal, Error, unknown> {
  return useMutation({
    mutationFn: (input: unknown) => {
      if (recordId === undefined) {
        return ask('POST /api/records/{kind}/rehearsal', { params: { kind }, body: { action, input } })
      }
      const params = { kind, record_id: recordId }
      return ask('POST /api/records/{kind}/{record_id}/rehearsal', {
        params,
        body: { action, input, version },
      })
    },
  })
}

/** Verdict, checks and changes, as they will stand on the record. */
export function RehearsedCard({
  rehearsal: { data, error },
  kind,
  action,
}: {
  readonly rehearsal: UseMutationResult<Rehearsal, Error, unknown>
  readonly kind: RecordKindForm
  readonly action: string
}): React.JSX.Element | null {
  const say = useSay()
  if (error !== null) return <Problem error={error} />
  if (data === undefined) return null
  const results = data.checks as readonly Check[]
  const isOpen = results.some(({ outcome }) => outcome === 'HIT' || outcome === 'NOT_EVALUATED')
  const { changes } = shownData(data.data)
  const status = kind.statuses[data.status_after ?? '']
  return (
    <Card size="small" title={say(texts.rehearsed)} role="status">
      <div className="stack">
        {data.refusal === null ? (
          <Alert
            type={isOpen ? 'warning' : 'success'}
            showIcon
            title={say(texts.wouldBeAccepted, { status: status === undefined ? '' : say(status) })}
            description={isOpen ? say(texts.wouldWait) : undefined}
          />
        ) : (
          <Alert type="error" showIcon title={say(data.refusal.text)} />
        )}
        {results.length === 0 ? null : (
          <Checks checked={[{ action, at: new Date().toISOString(), results }]} kind={kind} />
        )}
        {changes === null ? null : (
          <>
            <strong>{say(recordTexts.changes)}</strong>
            <Changes changes={changes} />
          </>
        )}
        <small>{say(texts.rehearsedMore)}</small>
      </div>
    </Card>
  )
}
