import { z } from 'zod'
import { fenCodec } from '#records/fen-codec.ts'
import { writeBackResults } from '../codes.ts'
import { Remark } from '../remark.ts'

/** A set of findings that a supervisor issued to a unit, with what the unit wrote back on each (疑点下发). */

const codes = <Code extends string>(list: Readonly<Record<Code, unknown>>): [Code, ...Code[]] =>
  Object.keys(list) as [Code, ...Code[]]

/** As it was when it was issued: later runs change the finding. */
export const IssuedFinding = z.strictObject({
  finding_id: z.string(),
  rule_code: z.string(),
  level: z.int().min(1).max(3),
  explanation: z.string(),
  amount_fen: fenCodec,
  result: z
    .strictObject({
      result: z.enum(codes(writeBackResults)),
      note: z.string(),
      confirmed_fen: fenCodec.nullable(),
      by: z.string(),
      at: z.string(),
    })
    .nullable(),
})
export type IssuedFinding = z.infer<typeof IssuedFinding>

export const IssuedData = z.strictObject({
  title: z.string(),
  request: z.string(),
  basis: z.string(),
  issuing_agency_id: z.string(),
  due_on: z.string(),
  issued_on: z.string(),
  /** The last result is in. */
  written_back_on: z.string().nullable(),
  closed_on: z.string().nullable(),
  findings: z.array(IssuedFinding).min(1),
  remarks: z.array(Remark),
})
export type IssuedData = z.infer<typeof IssuedData>
