import { z } from 'zod'
import { AnswersInput } from '#campaigns/answering/task-data.ts'
import { recordsFile } from '#packages/manifest.ts'
import type { PackageKind } from '#packages/package-kinds.ts'
import { damaged } from '#packages/package-refusals.ts'
import { LedgerRow } from '#risk-ledger/filing/filing-data.ts'
import { WriteBack } from '#sampling/issued/issued-findings.ts'

/** What `records.json` holds, by kind of package. Texts that people wrote are masked before they come here. */

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
const text = z.string().max(2_000)
const amount = z.string().regex(/^\d{1,15}\.\d{2}$/)

const TaskContent = z.strictObject({
  task_id: id,
  agency_id: id,
  unit: text,
  campaign: text,
  basis: text,
  period_from: text,
  period_to: text,
  due_on: text,
  /** Numbers of the questions asked. */
  questions: z.array(z.string().max(8)).max(100),
  answers: z.array(AnswersInput.shape.answers.element).max(100),
  table: text,
})
export type TaskContent = z.infer<typeof TaskContent>

const SetContent = z.strictObject({
  record_id: id,
  agency_id: id,
  unit: text,
  title: text,
  request: text,
  basis: text,
  issued_on: text,
  due_on: text,
  findings: z
    .array(
      z.strictObject({
        finding_id: id,
        rule_code: text,
        level: z.int(),
        explanation: z.string().max(10_000),
        amount_yuan: amount,
      }),
    )
    .min(1)
    .max(500),
  table: text,
})
export type SetContent = z.infer<typeof SetContent>

const LedgerContent = z.strictObject({
  year: z.int().min(2018).max(2100),
  unit: text,
  rows: z.array(LedgerRow).min(1).max(5_000),
})
export type LedgerContent = z.infer<typeof LedgerContent>

const itemsMax = 5_000

export const contents = {
  TASKS: z.strictObject({ tasks: z.array(TaskContent).min(1).max(itemsMax) }),
  ANSWERS: z.strictObject({
    tasks: z
      .array(AnswersInput.extend({ task_id: id }))
      .min(1)
      .max(itemsMax),
  }),
  ISSUED_FINDINGS: z.strictObject({ sets: z.array(SetContent).min(1).max(itemsMax) }),
  WRITE_BACKS: z.strictObject({
    sets: z
      .array(WriteBack.extend({ record_id: id }))
      .min(1)
      .max(itemsMax),
  }),
  LEDGERS: z.strictObject({ ledgers: z.array(LedgerContent).min(1).max(100) }),
} as const satisfies Record<PackageKind, z.ZodType>
export type Contents = { readonly [Kind in PackageKind]: z.infer<(typeof contents)[Kind]> }

/** Signed by its sender, and yet not what this kind holds: refused like a damaged file. */
export function parseContent<Kind extends PackageKind>(kind: Kind, records: unknown): Contents[Kind] {
  const parsed = contents[kind].safeParse(records)
  if (!parsed.success) throw damaged(recordsFile)
  return parsed.data as Contents[Kind]
}
