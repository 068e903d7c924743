import path from 'node:path'
import { byteOrderMark, csvLine, guardFormula } from '#base/csv.ts'
import { formatYuan } from '#base/money.ts'
import { createOutputFile } from '../output-file.ts'
import { changedTables } from './causes.ts'
import type { ComparedRow, Comparison, Counts } from './compare-runs.ts'
import type { RecordedRun } from './run-record.ts'

/** diff.json is written last. */
export const comparisonFiles = ['new.csv', 'gone.csv', 'changed.csv', 'diff.json'] as const

function text(row: ComparedRow, column: string): string {
  return guardFormula(String(row[column]))
}

function yuan(row: ComparedRow, column: string): string {
  return formatYuan(BigInt(row[column] as bigint))
}

type Cells = Readonly<Record<string, (row: ComparedRow) => string>>

const textCells = (...names: readonly string[]): Cells =>
  Object.fromEntries(names.map((name) => [name, (row: ComparedRow) => text(row, name)]))

const subject = textCells(
  'finding_id',
  'rule_code',
  'rule_title',
  'subject_kind',
  'subject_id',
  'person_name_masked',
)

const findingCells: Cells = {
  ...subject,
  level: (row) => String(row.level),
  ...textCells('period_from', 'period_to'),
  amount: (row) => yuan(row, 'amount_fen'),
  evidence_count: (row) => String(row.evidence_count),
  ...textCells('explanation', 'region'),
}

const changedCells: Cells = {
  ...subject,
  level_before: (row) => String(row.level_before),
  level_after: (row) => String(row.level),
  amount_before: (row) => yuan(row, 'amount_before_fen'),
  amount_after: (row) => yuan(row, 'amount_fen'),
  amount_difference: (row) =>
    formatYuan(BigInt(row.amount_fen as bigint) - BigInt(row.amount_before_fen as bigint)),
  evidence_count_before: (row) => String(row.evidence_count_before),
  evidence_count_after: (row) => String(row.evidence_count),
  evidence_changed: (row) => String(row.has_other_evidence),
  ...textCells('explanation', 'region'),
}

async function writeFile(file: string, texts: AsyncIterable<string>): Promise<void> {
  const output = await createOutputFile(file)
  try {
    for await (const each of texts) {
      output.append(each)
      await output.drain()
    }
    await output.finish()
  } finally {
    await output.abandon()
  }
}

async function* csvTexts(rows: AsyncIterable<ComparedRow>, cells: Cells): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(Object.keys(cells))
  for await (const row of rows) yield csvLine(Object.values(cells).map((print) => print(row)))
}

function runJson({ name, record }: RecordedRun): Record<string, unknown> {
  return {
    run: name,
    as_of: record.as_of,
    program_version: record.program_version,
    standard_version: record.standard_version,
    findings: record.rules.reduce((sum, { findings }) => sum + findings, 0),
    findings_sha256: record.findings_sha256,
  }
}

function countsJson(counts: Counts): Record<string, unknown> {
  return {
    new: counts.added,
    gone: counts.gone,
    changed: counts.changed,
    same: counts.same,
    amount_before: formatYuan(counts.amountBeforeFen),
    amount_after: formatYuan(counts.amountAfterFen),
  }
}

/** The content of diff.json: what differs by rule, and why. */
export function comparisonJson({ before, after, total, rules }: Comparison): string {
  const content = {
    before: runJson(before),
    after: runJson(after),
    changed_tables: changedTables(before.record, after.record),
    total: countsJson(total),
    rules: rules.map((rule) => ({
      code: rule.code,
      title: rule.title.zh,
      title_en: rule.title.en,
      ...countsJson(rule),
      causes: rule.causes.map(({ kind, text: { zh, en } }) => ({ kind, text: zh, text_en: en })),
    })),
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

/** Writes the four files into an empty folder. */
export async function writeComparison(directory: string, comparison: Comparison): Promise<void> {
  const file = (name: (typeof comparisonFiles)[number]): string => path.join(directory, name)
  await writeFile(file('new.csv'), csvTexts(comparison.read('added'), findingCells))
  await writeFile(file('gone.csv'), csvTexts(comparison.read('gone'), findingCells))
  await writeFile(file('changed.csv'), csvTexts(comparison.read('changed'), changedCells))
  async function* json(): AsyncGenerator<string> {
    yield comparisonJson(comparison)
  }
  await writeFile(file('diff.json'), json())
}
