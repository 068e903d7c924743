import { z } from 'zod'
import { Remark } from '../remark.ts'

/**
 * The yearly filing of a unit's ledger: 填报《社会保险基金风险防控台账》（附件1），于11月30日前报送市人力社保局基金监督处
 * (seed 003, 四（一）). What is filed is a copy: later changes of the ledger do not change it.
 */

/** A line of the form, and what stands beside it in the system but not on the form. */
export const LedgerRow = z.strictObject({
  risk_point_id: z.string(),
  version: z.int(),
  department: z.string(),
  risk: z.string(),
  measures: z.array(z.string()),
  direct: z.string(),
  department_head: z.string(),
  unit_head: z.string(),
  level: z.int().min(1).max(3),
  residual_level: z.int().min(1).max(3),
  stage: z.string(),
  domain: z.string(),
})
export type LedgerRow = z.infer<typeof LedgerRow>

export const FilingYear = z.int().min(2018).max(2100).meta({ title: '年度' })

export const LedgerFilingData = z.strictObject({
  year: z.int(),
  unit: z.string(),
  /** Who accepts it: fund supervision above, `app.ledger_receiver`. */
  receiver_id: z.string(),
  receiver: z.string(),
  /** YYYY-MM-DD, the 30th of November: stays, whatever becomes of it. */
  due_on: z.string(),
  rows: z.array(LedgerRow),
  /** SHA-256 of the copy, hex; null as long as there is none. */
  digest: z.string().nullable(),
  prepared_on: z.string().nullable(),
  /** Of the last time that it was filed. */
  filed_on: z.string().nullable(),
  accepted_on: z.string().nullable(),
  /** Who was told of the deadline: the unit before it, its head and the superior after it. */
  reminded: z.enum(['BEFORE', 'AFTER']).nullable(),
  remarks: z.array(Remark),
})
export type LedgerFilingData = z.infer<typeof LedgerFilingData>

/** 于11月30日前报送 */
export const filingDay = (year: number): string => `${year}-11-30`
