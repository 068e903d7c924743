import { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import type { ActionDefinition } from '#records/define-record.ts'
import type { RecordState } from '#records/record.ts'
import { letterCodes } from './letter-list.ts'
import { type LetterTag, letterTags } from './letter-templates.ts'

export const letterStatuses = {
  DRAFTED: { zh: '待签发', en: 'drafted' },
  ISSUED: { zh: '已签发，待成文', en: 'issued' },
  FILED: { zh: '已成文归档', en: 'filed' },
  DISCARDED: { zh: '已作废', en: 'discarded' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type LetterStatus = keyof typeof letterStatuses

const rows = z.array(z.record(z.string(), z.string()))
const tags = Object.entries(letterTags) as [LetterTag, readonly string[] | null][]

/** Frozen when the letter is issued: the file says this for ever, whatever becomes of the case. */
const Values = z
  .record(z.string(), z.union([z.string(), rows]))
  .refine(
    (values) =>
      tags.every(([tag, columns]) =>
        columns === null ? typeof values[tag] === 'string' : Array.isArray(values[tag]),
      ),
    'a value is missing',
  )

const Said = z.strictObject({ by: z.string(), at: z.string(), reason: z.string() })

export const LetterData = z.strictObject({
  template: z.enum(letterCodes),
  case_id: z.string(),
  recovery_id: z.string().nullable(),
  addressee_name: z.string(),
  text: z.string(),
  basis: z.string(),
  due_on: z.string().nullable(),
  contact: z.string(),
  /** Without gaps of its agency and year; null before it is issued. */
  number: z
    .strictObject({ agency_id: z.string(), year: z.int(), number: z.int(), text: z.string() })
    .nullable(),
  values: Values.nullable(),
  issued: z.strictObject({ by: z.string(), at: z.string() }).nullable(),
  attachment_id: z.string().nullable(),
  served: z.array(z.strictObject({ on: z.string(), channel: z.string(), by: z.string(), at: z.string() })),
  remarks: z.array(z.strictObject({ action: z.string(), ...Said.shape })),
})
export type LetterData = z.infer<typeof LetterData>
export type LetterRow = RecordState<LetterStatus, LetterData>
export type LetterAction<Input> = ActionDefinition<LetterStatus, LetterData, Input>
