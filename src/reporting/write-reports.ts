import { chmod, constants, copyFile } from 'node:fs/promises'
import path from 'node:path'
import type { Language } from '#base/bilingual.ts'
import type { OnProgress } from '#base/progress.ts'
import { assert } from '#base/refusal.ts'
import type {
  FindingReader,
  RunSummary,
  ShadowReader,
  SubjectReader,
  SubjectRisk,
} from '#screening/finding.ts'
import { collectEvidenceShown, maskEvidence } from './evidence-shown.ts'
import { judgeFindings } from './finding-judgements.ts'
import { countFindings, type FindingTotals } from './finding-totals.ts'
import { findingCsvLine, findingJsonTexts, findingsCsvHeader } from './findings-files.ts'
import { createOutputFile, type OutputFile, resultFileMode } from './output-file.ts'
import { keepLargest } from './page/largest-findings.ts'
import { type FindingEncoder, findingEncoder } from './page/page-data.ts'
import { readPageFiles } from './page/page-files.ts'
import { findingsListed, reportPageTexts } from './page/report-page.ts'
import { subjectsListed } from './page/subject-section.ts'
import { writeReportXlsx } from './report-xlsx.ts'
import { writeRegionReports } from './report-xlsx-regions.ts'
import type { ReviewedFindings } from './reviewed.ts'
import { runJsonText } from './run-json.ts'
import { shadowCsvHeader, shadowCsvLine } from './shadow-csv.ts'
import { subjectCsvLine, subjectsCsvHeader } from './subject/subjects-csv.ts'

export interface ReportOptions {
  /** An empty folder that nobody reads yet: a failure leaves files in it, and the caller throws it away. */
  readonly directory: string
  readonly summary: RunSummary
  readonly findings: FindingReader
  readonly subjects: SubjectReader
  /** Read where the summary has shadows. */
  readonly shadows?: ShadowReader | undefined
  /** The snapshot's rejects.csv. */
  readonly snapshotRejects: string
  /** One more report a region, to hand out. */
  readonly splitByRegion: boolean
  /** Filled-in reports of before: findings that they clear are listed apart. */
  readonly reviewed?: ReviewedFindings | undefined
  readonly isUnmasked: boolean
  readonly language: Language
  readonly onProgress?: OnProgress | undefined
  readonly signal?: AbortSignal | undefined
}

/** What one reading of the findings leaves for report.html. */
interface Reading {
  readonly totals: FindingTotals
  readonly encoder: FindingEncoder
  /** Encoded, largest first. */
  readonly largest: readonly string[]
}

/** Writes a run's results; run.json comes last and says by its presence that they are whole. */
export async function writeReports(options: ReportOptions): Promise<{ readonly findingsSha256: string }> {
  const { directory, summary, signal } = options
  signal?.throwIfAborted()
  const rejects = path.join(directory, 'rejects.csv')
  await copyFile(options.snapshotRejects, rejects, constants.COPYFILE_EXCL)
  await chmod(rejects, resultFileMode)
  const { reading, findingsSha256 } = await writeFindings(options)
  const subjects = await writeSubjects(options)
  await writeShadows(options)
  signal?.throwIfAborted()
  const page = reportPageTexts({
    ...options,
    totals: reading.totals,
    encoder: reading.encoder,
    findings: reading.largest,
    subjects,
    subjectCount: options.subjects.count,
    files: await readPageFiles(),
  })
  await writeTexts(path.join(directory, 'report.html'), page)
  await writeWorkbooks(options)
  signal?.throwIfAborted()
  await writeTexts(path.join(directory, 'run.json'), [runJsonText(summary, findingsSha256)])
  return { findingsSha256 }
}

async function writeWorkbooks(options: ReportOptions): Promise<void> {
  const { directory, summary, findings, subjects, reviewed, isUnmasked, language, signal, onProgress } =
    options
  const shared = { summary, findings, subjects, reviewed, isUnmasked, language, signal }
  const tell = (subject: string) => onProgress?.({ stage: 'report', subject, done: 0, total: 0 })
  signal?.throwIfAborted()
  tell('report.xlsx')
  await writeReportXlsx({ ...shared, file: path.join(directory, 'report.xlsx') })
  signal?.throwIfAborted()
  if (!options.splitByRegion) return
  tell('report-*.xlsx')
  await writeRegionReports({ ...shared, directory })
}

/** Writes subjects.csv and gives the first of them, for report.html. */
async function writeSubjects({ directory, subjects, signal }: ReportOptions): Promise<SubjectRisk[]> {
  const first: SubjectRisk[] = []
  let count = 0
  async function* lines(): AsyncGenerator<string> {
    yield subjectsCsvHeader
    for await (const subject of subjects.read()) {
      signal?.throwIfAborted()
      if (first.length < subjectsListed) first.push(subject)
      count += 1
      yield subjectCsvLine(subject)
    }
  }
  await writeTexts(path.join(directory, 'subjects.csv'), lines())
  assert(count === subjects.count, `${subjects.count} subjects were ranked, but ${count} were read`)
  return first
}

async function writeShadows({ directory, summary, shadows, signal }: ReportOptions): Promise<void> {
  if (summary.shadows === undefined || shadows === undefined) return
  const differences = shadows.read()
  async function* lines(): AsyncGenerator<string> {
    yield shadowCsvHeader
    for await (const difference of differences) {
      signal?.throwIfAborted()
      yield shadowCsvLine(difference)
    }
  }
  await writeTexts(path.join(directory, 'shadow.csv'), lines())
}

async function writeTexts(file: string, texts: Iterable<string> | AsyncIterable<string>): Promise<void> {
  const output = await createOutputFile(file)
  try {
    for await (const text of texts) {
      output.append(text)
      await output.drain()
    }
    await output.finish()
  } finally {
    await output.abandon()
  }
}

async function writeFindings(
  options: ReportOptions,
): Promise<{ readonly reading: Reading; readonly findingsSha256: string }> {
  const files: OutputFile[] = []
  try {
    const csv = await createOutputFile(path.join(options.directory, 'findings.csv'))
    files.push(csv)
    const jsonl = await createOutputFile(path.join(options.directory, 'findings.jsonl'))
    files.push(jsonl)
    const reading = await readOnce(options, csv, jsonl)
    await jsonl.finish()
    return { reading, findingsSha256: await csv.finish() }
  } finally {
    for (const file of files) await file.abandon()
  }
}

/** One reading feeds all three: findings.csv, findings.jsonl and the largest findings of report.html. */
async function readOnce(options: ReportOptions, csv: OutputFile, jsonl: OutputFile): Promise<Reading> {
  const { summary, signal, onProgress } = options
  const counter = countFindings()
  const encoder = findingEncoder()
  const largest = keepLargest<string>(findingsListed)
  const shownOf = collectEvidenceShown()
  const jsonText = findingJsonTexts()
  const judgementOf = judgeFindings(options.reviewed ?? new Map())
  const tell = (done: number) =>
    onProgress?.({ stage: 'report', subject: 'findings.csv', done, total: summary.findings })
  let done = 0
  tell(0)
  csv.append(findingsCsvHeader)
  for await (const part of options.findings.read()) {
    signal?.throwIfAborted()
    jsonl.append(jsonText(part))
    const judgement = judgementOf(part)
    const raw = shownOf(part)
    if (raw !== undefined) {
      const { finding } = part
      const shown = options.isUnmasked
        ? raw
        : { counted: raw.counted.map(maskEvidence), context: raw.context.map(maskEvidence) }
      csv.append(findingCsvLine(finding, shown))
      counter.add(finding, judgement?.isCleared === true)
      largest.add(finding.amountFen, () => encoder.encode(finding, shown, judgement))
      done += 1
      if (done % 1_000 === 0) tell(done)
    }
    await csv.drain()
    await jsonl.drain()
  }
  tell(done)
  const totals = counter.totals()
  assert(
    totals.all.findings === summary.findings && totals.all.amountFen === summary.amountFen,
    `the summary counts ${summary.findings} findings, but ${totals.all.findings} were read`,
  )
  return { totals, encoder, largest: largest.kept() }
}
