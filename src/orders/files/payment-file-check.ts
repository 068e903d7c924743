import { Refusal } from '#base/refusal.ts'
import type { CheckAct } from '#records/act-context.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { RecordState } from '#records/record.ts'
import type { FoundHit } from '../checking/found-hit.ts'
import { beijingSecond } from '../checking/order-check.ts'
import { findStandingDecisions } from '../standing/find-standing-decisions.ts'
import type { FactPool } from '../storing/order-facts.ts'
import { type AskedFile, askedFile, fileOfData } from './asked-file.ts'
import { breakOfContent, breakOfFacts } from './file-breaks.ts'
import { assumedEffect } from './file-effect.ts'
import { askRules, type FileHit, partFound, type RunFileRules } from './file-rules.ts'
import { fileHash } from './file-text.ts'
import type { PaymentFileData } from './payment-file-data.ts'
import { type PaymentFileFacts, readEndedHolds, readPaymentFileFacts } from './payment-file-facts.ts'
import { PaymentFileInput } from './payment-line.ts'
import { batchRules, holdingRules, notingRules, type Verdicts } from './split-lines.ts'

export interface FileCheckContext {
  readonly pool: FactPool
  readonly runRules: RunFileRules
}

export const paymentFileKind = 'ORDER_PAYMENT_FILE'

/** What the decision finds in `facts.checked`, and the trail keeps: data only. */
export interface PaymentFileChecked {
  /** Why nothing could be checked: the decision refuses with it. */
  readonly stop: Refusal | null
  readonly facts: PaymentFileFacts
  readonly verdicts: Verdicts
  readonly found: readonly FoundHit[]
}

/** For `Kernel.check`, beside the check of single orders; null for other kinds. One run of the rules for all lines. */
export function createPaymentFileCheck(context: FileCheckContext): CheckAct {
  return async ({ kind, record, input, at, actorFacts }): Promise<PaymentFileChecked | null> => {
    if (kind.kind !== paymentFileKind) return null
    const agencyId = record?.subject.agency?.agencyId ?? actorFacts?.agencyId ?? ''
    const enteredBy = record?.enteredBy ?? actorFacts?.staffId ?? ''
    const given = PaymentFileInput.safeParse(input)
    const data = record === null ? null : (record as RecordState<string, PaymentFileData>).data
    const scheme = given.success ? given.data.scheme : data!.batch.scheme
    const endedHolds = await readEndedHolds(context.pool, { agencyId, scheme, fileId: record?.id ?? null })
    const file = given.success ? askedFile(given.data, endedHolds) : fileOfData(data!)
    const nothing: Verdicts = { answers: [], standing: [], persons: [] }
    if (file instanceof Refusal)
      return { stop: file, facts: { ...noFacts, endedHolds }, verdicts: nothing, found: [] }
    const found = await readPaymentFileFacts(context.pool, {
      fileId: record?.id ?? null,
      fileHash: fileHash(file.batch, file.lines),
      batchId: file.batch.batch_id,
      paymentIds: file.lines.map(({ payment_id }) => payment_id),
      personIds: personsOf(file),
      agencyId,
      enteredBy,
      holderId: file.holding.staff_id,
    })
    const facts: PaymentFileFacts = { ...found, endedHolds }
    const stop = breakOfContent(file) ?? breakOfFacts(file, facts)
    if (stop !== null) return { stop, facts, verdicts: nothing, found: [] }
    return { stop, facts, ...(await verdictsOn(context, { file, facts, at, agencyId })) }
  }
}

const noFacts: Omit<PaymentFileFacts, 'endedHolds'> = {
  persons: [],
  registered: [],
  isBatchKnown: false,
  sameFiles: [],
  linesOfOthers: [],
  linesOnHold: [],
  isHolderThere: false,
}

export function personsOf({ lines }: AskedFile): string[] {
  return [...new Set(lines.map(({ person_id }) => person_id))]
}

export function heldInRegister({ registered }: PaymentFileFacts): ReadonlySet<string> {
  return new Set(registered.map(({ paymentId }) => paymentId))
}

/** A rule of the batch about this batch: what breaks the file (file-breaks.ts). */
export function isStopOf({ batch }: AskedFile): (ruleCode: string, hit: FileHit) => boolean {
  return (ruleCode, { subjectId }) => batchRules.includes(ruleCode) && subjectId === batch.batch_id
}

async function verdictsOn(
  { pool, runRules }: FileCheckContext,
  {
    file,
    facts,
    at,
    agencyId,
  }: {
    readonly file: AskedFile
    readonly facts: PaymentFileFacts
    readonly at: Date
    readonly agencyId: string
  },
): Promise<Pick<PaymentFileChecked, 'verdicts' | 'found'>> {
  const day = shanghaiDay(at)
  const paymentIds = heldInRegister(facts)
  const asked = {
    ruleCodes: [...holdingRules, ...notingRules, ...batchRules],
    effect: assumedEffect(file, { paymentIds }, beijingSecond(at)),
    persons: personsOf(file),
    batches: [file.batch.batch_id],
    asOf: day,
  }
  const standing = await findStandingDecisions(pool, { functionCode: 'PAYMENT_FILE', agencyId, day })
  const { answers, found } = partFound(await askRules(runRules, asked), isStopOf(file))
  return { verdicts: { answers, standing, persons: facts.persons }, found }
}
