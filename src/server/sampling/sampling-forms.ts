import { z } from 'zod'
import type { RecordColumns } from '../cases/list-cases.ts'
import type { IssuedRow, ItemRow, PlanRow } from './list-samples.ts'

/** Plans, items and issued findings as lists show them. */

const common = {
  record_id: z.string(),
  status: z.string(),
  version: z.int(),
  regions: z.array(z.string()),
  agency_id: z.string().nullable(),
  is_open: z.boolean(),
  entered_by: z.string(),
  entered_at: z.iso.datetime(),
  changed_at: z.iso.datetime(),
  due_day: z.string().nullable(),
  is_due_provisional: z.boolean(),
  is_overdue: z.boolean(),
}

function commonOf(row: RecordColumns) {
  return {
    record_id: row.record_id,
    status: row.status,
    version: row.version,
    regions: row.regions,
    agency_id: row.agency_id,
    is_open: row.is_open,
    entered_by: row.entered_by,
    entered_at: row.entered_at.toISOString(),
    changed_at: row.changed_at.toISOString(),
    due_day: row.due_day,
    is_due_provisional: row.due_is_provisional,
    is_overdue: row.is_overdue,
  }
}

export const PlanForm = z
  .object({
    ...common,
    month: z.string().describe('业务月份 YYYY-MM / whose business'),
    due_on: z.string(),
    completed_on: z.string().nullable(),
    replaces: z.string().nullable(),
    population: z.int(),
    wanted: z.int(),
    checked: z.int(),
    wrong: z.int(),
  })
  .meta({ id: 'SamplePlan' })
export type PlanForm = z.infer<typeof PlanForm>

export function planForm(row: PlanRow): PlanForm {
  const { month, due_on, completed_on, replaces, population, wanted, checked, wrong } = row
  return { ...commonOf(row), month, due_on, completed_on, replaces, population, wanted, checked, wrong }
}

export const ItemForm = z
  .object({
    ...common,
    person_id: z.string().nullable(),
    amount_fen: z.string().nullable().describe('不一致的金额 / what is in question'),
    plan_id: z.string(),
    function: z.string(),
    month: z.string(),
    place: z.int(),
    audited_agency_id: z.string(),
    checking_agency_id: z.string(),
    checker: z.string().nullable(),
    finding_id: z.string().nullable(),
  })
  .meta({ id: 'SampleItem' })
export type ItemForm = z.infer<typeof ItemForm>

export function itemForm(row: ItemRow): ItemForm {
  const { person_id, plan_id, month, place, audited_agency_id, checking_agency_id, checker, finding_id } = row
  return {
    ...commonOf(row),
    ...{ person_id, plan_id, month, place, audited_agency_id, checking_agency_id, checker, finding_id },
    function: row.function,
    amount_fen: row.amount_fen?.toString() ?? null,
  }
}

export const IssuedForm = z
  .object({
    ...common,
    title: z.string(),
    issuing_agency_id: z.string(),
    issuing_agency: z.string(),
    due_on: z.string(),
    written_back_on: z.string().nullable(),
    finding_count: z.int(),
    answered_count: z.int(),
    true_count: z.int(),
  })
  .meta({ id: 'IssuedFindings' })
export type IssuedForm = z.infer<typeof IssuedForm>

export function issuedForm(row: IssuedRow): IssuedForm {
  const { title, issuing_agency_id, issuing_agency, due_on, written_back_on } = row
  const { finding_count, answered_count, true_count } = row
  return {
    ...commonOf(row),
    ...{ title, issuing_agency_id, issuing_agency, due_on, written_back_on },
    ...{ finding_count, answered_count, true_count },
  }
}

const projection = z
  .object({
    share: z.number(),
    low: z.number(),
    high: z.number(),
    items_likely: z.int(),
    items_low: z.int(),
    items_high: z.int(),
    amount_fen: z.string().nullable(),
  })
  .nullable()
  .describe('整层复核完后才推断 / only once the whole stratum is checked')

export const StratumResult = z
  .object({
    code: z.string(),
    function: z.string(),
    ratio_millionths: z.int(),
    population: z.int(),
    wanted: z.int(),
    drawn: z.int(),
    checked: z.int(),
    wrong: z.int(),
    awaiting_second: z.int(),
    amount_fen: z.string().describe('确认有误的金额 / of what is confirmed to be wrong'),
    projection,
  })
  .meta({ id: 'SampleStratum' })
export type StratumResult = z.infer<typeof StratumResult>

export const PlanResults = z
  .object({
    strata: z.array(StratumResult),
    total: StratumResult.omit({ code: true, function: true, ratio_millionths: true, projection: true }),
    replaced_by: z.string().nullable(),
  })
  .meta({ id: 'SamplePlanResults' })
export type PlanResults = z.infer<typeof PlanResults>

export const Replay = z
  .object({
    plan_id: z.string(),
    population_hash: z.string(),
    /** Null while nothing is drawn. */
    checkpoint: z.string().nullable(),
    seed: z.string().nullable(),
    computed: z
      .object({ population_hash: z.string(), seed: z.string(), is_same: z.boolean() })
      .nullable()
      .describe('由总体、检查点和计划编号重新计算 / computed anew'),
    strata: z.array(
      z.object({
        code: z.string(),
        ratio_millionths: z.int(),
        items: z.array(z.string()),
        drawn: z.array(z.string()).nullable(),
        drawn_again: z.array(z.string()).nullable(),
      }),
    ),
  })
  .meta({ id: 'SampleReplay' })
export type Replay = z.infer<typeof Replay>
