import path from 'node:path'
import type { OutputCell } from '#platform/xlsx/xlsx-types.ts'
import type {
  EvidenceRow,
  Finding,
  FindingReader,
  Level,
  RuleOutcome,
  RunSummary,
} from '#screening/finding.ts'
import { maskEvidence } from './evidence-shown.ts'
import { type EvidenceLayout, evidenceLayout } from './report-xlsx-evidence.ts'
import { evidencePlace, type ListOptions, listRow } from './report-xlsx-findings.ts'
import { openSpool, rowFormat, type Spool } from './report-xlsx-spool.ts'
import { digestEvidence, type EvidenceDigest, type ReviewedFindings, reviewState } from './reviewed.ts'

/** The standard allows 100,000 rows a sheet; a few of them are title, header and notes. */
export const listedRowsMax = 99_990
/** Title and notes above the header of a rule's sheet; the list says in which rows a finding's evidence stands. */
export const ruleHeadingLines = 4
const firstRuleRow = ruleHeadingLines + 2

export interface SheetRows {
  readonly rows: Spool<readonly OutputCell[]>
  leftOut: number
}

export interface RuleRows extends SheetRows {
  readonly outcome: RuleOutcome
  readonly layout: EvidenceLayout
}

export interface Total {
  findings: number
  amountFen: bigint
}

/** What one pass over the findings gives: the rows of each sheet, laid aside, and the totals. */
export interface Collected {
  readonly list: SheetRows
  readonly cleared: SheetRows
  readonly rules: ReadonlyMap<string, RuleRows>
  readonly all: Total
  readonly clearedTotal: Total
  readonly byLevel: Readonly<Record<Level, Total>>
  readonly byRule: ReadonlyMap<string, Total>
}

export interface CollectOptions {
  readonly directory: string
  readonly summary: RunSummary
  readonly findings: FindingReader
  readonly reviewed: ReviewedFindings
  readonly list: ListOptions
  readonly isUnmasked: boolean
  readonly signal: AbortSignal | undefined
  /** Fewer in tests. */
  readonly rowsMax?: number | undefined
}

const nothing = (): Total => ({ findings: 0, amountFen: 0n })

function count(total: Total | undefined, finding: Finding): void {
  if (total === undefined) return
  total.findings += 1
  total.amountFen += finding.amountFen
}

/** One finding on its way through its parts. */
interface Current {
  readonly finding: Finding
  readonly digest: EvidenceDigest | null
  /** Set where an earlier conclusion may take it out of the list: whether it does is known after its last row. */
  readonly waiting: Spool<readonly OutputCell[]> | null
  readonly from: number
  leftOut: number
}

class Collector {
  readonly list: SheetRows
  readonly cleared: SheetRows
  readonly rules: ReadonlyMap<string, RuleRows>
  readonly all = nothing()
  readonly clearedTotal = nothing()
  readonly byLevel: Record<Level, Total> = { 1: nothing(), 2: nothing(), 3: nothing() }
  readonly byRule = new Map<string, Total>()
  readonly #options: CollectOptions
  readonly #rowsMax: number
  #current: Current | undefined
  #waitingCount = 0

  constructor(options: CollectOptions) {
    this.#options = options
    this.#rowsMax = options.rowsMax ?? listedRowsMax
    this.list = this.#sheet('list')
    this.cleared = this.#sheet('cleared')
    const { language } = options.list
    this.rules = new Map(
      options.summary.rules.map((outcome) => [
        outcome.code,
        Object.assign(this.#sheet(outcome.code), { outcome, layout: evidenceLayout(outcome, language) }),
      ]),
    )
    for (const { code } of options.summary.rules) this.byRule.set(code, nothing())
  }

  #sheet(name: string): SheetRows {
    return { rows: this.#spool(name), leftOut: 0 }
  }

  #spool(name: string): Spool<readonly OutputCell[]> {
    return openSpool(path.join(this.#options.directory, `${name}.rows`), rowFormat)
  }

  begin(finding: Finding): void {
    const { reviewed, list } = this.#options
    const needsDigest = list.withReviewColumns || reviewed.has(finding.findingId)
    const mayBeCleared = reviewed.get(finding.findingId)?.conclusion === '不属实'
    if (mayBeCleared) this.#waitingCount += 1
    this.#current = {
      finding,
      digest: needsDigest ? digestEvidence(finding.ruleCode) : null,
      waiting: mayBeCleared ? this.#spool(`waiting-${this.#waitingCount}`) : null,
      from: firstRuleRow + (this.rules.get(finding.ruleCode)?.rows.count ?? 0),
      leftOut: 0,
    }
  }

  async addRows(rows: readonly EvidenceRow[]): Promise<void> {
    const current = this.#current!
    const sheet = this.rules.get(current.finding.ruleCode)
    current.digest?.add(rows)
    if (sheet === undefined) return
    for (const row of rows) {
      const target = current.waiting ?? sheet.rows
      if (sheet.rows.count + (current.waiting?.count ?? 0) >= this.#rowsMax) {
        current.leftOut += 1
        continue
      }
      const shown = this.#options.isUnmasked ? row : maskEvidence(row)
      await target.add(sheet.layout.toRow(current.finding, shown))
    }
  }

  async end(): Promise<void> {
    const { finding, digest, waiting, from, leftOut } = this.#current!
    const { reviewed, list } = this.#options
    const sheet = this.rules.get(finding.ruleCode)
    const evidenceDigest = digest?.value() ?? ''
    const review = reviewed.get(finding.findingId)
    const state = reviewState(review, evidenceDigest)
    const isCleared = state === 'cleared'
    if (isCleared) count(this.clearedTotal, finding)
    else this.#countOpen(finding)
    if (!isCleared && sheet !== undefined) {
      sheet.leftOut += leftOut
      for await (const row of waiting?.read() ?? []) await sheet.rows.add(row)
    }
    const to = firstRuleRow + (sheet?.rows.count ?? 0) - 1
    const evidence = isCleared
      ? ''
      : evidencePlace(finding.ruleCode, { from, to, leftOut }, this.#options.list.language)
    const target = isCleared ? this.cleared : this.list
    if (target.rows.count >= this.#rowsMax) {
      target.leftOut += 1
      return
    }
    await target.rows.add(
      listRow({ finding, evidence, evidenceDigest, review, state }, isCleared ? clearedOptions(list) : list),
    )
  }

  #countOpen(finding: Finding): void {
    count(this.all, finding)
    count(this.byLevel[finding.level], finding)
    count(this.byRule.get(finding.ruleCode), finding)
  }
}

/** Nothing is left to fill in where a finding is cleared. */
export function clearedOptions(list: ListOptions): ListOptions {
  return { language: list.language, withReviewColumns: false, withState: true }
}

export async function collectFindings(options: CollectOptions): Promise<Collected> {
  const collector = new Collector(options)
  for await (const part of options.findings.read()) {
    options.signal?.throwIfAborted()
    if (part.isFirst) collector.begin(part.finding)
    await collector.addRows(part.rows)
    if (part.isLast) await collector.end()
  }
  return collector
}
