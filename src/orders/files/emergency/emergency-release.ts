import type { z } from 'zod'
import type { Duty } from '#access/duties.ts'
import { formatDay } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import { assert, Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import {
  type ActFacts,
  type ActionDefinition,
  type Decision,
  defineRecord,
  type RecordKind,
  type ToDoDraft,
} from '#records/define-record.ts'
import { Nothing, Reason } from '#records/form-fields.ts'
import type { RecordState, RecordSubject } from '#records/record.ts'
import { beijingSecond } from '../../checking/order-check.ts'
import { needs } from '../../functions/fields.ts'
import { effectsOf } from '../../order-effect.ts'
import type { RegisterOwner } from '../../order-status.ts'
import { writtenEffect } from '../file-effect.ts'
import { fileHash } from '../file-text.ts'
import { heldInRegister } from '../payment-file-check.ts'
import { fileSubject } from '../payment-file-subject.ts'
import { splitLines, totalOf } from '../split-lines.ts'
import { askedEmergency, checkAfterwards, type EmergencyChecked } from './emergency-check.ts'
import {
  EmergencyData,
  EmergencyInput,
  type EmergencyStatus,
  emergencyReleaseKind,
  emergencyStatuses,
} from './emergency-data.ts'

/**
 * Pay day, and the checks do not answer (platform.md 5): two leaders of different posts release the file with their
 * reason. The supervisors learn it at once, and all checks run afterwards. While the checks answer there is no such way.
 */

type Emergency = RecordState<EmergencyStatus, EmergencyData>
type Made = Decision<EmergencyStatus, EmergencyData> | Refusal
type Action<Input> = ActionDefinition<EmergencyStatus, EmergencyData, Input>

const leader = { by: 'person', function: 'EMERGENCY_RELEASE' } as const
const server = { by: 'system', function: 'EMERGENCY_RELEASE', step: 'ACT' } as const
const overseers = ['SUPERVISION', 'INTERNAL_AUDIT'] as const satisfies readonly Duty[]
/** A file that nobody has released by the next day is entered the ordinary way. */
const idleDays = 1

function checkedOf({ checked }: ActFacts): EmergencyChecked {
  assert(checked !== null && checked !== undefined, 'an emergency release asks the checks first')
  return checked as EmergencyChecked
}

function checksAnswer(): Refusal {
  return new Refusal('conflict', {
    zh: '检查服务正常，不能应急放行；请按发放文件（报盘）录入、复核、审批。',
    en: 'the checks answer, so nothing may be released without them; enter the file the ordinary way.',
  })
}

/** Where supervisors sit: at the agency and at those above it. */
function forOverseers({ agency }: RecordSubject, zh: string, en: string): readonly ToDoDraft[] {
  const agencies = [agency!.agencyId, ...agency!.superiors]
  return overseers.flatMap((duty) =>
    agencies.map((agencyId): ToDoDraft => ({ duty, step: 'ACT', agencyId, title: { zh, en } })),
  )
}

function decideEntry(_record: Emergency | null, input: EmergencyInput, facts: ActFacts): Made {
  const { stop, failure } = checkedOf(facts)
  if (stop !== null) return stop
  if (failure === null) return checksAnswer()
  const file = askedEmergency(input)
  if (file instanceof Refusal) return file
  const entered = totalOf(file.lines)
  return {
    status: 'ENTERED',
    amountFen: entered.fen,
    data: {
      batch: file.batch,
      lines: [...file.lines],
      fileHash: fileHash(file.batch, file.lines),
      entered,
      reason: input.reason,
      failures: [{ action: 'enter', at: beijingSecond(facts.at), why: failure }],
      ...{ held: [], checks: [], approvedOn: null, remarks: [] },
    },
  }
}

function remarked(
  { data }: Emergency,
  action: string,
  { reason, facts }: { reason: string; facts: ActFacts },
): EmergencyData {
  const remark = { action, actorId: facts.actorId, at: beijingSecond(facts.at), reason }
  return { ...data, remarks: [...data.remarks, remark] }
}

function decideApproval(register: RegisterOwner): Action<z.infer<typeof Reason>>['decide'] {
  return (record, { reason }, facts) => {
    const order = record!
    const { stop, failure, facts: found } = checkedOf(facts)
    if (stop !== null) return stop
    if (failure === null) return checksAnswer()
    const at = beijingSecond(facts.at)
    const data: EmergencyData = {
      ...remarked(order, 'approve', { reason, facts }),
      failures: [...order.data.failures, { action: 'approve', at, why: failure }],
      approvedOn: formatDay(shanghaiDay(facts.at)),
    }
    const { batch, entered } = data
    const toDos = forOverseers(
      order.subject,
      `应急放行未经检查的发放文件：批次 ${batch.batch_id}，${entered.lineCount} 笔 ${formatYuan(entered.fen)} 元`,
      `a payment file was released without checks: batch ${batch.batch_id}, ${entered.lineCount} lines`,
    )
    if (register === 'mirror') return { status: 'RELEASED', data, toDos }
    const released = { batch, lines: data.lines, held: [], released: entered, releasedHash: data.fileHash }
    const people = { preparedBy: order.enteredBy, reviewedBy: null, approvedBy: facts.actorId }
    const effects = writtenEffect(released, { paymentIds: heldInRegister(found) }, people)
    return { status: 'RELEASED', data, toDos, effects: effectsOf(effects, order.id) }
  }
}

/** What the checks would have held is named to the supervisors; the money is gone and is another slice's to recover. */
function decideAfterwards(record: Emergency | null, _input: unknown, facts: ActFacts): Made {
  const { data, subject } = record!
  const { answers, facts: found } = checkedOf(facts)
  const { held } = splitLines(data.lines, { answers, standing: [], persons: found.persons })
  const results = answers.map(({ ruleCode, title, hits, open }) => ({
    ruleCode,
    title,
    hits: hits.length,
    open: open?.why ?? null,
  }))
  const checks = [...data.checks, { action: checkAfterwards, at: beijingSecond(facts.at), results }]
  const fen = held.reduce((sum, { amountFen }) => sum + amountFen, 0n)
  const toDos = forOverseers(
    subject,
    `应急放行补检：批次 ${data.batch.batch_id} 有 ${held.length} 笔 ${formatYuan(fen)} 元应予暂缓而已发放`,
    `checked after an emergency release: ${held.length} lines of batch ${data.batch.batch_id} would have been held`,
  )
  return {
    status: 'CHECKED',
    data: { ...data, held: [...held], checks },
    toDos: held.length === 0 ? [] : toDos,
  }
}

type Inputs = {
  readonly enter: EmergencyInput
  readonly withdraw: z.infer<typeof Nothing>
  readonly approve: z.infer<typeof Reason>
  readonly disapprove: z.infer<typeof Reason>
  readonly lapse: z.infer<typeof Nothing>
  readonly check_afterwards: z.infer<typeof Nothing>
}
type Actions = { readonly [Name in keyof Inputs]: Action<Inputs[Name]> }

function actions(register: RegisterOwner): Actions {
  const shown = { needsConfirmation: true, needsDetailOpened: true, differsFrom: ['enter'] } as const
  return {
    enter: {
      ...leader,
      step: 'ENTRY',
      title: { zh: '提出应急放行', en: 'propose to release' },
      input: EmergencyInput,
      needsCheck: true,
      deadlineWorkingDays: 1,
      toDos: [
        { duty: 'UNIT_HEAD', step: 'APPROVAL', title: { zh: '批准应急放行', en: 'emergency release' } },
      ],
      attachments: [needs('PAYMENT_FILE', '发放文件（系统导出）', 'the payment file as the system made it')],
      subjectQuery: ({ input, actorId }) =>
        fileSubject({
          personIds: input.lines.map(({ person_id }) => person_id),
          ...{ holdIds: [], scheme: input.scheme, actorId },
        }),
      decide: decideEntry,
    },
    withdraw: {
      ...leader,
      step: 'ENTRY',
      title: { zh: '撤回', en: 'withdraw' },
      onlyByEnterer: true,
      input: Nothing,
      decide: (record) => ({ status: 'WITHDRAWN', data: record!.data }),
    },
    approve: {
      ...leader,
      ...shown,
      step: 'APPROVAL',
      title: { zh: '批准放行', en: 'release' },
      input: Reason,
      needsCheck: true,
      decide: decideApproval(register),
    },
    disapprove: {
      ...leader,
      ...shown,
      step: 'APPROVAL',
      title: { zh: '不予放行', en: 'decline' },
      input: Reason,
      decide: (record, { reason }, facts) => ({
        status: 'REFUSED',
        data: remarked(record!, 'disapprove', { reason, facts }),
      }),
    },
    lapse: {
      ...server,
      title: { zh: '失效', en: 'lapse' },
      input: Nothing,
      decide: (record) => ({ status: 'LAPSED', data: record!.data }),
    },
    check_afterwards: {
      ...server,
      title: { zh: '补检', en: 'check afterwards' },
      input: Nothing,
      needsCheck: true,
      decide: decideAfterwards,
    },
  }
}

export function defineEmergencyRelease(register: RegisterOwner): RecordKind {
  return defineRecord({
    kind: emergencyReleaseKind,
    title: { zh: '应急放行单', en: 'emergency release' },
    schema: EmergencyData,
    isHighRisk: true,
    statuses: emergencyStatuses,
    lapse: { action: 'lapse', idleDays },
    workflow: {
      NEW: { enter: 'ENTERED' },
      ENTERED: { approve: 'RELEASED', disapprove: 'REFUSED', withdraw: 'WITHDRAWN', lapse: 'LAPSED' },
      RELEASED: { check_afterwards: 'CHECKED' },
      CHECKED: {},
      REFUSED: {},
      WITHDRAWN: {},
      LAPSED: {},
    },
    actions: actions(register),
  })
}
