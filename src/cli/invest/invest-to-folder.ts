import { createHash } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { type Day, formatDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import type { Surroundings } from '#cli/command.ts'
import { progressOf } from '#cli/show-progress.ts'
import type { Exposure } from '#exposure/measures/exposure.ts'
import { measureExposure } from '#exposure/measures/measure-exposure.ts'
import { readInvestments } from '#exposure/reading/read-investments.ts'
import { exposureJson } from '#exposure/report/exposure-json.ts'
import { exposurePage } from '#exposure/report/exposure-page.ts'
import { exposureSheets } from '#exposure/report/exposure-xlsx.ts'
import { findingsCsv, findingsJsonl } from '#exposure/report/findings-text.ts'
import { rollInWorkers } from '#exposure/rolling/roll-in-workers.ts'
import type { InvestmentOutcome } from '#exposure/rules/investment-finding.ts'
import { findingsInOrder, judgeExposure } from '#exposure/rules/judge-exposure.ts'
import { readProgramVersion } from '#platform/config.ts'
import { stageOutput } from '#platform/output-folder.ts'
import { type InvestmentPolicy, readInvestmentPolicies } from '#platform/policy.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { investSummary } from './invest-summary.ts'

export interface InvestRequest {
  readonly folder: string
  readonly out: string | undefined
  readonly limitsFile: string | undefined
  readonly asOf: Day | undefined
  readonly confidence: number
  readonly horizon: 1 | 10
  readonly backtestPeriods: number
}

const inputNames = [
  'holding.csv',
  'price.csv',
  'return.csv',
  'benchmark.csv',
  'risk_free.csv',
  'fund_month.csv',
]
const resultFile = 'exposure.json'

/** Two at least, so that the back-test keeps its time on a small machine; more cores are left to others. */
const threadsMax = 4

async function readPolicies(file: string | undefined): Promise<InvestmentPolicy[]> {
  if (file === undefined) return readInvestmentPolicies()
  return readInvestmentPolicies(file).catch((error: Error) => {
    const detail = error.name === 'ZodError' ? 'form' : error.message
    throw new Refusal('unreadable_input', {
      zh: `限额文件 ${file} 无法使用（${detail === 'form' ? '形式不符' : detail}）；请以 policy/investment.json 为样。`,
      en: `The file of limits ${file} cannot be used (${detail === 'form' ? 'it has another form' : detail}); follow policy/investment.json.`,
    })
  })
}

async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null)
  if (found?.isDirectory() === true) return
  throw new Refusal('nothing_to_read', {
    zh: `没有文件夹 ${folder}；请写出放有 holding.csv 的文件夹。`,
    en: `There is no folder ${folder}; name the one that has holding.csv.`,
  })
}

async function digestsOf(folder: string): Promise<Record<string, { readonly sha256: string }>> {
  const present = new Set(await readdir(folder))
  const known = inputNames.filter((name) => present.has(name))
  const digests = await Promise.all(
    known.map(async (name) => {
      const bytes = await readFile(path.join(folder, name))
      return [name, { sha256: createHash('sha256').update(bytes).digest('hex') }] as const
    }),
  )
  return Object.fromEntries(digests)
}

async function measure(request: InvestRequest, surroundings: Surroundings): Promise<Exposure> {
  const investments = await readInvestments({
    folder: request.folder,
    asOf: request.asOf,
    policies: await readPolicies(request.limitsFile),
  })
  const progress = progressOf(surroundings)
  const { signal } = surroundings
  const threads = Math.min(threadsMax, Math.max(2, availableParallelism()))
  try {
    return await measureExposure(investments, {
      confidence: request.confidence,
      horizon: request.horizon,
      backtestPeriods: request.backtestPeriods,
      roll: (task) =>
        rollInWorkers(task, {
          threads,
          signal,
          onProgress: (done, total) => progress.onProgress({ stage: 'screen', subject: 'VaR', done, total }),
        }),
    })
  } finally {
    progress.clear()
  }
}

interface Results {
  readonly exposure: Exposure
  readonly outcomes: readonly InvestmentOutcome[]
}

async function writeResults(
  request: InvestRequest,
  { exposure, outcomes }: Results,
  folder: string,
  { reportLanguage, signal }: Surroundings,
): Promise<void> {
  const findings = findingsInOrder(outcomes)
  const write = (name: string, text: string): Promise<void> =>
    writeFile(path.join(folder, name), text, { mode: 0o600 })
  await write('findings.csv', findingsCsv(findings))
  await write('findings.jsonl', findingsJsonl(findings))
  await write('exposure.html', exposurePage({ exposure, outcomes, language: reportLanguage }))
  await writeXlsx(path.join(folder, 'exposure.xlsx'), exposureSheets(exposure, outcomes), {
    title: '基金投资风险报告',
    signal,
  })
  const inputs = await digestsOf(request.folder)
  await write(resultFile, exposureJson({ exposure, outcomes, programVersion: readProgramVersion(), inputs }))
}

/** Measures, judges, writes; gives the exit status. */
export async function investToFolder(request: InvestRequest, surroundings: Surroundings): Promise<number> {
  await requireFolder(request.folder)
  const exposure = await measure(request, surroundings)
  const outcomes = judgeExposure(exposure)
  const name = `exposure-${formatDay(exposure.investments.asOf)}`
  const directory = request.out ?? path.join(surroundings.workingDirectory, name)
  const staged = await stageOutput(directory)
  try {
    await writeResults(request, { exposure, outcomes }, staged.resultDirectory, surroundings)
    surroundings.signal.throwIfAborted()
    await staged.publish({
      directory,
      last: resultFile,
      isOwned: (file) => /^(exposure\.(xlsx|html)|findings\.(csv|jsonl))$/.test(file),
    })
  } finally {
    await staged.discard()
  }
  surroundings.print(investSummary(exposure, outcomes, directory, surroundings.language))
  return 0
}
