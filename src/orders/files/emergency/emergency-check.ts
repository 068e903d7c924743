import { Refusal } from '#base/refusal.ts'
import type { CheckAct } from '#records/act-context.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { RecordState } from '#records/record.ts'
import type { FoundHit } from '../../checking/found-hit.ts'
import { beijingSecond } from '../../checking/order-check.ts'
import { type AskedFile, askedFile } from '../asked-file.ts'
import { breakOfContent, breakOfRegister } from '../file-breaks.ts'
import { assumedEffect } from '../file-effect.ts'
import { type AskedOfRules, askRules, type FileRuleAnswer, partFound } from '../file-rules.ts'
import { fileHash } from '../file-text.ts'
import { type FileCheckContext, heldInRegister, isStopOf, personsOf } from '../payment-file-check.ts'
import { type PaymentFileFacts, readPaymentFileFacts } from '../payment-file-facts.ts'
import { batchRules, holdingRules, notingRules } from '../split-lines.ts'
import { type EmergencyData, EmergencyInput, emergencyReleaseKind } from './emergency-data.ts'

export interface EmergencyChecked {
  readonly stop: Refusal | null
  readonly facts: PaymentFileFacts
  readonly answers: readonly FileRuleAnswer[]
  readonly found: readonly FoundHit[]
  /** Why the checks gave no answer; null where they did, and the ordinary way is open. */
  readonly failure: { readonly zh: string; readonly en: string } | null
}

export const checkAfterwards = 'check_afterwards'

export function askedEmergency(input: EmergencyInput): AskedFile | Refusal {
  const { reason: _reason, ...file } = input
  return askedFile({ ...file, arrears: [], holding: { staff_id: '', days: 1 } }, [])
}

export function fileOfEmergency({ batch, lines, entered }: EmergencyData): AskedFile {
  return { batch, lines, declared: entered, holding: { staff_id: '', days: 1 } }
}

/** For `Kernel.check`. The rules are asked all the same: only while they do not answer may anybody release without them. */
export function createEmergencyCheck({ pool, runRules }: FileCheckContext): CheckAct {
  return async ({ kind, action, record, input, at, actorFacts }): Promise<EmergencyChecked | null> => {
    if (kind.kind !== emergencyReleaseKind) return null
    const data = record === null ? null : (record as RecordState<string, EmergencyData>).data
    const file = data === null ? askedEmergency(EmergencyInput.parse(input)) : fileOfEmergency(data)
    if (file instanceof Refusal) throw file
    const found = await readPaymentFileFacts(pool, {
      fileId: record?.id ?? null,
      fileHash: fileHash(file.batch, file.lines),
      batchId: file.batch.batch_id,
      paymentIds: file.lines.map(({ payment_id }) => payment_id),
      personIds: personsOf(file),
      agencyId: record?.subject.agency?.agencyId ?? actorFacts?.agencyId ?? '',
      enteredBy: record?.enteredBy ?? actorFacts?.staffId ?? '',
      holderId: '',
    })
    const facts: PaymentFileFacts = { ...found, endedHolds: [] }
    const isPaid = action === checkAfterwards
    const stop = isPaid ? null : (breakOfContent(file) ?? breakOfRegister(file, facts))
    if (stop !== null) return { stop, facts, answers: [], found: [], failure: null }
    const effect = assumedEffect(file, { paymentIds: heldInRegister(facts) }, beijingSecond(at))
    const asked: AskedOfRules = {
      ruleCodes: [...holdingRules, ...notingRules, ...batchRules],
      // The batch is in an own register by now.
      effect: isPaid && facts.isBatchKnown ? effect.slice(1) : effect,
      persons: personsOf(file),
      batches: [file.batch.batch_id],
      asOf: shanghaiDay(at),
    }
    if (isPaid) {
      const { answers, found } = partFound(await askRules(runRules, asked), isStopOf(file))
      return { stop: null, facts, answers, found, failure: null }
    }
    return {
      stop: null,
      facts,
      answers: [],
      found: [],
      failure: await failureOf(() => askRules(runRules, asked)),
    }
  }
}

async function failureOf(ask: () => Promise<unknown>): Promise<EmergencyChecked['failure']> {
  try {
    await ask()
    return null
  } catch (error) {
    if (error instanceof Refusal) return { ...error.text }
    return { zh: '检查服务没有应答。', en: 'the checks did not answer.' }
  }
}
