/** What a delivery comes to, from whichever side: the oracle or the program. */

import { type DraftFile, encodeFile } from '../deliveries/encode.ts'
import { type DeliveredFile, loadDelivery, type Reject } from '../loading/load.ts'
import { screen } from '../rules/all-rules.ts'
import { readOracleCalendar } from '../rules/calendar.ts'
import { defaultParameters, type Parameters } from '../rules/parameters.ts'
import { defaultAsOf, type Finding } from '../rules/rule.ts'
import { rowsOfLoader } from './stored-rows.ts'

export interface Observed {
  /** `file: read loaded rejected repeated` */
  readonly files: readonly string[]
  readonly rejects: readonly Reject[]
  readonly asOf: number | null
  readonly findings: readonly Finding[]
  /** Every loaded row, as text. */
  readonly rows: readonly string[]
}

const calendar = readOracleCalendar()

export interface Delivery {
  readonly files: readonly DeliveredFile[]
  readonly asOf: number | null
  readonly parameters?: Parameters
}

export function filesOf(drafts: readonly DraftFile[]): DeliveredFile[] {
  return drafts.map(encodeFile)
}

/** Null where the standard stops the run. */
export function oracleView({ files, asOf, parameters = defaultParameters }: Delivery): Observed | null {
  const loaded = loadDelivery(files)
  if (loaded.kind !== 'loaded') return null
  const lastDay = asOf ?? defaultAsOf(loaded.data)
  const findings = lastDay === null ? [] : screen({ data: loaded.data, asOf: lastDay, parameters, calendar })
  return {
    files: loaded.files.map((each) => {
      return `${each.file}: ${each.table} ${each.read} ${each.loaded} ${each.rejected} ${each.repeated}`
    }),
    rejects: loaded.rejects,
    asOf: lastDay,
    findings,
    rows: rowsOfLoader(loaded.data),
  }
}

/** Every difference as a sentence; empty where both agree on all that the standard settles. */
export function differences(expected: Observed, actual: Observed): string[] {
  return [
    ...differentTexts('file', expected.files, actual.files),
    ...differentTexts('row', expected.rows, actual.rows),
    ...differentTexts('reject', expected.rejects.map(rejectText), actual.rejects.map(rejectText)),
    ...differentFindings(expected.findings, actual.findings),
  ]
}

function rejectText(each: Reject): string {
  return JSON.stringify([each.file, each.line, each.column, each.value, each.reason])
}

export function differentTexts(
  what: string,
  expected: readonly string[],
  actual: readonly string[],
): string[] {
  return [
    ...expected.filter((each) => !actual.includes(each)).map((each) => `${what} missing: ${each}`),
    ...actual.filter((each) => !expected.includes(each)).map((each) => `${what} too many: ${each}`),
  ]
}

function subjectOf(each: Finding): string {
  return `${each.ruleCode} ${each.subjectKind} ${each.subjectId}`
}

function differentFindings(expected: readonly Finding[], actual: readonly Finding[]): string[] {
  const missing = differentTexts('finding', expected.map(subjectOf), actual.map(subjectOf))
  const different = expected.flatMap((wanted) => {
    const got = actual.find((each) => subjectOf(each) === subjectOf(wanted))
    if (got === undefined) return []
    const [left, right] = [settled(wanted, wanted), settled(got, wanted)]
    return left === right ? [] : [`${subjectOf(wanted)}: expected ${left}, got ${right}`]
  })
  if (missing.length > 0 || different.length > 0) return [...missing, ...different]
  const order = (findings: readonly Finding[]): string => findings.map(subjectOf).join(', ')
  return order(expected) === order(actual) ? [] : [`order: expected ${order(expected)}, got ${order(actual)}`]
}

/** What of a finding the standard settles. */
function settled(finding: Finding, { unsettled }: Finding): string {
  const { level, amountFen, periodFrom, periodTo, evidence } = finding
  const period = unsettled.includes('period') ? '' : ` ${periodFrom}…${periodTo}`
  const rows = unsettled.includes('evidence') ? '' : ` ${evidence.join(' ')}`
  return `level ${level} ${amountFen}${period}${rows}`
}

/** Where the standard leaves open what both sides had to choose: told apart, never a failure. */
export function openDifferences(expected: Observed, actual: Observed): string[] {
  return expected.findings.flatMap((wanted) => {
    const got = actual.findings.find((each) => subjectOf(each) === subjectOf(wanted))
    if (got === undefined || wanted.unsettled.length === 0) return []
    const text = (each: Finding): string => `${each.periodFrom}…${each.periodTo} ${each.evidence.join(' ')}`
    return text(wanted) === text(got)
      ? []
      : [`${subjectOf(wanted)}: expected ${text(wanted)}, got ${text(got)}`]
  })
}
