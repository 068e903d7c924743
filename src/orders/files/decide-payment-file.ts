import { formatDay } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import { assert, Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, Decision } from '#records/define-record.ts'
import type { RecordState } from '#records/record.ts'
import type { RegisterChange } from '#register/register-change.ts'
import { beijingSecond } from '../checking/order-check.ts'
import { effectsOf } from '../order-effect.ts'
import { finalStatus, type OrderStatus, type RegisterOwner } from '../order-status.ts'
import { type AskedFile, askedFile, fileOfData } from './asked-file.ts'
import { type EndedFile, endedFileRows } from './ended-file-rows.ts'
import { breakOfAnswers } from './file-breaks.ts'
import { sentEffect, writtenEffect } from './file-effect.ts'
import { servedBy } from './file-rules.ts'
import { fileHash } from './file-text.ts'
import { decisionFor, type FileApproval } from './meetings/meeting-decision.ts'
import { heldInRegister, type PaymentFileChecked } from './payment-file-check.ts'
import { type PaymentFileData, releasedLines } from './payment-file-data.ts'
import type { PaymentFileInput } from './payment-line.ts'
import { splitLines, totalOf, type Verdicts } from './split-lines.ts'

/** The decisions of a payment file, pure: rows, holds and the rules' answers come as facts. */

type File = RecordState<OrderStatus, PaymentFileData>
type Made = Decision<OrderStatus, PaymentFileData> | Refusal
type Decide<Input> = (record: File | null, input: Input, facts: ActFacts) => Made

function checkedOf({ checked }: ActFacts): PaymentFileChecked {
  if (checked !== null && checked !== undefined) return checked as PaymentFileChecked
  throw new Refusal('unavailable', {
    zh: '检查服务未就绪，发放文件未变动；请联系系统管理员。',
    en: 'the checks are not available and the file stays as it is; tell the system officer.',
  })
}

function resultsOf({ answers }: Verdicts): PaymentFileData['checks'][number]['results'] {
  return answers.map(({ ruleCode, title, hits, open }) => ({
    ruleCode,
    title,
    hits: hits.length,
    open: open?.why ?? null,
  }))
}

/** What the checks of now make of the file; refused where the batch itself is broken. */
function judged(
  file: AskedFile,
  verdicts: Verdicts,
):
  | Pick<
      PaymentFileData,
      'held' | 'notes' | 'standing' | 'released' | 'heldTotal' | 'entered' | 'fileHash' | 'releasedHash'
    >
  | Refusal {
  const { batch, lines } = file
  const stop = breakOfAnswers(verdicts.answers, batch.batch_id)
  if (stop !== null) return stop
  const { held, notes } = splitLines(lines, verdicts)
  const kept = new Set(held.map(({ paymentId }) => paymentId))
  const leaving = releasedLines({ lines: [...lines], held: [...held] })
  return {
    held: [...held],
    notes: [...notes],
    standing: servedBy(verdicts.answers, verdicts.standing).map((each) => ({ ...each })),
    entered: totalOf(lines),
    released: totalOf(leaving),
    heldTotal: totalOf(lines.filter(({ payment_id }) => kept.has(payment_id))),
    fileHash: fileHash(batch, lines),
    releasedHash: fileHash(batch, leaving),
  }
}

export function decideFileEntry(action: string): Decide<PaymentFileInput> {
  return (record, input, facts) => {
    const { stop, facts: found, verdicts } = checkedOf(facts)
    const file = stop ?? askedFile(input, found.endedHolds)
    if (file instanceof Refusal) return file
    const split = (record === null ? null : otherScope(record, file, verdicts)) ?? judged(file, verdicts)
    if (split instanceof Refusal) return split
    const at = beijingSecond(facts.at)
    return {
      status: 'ENTERED',
      amountFen: split.entered.fen,
      data: {
        batch: file.batch,
        lines: [...file.lines],
        holding: file.holding,
        ...split,
        checks: [...(record?.data.checks ?? []), { action, at, results: resultsOf(verdicts) }],
        remarks: record?.data.remarks ?? [],
        approvedOn: null,
        isFollowed: true,
        sent: null,
      },
    }
  }
}

/** Whom a record is about is read once, when it is opened: a correction must not reach beyond it. */
function otherScope({ subject }: File, { batch }: AskedFile, { persons }: Verdicts): Refusal | null {
  const isWider = persons.some(({ region }) => !subject.regionCodes.includes(region))
  if (!isWider && batch.scheme === subject.scheme) return null
  return new Refusal('invalid_input', {
    zh: '更正不能加入原文件以外统筹区的人员，也不能改换险种；请撤回后另行录入。',
    en: 'a correction cannot add people of other regions or change the scheme; withdraw this file and enter another.',
  })
}

/** The file as it was shown, checked once more; refused where the checks would now hold other lines. */
function renewed(file: File, action: string, facts: ActFacts): PaymentFileData | Refusal {
  const { stop, verdicts } = checkedOf(facts)
  if (stop !== null) return stop
  const { data } = file
  const split = judged(fileOfData(data), verdicts)
  if (split instanceof Refusal) return split
  if (split.releasedHash !== data.releasedHash || split.fileHash !== data.fileHash)
    return movedOn(data, split)
  const checks = [...data.checks, { action, at: beijingSecond(facts.at), results: resultsOf(verdicts) }]
  return { ...data, ...split, checks }
}

function movedOn(
  { held: before }: PaymentFileData,
  { held: after }: { readonly held: PaymentFileData['held'] },
): Refusal {
  const ids = (held: PaymentFileData['held']): string[] => held.map(({ paymentId }) => paymentId)
  const added = ids(after).filter((id) => !ids(before).includes(id))
  const gone = ids(before).filter((id) => !ids(after).includes(id))
  const some = (list: readonly string[]): string => (list.length === 0 ? '无' : list.slice(0, 5).join('、'))
  return new Refusal('conflict', {
    zh: `录入之后检查结果已有变化（新增暂缓 ${added.length} 笔：${some(added)}；不再暂缓 ${gone.length} 笔：${some(gone)}），所示文件不能照办；请退回经办人重新提交。`,
    en: `since this was entered the checks hold ${added.length} other lines and let ${gone.length} go, so the file shown is not the one to approve; return it to the operator to submit again.`,
  })
}

export function decideFileReview(): Decide<unknown> {
  return (record, _input, facts) => {
    const data = renewed(record!, 'review', facts)
    return data instanceof Refusal ? data : { status: 'REVIEWED', data }
  }
}

export function decideFileApproval(register: RegisterOwner): Decide<FileApproval> {
  return (record, input, facts) => {
    const file = record!
    const renewedData = renewed(file, 'approve', facts)
    if (renewedData instanceof Refusal) return renewedData
    const decision = decisionFor(renewedData, input, facts.loaded)
    if (decision instanceof Refusal) return decision
    const carriesArrears = renewedData.lines.some(({ hold_id }) => hold_id !== null)
    const data: PaymentFileData = {
      ...renewedData,
      decision,
      approvedOn: formatDay(shanghaiDay(facts.at)),
      isFollowed: renewedData.held.length === 0 && !carriesArrears,
    }
    const status = finalStatus(register)
    if (register === 'mirror') return { status, data }
    const review = facts.earlier.findLast(({ action }) => action === 'review')
    assert(review !== undefined, 'a file is approved after its review')
    const people = { preparedBy: file.enteredBy, reviewedBy: review.actorId, approvedBy: facts.actorId }
    const paymentIds = heldInRegister(checkedOf(facts).facts)
    const rows = endedRows(register, file, { action: 'approve', status, facts })
    const effects = [...writtenEffect(data, { paymentIds }, people), ...rows]
    return { status, data, effects: effectsOf(effects, file.id) }
  }
}

/** The bank's side of the hash (FIN-27): what it received is what was approved, or everybody learns that it is not. */
export function decideSent(
  register: RegisterOwner,
): Decide<{ readonly sent_file_hash: string; readonly sent_at: string }> {
  return (record, { sent_file_hash: hash, sent_at: at }) => {
    const { id, status, data, subject } = record!
    if (data.sent !== null || data.released.lineCount === 0) return nothingToSend(data)
    const isAsApproved = hash === data.releasedHash
    const after: PaymentFileData = { ...data, sent: { hash, at, isAsApproved } }
    const effects = register === 'own' ? effectsOf([sentEffect(data, hash, at)], id) : []
    const { agencyId } = subject.agency!
    const title = {
      zh: `核查：送银行的文件与批准的文件不一致（批次 ${data.batch.batch_id}，${formatYuan(data.released.fen)} 元）`,
      en: `the bank received another file than was approved (batch ${data.batch.batch_id})`,
    }
    const alarm = (['APPROVAL', 'INTERNAL_AUDIT'] as const).map((duty) => ({
      duty,
      step: 'ACT' as const,
      agencyId,
      title,
    }))
    return { status, data: after, effects, toDos: isAsApproved ? [] : alarm }
  }
}

function nothingToSend({ sent, batch }: PaymentFileData): Refusal {
  const zh = sent === null ? '没有放行的明细，无文件可送' : `已于 ${sent.at} 送出`
  const en = sent === null ? 'has no released line to send' : `was sent at ${sent.at}`
  return new Refusal('conflict', {
    zh: `批次 ${batch.batch_id} ${zh}。`,
    en: `the batch ${batch.batch_id} ${en}.`,
  })
}

function endedRows(
  register: RegisterOwner,
  file: File,
  ended: Pick<EndedFile, 'action' | 'status' | 'facts'>,
): RegisterChange[] {
  return endedFileRows(file, {
    ...ended,
    ...{ code: 'PAYMENT_FILE', register, amountFen: file.data.entered.fen },
  })
}

/** Withdrawn, lapsed, returned, refused: with the reason where there is one. Nothing is paid. */
export function leaveFile(
  register: RegisterOwner,
  action: string,
  status: OrderStatus,
): Decide<{ readonly reason?: string }> {
  return (record, { reason }, facts) => {
    const file = record!
    const { data } = file
    const remark = { action: status, actorId: facts.actorId, at: beijingSecond(facts.at) }
    const remarks = [...data.remarks, ...(reason === undefined ? [] : [{ ...remark, reason }])]
    const rows = endedRows(register, file, { action, status, facts })
    return { status, data: { ...data, remarks }, effects: effectsOf(rows, file.id) }
  }
}
