import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { z } from 'zod'
import type { Language } from '#base/bilingual.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { parseJson } from '#base/parse-json.ts'
import { Refusal } from '#base/refusal.ts'
import { type Call, type Command, getText, isSet, type Surroundings } from '#cli/command.ts'
import { textTable } from '#cli/text-table.ts'
import { rules } from '#rules/catalogue.ts'
import { type Discrepancy, type RuleScore, type Score, score } from '#screening/score.ts'
import {
  type CaseLabel,
  type CsvText,
  type DatedFinding,
  readFindings,
  readLabels,
} from '#screening/score-csv.ts'
import { type ScenarioScore, scoreScenarios } from '#screening/score-scenarios.ts'
import { scenarioTable } from './scenario-table.ts'

const headers = {
  zh: ['规则', '应有', '找到', '漏', '误', '准确率', '召回率', '应有金额', '差额', '级别或金额不符'],
  en: [
    'rule',
    'labelled',
    'found',
    'missed',
    'false',
    'precision',
    'recall',
    'money',
    'difference',
    'mismatches',
  ],
} as const

const discrepancyTitles: Record<Discrepancy['kind'], Record<Language, string>> = {
  missed: { zh: '漏', en: 'missed' },
  false_positive: { zh: '误', en: 'false' },
  level: { zh: '级别', en: 'level' },
  amount: { zh: '金额', en: 'amount' },
}

async function readText(file: string): Promise<CsvText> {
  try {
    return { file, text: await readFile(file, 'utf8') }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Refusal('unreadable_input', {
      zh: `无法读取 ${file}（${code ?? message}）；请给出筛查结果文件夹和标注文件 labels.csv。`,
      en: `${file} cannot be read (${code ?? message}); give the folder of a run and a file labels.csv.`,
    })
  }
}

const RunFile = z.object({
  rules: z.array(z.object({ code: z.string() })),
  coverage: z.array(z.object({ table: z.string(), rows: z.int() })).optional(),
})
type RunFile = z.infer<typeof RunFile>

async function readRun(run: string): Promise<RunFile> {
  const file = path.join(run, 'run.json')
  const { text } = await readText(file)
  const parsed = RunFile.safeParse(parseJson(text))
  if (!parsed.success) {
    throw new Refusal('unreadable_input', {
      zh: `${file} 不是本程序的运行记录；请给出筛查结果文件夹。`,
      en: `${file} is not the record of a run of this program; give the folder of a run.`,
    })
  }
  return parsed.data
}

/** Labels of rules that the run was not asked for say nothing about it. */
function labelsOfRun(run: RunFile, labels: readonly CaseLabel[]): readonly CaseLabel[] {
  const asked = new Set(run.rules.map(({ code }) => code))
  return labels.filter(({ ruleCode }) => asked.has(ruleCode))
}

/** Each entitlement counts: whoever draws two is two. */
function beneficiariesOf(run: RunFile): number | null {
  return run.coverage?.find(({ table }) => table === 'entitlement')?.rows ?? null
}

function percent(share: number | null): string {
  return share === null ? '' : `${(share * 100).toFixed(1)}%`
}

function scoreRow(row: RuleScore, name: string): string[] {
  return [
    name,
    String(row.labelled),
    String(row.found),
    String(row.missed),
    String(row.falsePositives),
    percent(row.precision),
    percent(row.recall),
    formatYuanGrouped(row.labelledFen),
    formatYuanGrouped(row.differenceFen),
    String(row.mismatches),
  ]
}

function scoreText({ rules, total, discrepancies }: Score, language: Language): string {
  const rows = [
    headers[language],
    ...rules.map((row) => scoreRow(row, row.ruleCode)),
    scoreRow(total, language === 'zh' ? '合计' : 'total'),
  ]
  const table = textTable(rows, [1, 2, 3, 4, 5, 6, 7, 8, 9])
  if (discrepancies.length === 0) return table
  const listed = discrepancies.map(({ kind, ruleCode, subjectId, scenario, expected, actual }) => [
    discrepancyTitles[kind][language],
    ruleCode,
    subjectId,
    scenario,
    expected,
    actual,
  ])
  return `${table}\n${textTable(listed, [4, 5])}`
}

/** BIGINTs as yuan: JSON has none. */
function scoreJson(result: Score & { readonly scenarios: readonly ScenarioScore[] }): string {
  const yuan = (_key: string, value: unknown): unknown =>
    typeof value === 'bigint' ? formatYuanGrouped(value).replaceAll(',', '') : value
  return `${JSON.stringify(result, yuan, 2)}\n`
}

const Evidence = z.object({
  rule_code: z.string(),
  subject_kind: z.string(),
  subject_id: z.string(),
  evidence: z.array(z.unknown()),
})

/** findings.csv shows the first rows of the evidence, findings.jsonl all: when a script could first be seen needs them. */
async function withAllEvidence(
  run: string,
  findings: readonly DatedFinding[],
  labels: readonly CaseLabel[],
): Promise<readonly DatedFinding[]> {
  const file = path.join(run, 'findings.jsonl')
  const isThere = await stat(file).then(
    () => true,
    () => false,
  )
  if (!isThere) return findings
  const wanted = new Set(labels.filter(({ caseId }) => caseId !== '').map(keyOf))
  const evidence = new Map<string, string>()
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const parsed = Evidence.safeParse(parseJson(line))
    if (!parsed.success) continue
    const { rule_code: ruleCode, subject_kind: subjectKind, subject_id: subjectId } = parsed.data
    const key = keyOf({ ruleCode, subjectKind, subjectId })
    if (wanted.has(key)) evidence.set(key, JSON.stringify(parsed.data.evidence))
  }
  return findings.map((each) => ({ ...each, evidence: evidence.get(keyOf(each)) ?? each.evidence }))
}

function keyOf(of: {
  readonly ruleCode: string
  readonly subjectKind: string
  readonly subjectId: string
}): string {
  return `${of.ruleCode}|${of.subjectKind}|${of.subjectId}`
}

async function scoreRun({ operands, values }: Call, surroundings: Surroundings): Promise<number> {
  const { language, print, workingDirectory } = surroundings
  const run = path.resolve(workingDirectory, operands[0]!)
  const labels = readLabels(await readText(path.resolve(workingDirectory, getText(values, 'labels'))))
  const isFolder = await stat(run).then(
    (found) => found.isDirectory(),
    () => false,
  )
  const listed = readFindings(await readText(isFolder ? path.join(run, 'findings.csv') : run))
  const findings = isFolder ? await withAllEvidence(run, listed, labels) : listed
  const record = isFolder ? await readRun(run) : null
  const asked = record === null ? labels : labelsOfRun(record, labels)
  const result = score(findings, asked)
  const beneficiaries = record === null ? null : beneficiariesOf(record)
  const scenarios = scoreScenarios({
    findings,
    labels: asked,
    played: new Set(labels.map(({ scenario }) => scenario)),
    rules: new Set(rules.map(({ code }) => code)),
    beneficiaries,
  })
  if (isSet(values, 'json')) print(scoreJson({ ...result, scenarios }))
  else print([scoreText(result, language), scenarioTable(scenarios, language)].filter(Boolean).join('\n'))
  return 0
}

export const scoreCommand: Command = {
  name: 'score',
  summary: {
    zh: '把疑点与标注比较：准确率、召回率、金额，以及每个舞弊剧本',
    en: 'Compare findings with labels: precision, recall, money, and each fraud script',
  },
  operands: 'RUN',
  operandCount: { min: 1, max: 1 },
  options: {
    labels: {
      value: 'FILE',
      text: { zh: 'simulate 写出的 labels.csv', en: 'The labels.csv that simulate wrote' },
    },
    json: { text: { zh: '输出 JSON', en: 'Print JSON' } },
  },
  examples: [
    {
      line: 'fangxian score screening-2025-12-31 --labels county/labels.csv',
      text: { zh: '该找到的是否都找到了', en: 'Was everything found that was hidden' },
    },
  ],
  run: scoreRun,
}
