import type { ActRequest, RecordState } from '../record.ts'
import { confirmed, requestOf } from '../test-kernel.ts'
import type { Command, Model } from './test-model.ts'

type Act = Extract<Command, { type: 'act' }>

export interface Asked {
  /** Ids of the records so far, in the model's order. */
  readonly recordIds: readonly string[]
  readonly accountIds: readonly string[]
  /** As it is stored now. */
  readonly stored: Pick<RecordState, 'status' | 'data'> | null
  readonly attachments: ActRequest['attachments']
  readonly idempotencyKey: string
}

/** The request a client would send for a command. */
export function requestFor(model: Model, command: Act, asked: Asked): ActRequest {
  const { action, target } = command
  const index = target % Math.max(model.records.length, 1)
  const version = model.records[index]?.version ?? 1
  const common = { action, attachments: asked.attachments, idempotencyKey: asked.idempotencyKey }
  if (action === 'enter') {
    const accountId = asked.accountIds[target % asked.accountIds.length]!
    const input = {
      accountId,
      holder: `户主${model.answers.length}`,
      amountFen: command.isLarge ? '2000000' : '5000',
    }
    return requestOf({ ...common, input: command.isBadInput ? { ...input, amountFen: '1.5' } : input })
  }
  const request = requestOf({
    ...common,
    recordId: asked.recordIds[index] ?? 'no-such-record',
    version: command.isStale ? version - 1 : version,
    input: command.isBadInput ? { unknown: 1 } : inputOf(action),
  })
  if (command.confirmation === 'none' || asked.stored === null) return request
  const shown = command.confirmation === 'right' ? asked.stored : { ...asked.stored, status: 'DONE' }
  return confirmed(request, shown)
}

function inputOf(action: Act['action']): unknown {
  if (action === 'correct') return { holder: '更正户主' }
  if (action === 'return' || action === 'reject') return { reason: '与原件不符' }
  return action === 'note' ? { text: '已电话核实' } : {}
}
