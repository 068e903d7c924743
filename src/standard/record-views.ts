/**
 * What the system's own records look like to rules about work itself (R-WF; platform.md 3): views `app.record_*` in
 * PostgreSQL, described like the 38 tables, filled from the records as they are, and no part of a delivery. A column of
 * type money is `<name>_fen` there, a date has its day as an integer beside it: whoever writes a rule finds nothing new.
 */
import { assert } from '#base/refusal.ts'
import {
  recordAgency,
  recordCampaignAnswer,
  recordCampaignCheck,
  recordCampaignProblem,
  recordConfirmedCase,
  recordInspection,
  recordInspectionCoverage,
  recordInspectionMember,
  recordMajorEvent,
  recordMeeting,
  recordRiskPoint,
  recordRiskReport,
  recordSampleStratum,
  recordStaff,
  recordTie,
} from './record-views-of-supervision.ts'
import {
  expectedReconciliation,
  recordBusinessOrder,
  recordEpisode,
  recordFeed,
  recordInstalment,
  recordLead,
  recordRecovery,
  recordStep,
} from './record-views-of-work.ts'
import type { Table } from './table.ts'
import { findTable, type TableName } from './tables.ts'

export const recordViews = [
  recordLead,
  recordEpisode,
  recordRecovery,
  recordInstalment,
  recordFeed,
  recordStep,
  recordBusinessOrder,
  expectedReconciliation,
  recordRiskPoint,
  recordCampaignAnswer,
  recordCampaignCheck,
  recordCampaignProblem,
  recordSampleStratum,
  recordInspection,
  recordInspectionMember,
  recordMajorEvent,
  recordRiskReport,
  recordMeeting,
  recordAgency,
  recordStaff,
  recordTie,
  recordConfirmedCase,
  recordInspectionCoverage,
] as const satisfies readonly Table[]

export type RecordViewName = (typeof recordViews)[number]['name']
/** What a rule about work may read, besides what the program itself lays beside it (`WorkReference`). */
export type WorkTable = TableName | RecordViewName

const byName: ReadonlyMap<string, Table> = new Map(recordViews.map((each) => [each.name, each]))

export function isRecordView(name: string): name is RecordViewName {
  return byName.has(name)
}

/** A table of the standard or a view of records: whatever evidence may name. */
export function findShownTable(name: string): Table | undefined {
  return findTable(name) ?? byName.get(name)
}

export function getShownTable(name: string): Table {
  const found = findShownTable(name)
  assert(found !== undefined, `no table ${name} in the standard, and no view of records`)
  return found
}
