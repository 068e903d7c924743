import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { type Answer, ask, Refused } from '#web/api/call.ts'
import { useConfirm } from './Confirmation.tsx'

export interface Act {
  readonly kind: string
  /** Absent: the act opens a record. */
  readonly recordId?: string
  readonly version?: number
  readonly action: string
  readonly title: string
  readonly input: unknown
  readonly attachments: readonly { readonly id: string; readonly purpose: string }[]
  readonly needsConfirmation: boolean
}

type Accepted = Answer<'POST /api/records/{kind}/acts'>

function sentOf({ action, input, attachments }: Act) {
  return { action, input, attachments: attachments.map(({ id, purpose }) => ({ id, purpose })) }
}

async function digestOf(act: Act): Promise<string> {
  const { kind, recordId, version = 0 } = act
  if (recordId === undefined) {
    const given = { params: { kind }, body: sentOf(act) }
    return (await ask('POST /api/records/{kind}/confirmation-digest', given)).digest
  }
  const given = { params: { kind, record_id: recordId }, body: { ...sentOf(act), version } }
  return (await ask('POST /api/records/{kind}/{record_id}/confirmation-digest', given)).digest
}

function send(act: Act, confirmation_id: string | null, key: string): Promise<Accepted> {
  const { kind, recordId, version = 0 } = act
  const headers = { 'idempotency-key': key }
  const body = { ...sentOf(act), confirmation_id }
  if (recordId === undefined) return ask('POST /api/records/{kind}/acts', { params: { kind }, headers, body })
  const params = { kind, record_id: recordId }
  return ask('POST /api/records/{kind}/{record_id}/acts', { params, headers, body: { ...body, version } })
}

/**
 * One submission has one key, however often it is sent: a double click or a lost answer acts once (platform.md 18).
 * What was changed after a refusal is another submission. Null: the person did not confirm.
 */
export function useAct(
  onAccepted: (accepted: Accepted) => void,
): UseMutationResult<Accepted | null, Error, Act> {
  const confirm = useConfirm()
  const queries = useQueryClient()
  const key = useRef({ of: '', value: '' })
  return useMutation({
    mutationFn: async (act: Act) => {
      const confirmationId = act.needsConfirmation ? await confirm(await digestOf(act), act.title) : null
      if (act.needsConfirmation && confirmationId === null) return null
      const said = JSON.stringify([act, confirmationId])
      if (key.current.of !== said) key.current = { of: said, value: crypto.randomUUID() }
      return send(act, confirmationId, key.current.value)
    },
    onSuccess: async (accepted) => {
      if (accepted === null) return
      await queries.invalidateQueries({ refetchType: 'none' })
      onAccepted(accepted)
    },
    // Somebody was quicker: what is shown must be what there is.
    onError: async (error) => {
      const isStale =
        error instanceof Refused && /^(stale_version|action_not_available)$/.test(error.problem.code)
      if (isStale) await queries.invalidateQueries({ queryKey: ['GET /api/records/{kind}/{record_id}'] })
    },
  })
}
