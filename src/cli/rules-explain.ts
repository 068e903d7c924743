import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Language } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import { openDuck } from '#platform/duckdb.ts'
import { type StagedOutput, stageOutput } from '#platform/output-folder.ts'
import { readLaw } from '#platform/policy.ts'
import { createDialect } from '#screening/dialect.ts'
import { explainSteps, type Step } from '#screening/explain-steps.ts'
import { createLaw } from '#screening/law-tables.ts'
import { attachSnapshot, buildViews } from '#screening/prepare-tables.ts'
import type { Rule } from '#screening/rule.ts'
import { missingNeeds } from '#screening/rule-status.ts'
import { resolveAsOf, runContext } from '#screening/run-screening.ts'
import { bindParameters, type Settings } from '#screening/settings.ts'
import { allTexts, type Call, type Command, findWholeNumber, type Surroundings } from './command.ts'
import { getRule } from './find-rule.ts'
import { locateSnapshot, obtainSnapshot, type Snapshot } from './obtain-snapshot.ts'
import { parseAsOf, parseSettings } from './screen-options.ts'
import { progressOf } from './show-progress.ts'
import { stopSoon } from './stop-soon.ts'
import { textTable } from './text-table.ts'

const defaultFirstRows = 5

interface Explanation {
  readonly rule: Rule
  readonly delivery: string
  readonly settings: Settings
  readonly asOfDay: number | undefined
  readonly firstRows: number
}

async function makeSnapshot(
  { resultDirectory: directory }: StagedOutput,
  delivery: string,
  surroundings: Surroundings,
): Promise<Snapshot> {
  const progress = progressOf(surroundings)
  const manifest = await obtainSnapshot({
    deliveries: [delivery],
    directory,
    threads: undefined,
    memoryLimitMegabytes: undefined,
    onProgress: progress.onProgress,
    signal: surroundings.signal,
  }).finally(progress.clear)
  return { directory, manifest }
}

async function explain(
  staged: StagedOutput,
  { rule, delivery, settings, asOfDay, firstRows }: Explanation,
  surroundings: Surroundings,
): Promise<Step[]> {
  const { signal } = surroundings
  const { workDirectory } = staged
  const { directory, manifest } =
    (await locateSnapshot(delivery)) ?? (await makeSnapshot(staged, delivery, surroundings))
  const missing = missingNeeds(rule, manifest)
  if (missing !== null) {
    throw new Refusal('nothing_to_read', {
      zh: `规则 ${rule.code} 无法在这份数据上运行：${missing.zh}。`,
      en: `Rule ${rule.code} cannot run on this delivery: ${missing.en}.`,
    })
  }
  const spill = path.join(workDirectory, 'spill')
  await mkdir(spill)
  const database = await openDuck({
    file: path.join(workDirectory, 'explain.duckdb'),
    temporaryDirectory: spill,
  })
  const { connection } = database
  const interrupt = (): void => connection.interrupt()
  signal.addEventListener('abort', interrupt)
  try {
    await attachSnapshot(connection, directory, manifest)
    await createDialect(connection)
    await createLaw(connection, await readLaw())
    const context = await runContext(connection, await resolveAsOf(connection, asOfDay))
    await buildViews(connection, [rule])
    const parameters = bindParameters(rule, settings)
    return await explainSteps({ connection, rule, parameters, context, firstRows })
  } finally {
    signal.removeEventListener('abort', interrupt)
    database.close()
  }
}

function stepText(step: Step, language: Language): string {
  const rows = step.rows.toString().replace(/\B(?=(\d{3})+$)/g, ',')
  const ownResult = language === 'zh' ? '（计入的行）' : '(the rows that count)'
  const name = step.name === '' ? ownResult : step.name
  const heading = language === 'zh' ? `${name}：${rows} 行\n` : `${name}: ${rows} rows\n`
  if (step.first.length === 0) return heading
  const left = step.rows - step.first.length
  const more = left > 0 ? (language === 'zh' ? `  ……另有 ${left} 行\n` : `  … and ${left} more\n`) : ''
  return (
    heading +
    textTable([step.columns, ...step.first])
      .replace(/^/gm, '  ')
      .trimEnd() +
    `\n${more}`
  )
}

async function explainRule({ operands, values }: Call, surroundings: Surroundings): Promise<number> {
  const { language, print, signal, workingDirectory } = surroundings
  const [code, delivery] = operands as [string, string]
  const explanation: Explanation = {
    rule: getRule(code),
    delivery: path.resolve(workingDirectory, delivery),
    settings: parseSettings(allTexts(values, 'set')),
    asOfDay: parseAsOf(values),
    firstRows: findWholeNumber(values, 'rows', { min: 0, max: 1000 }) ?? defaultFirstRows,
  }
  const staged = await stageOutput(tmpdir())
  try {
    const steps = await stopSoon(explain(staged, explanation, surroundings), signal)
    signal.throwIfAborted()
    print(steps.map((step) => stepText(step, language)).join('\n'))
    return 0
  } finally {
    await staged.discard()
  }
}

export const explainRuleCommand: Command = {
  name: 'rules explain',
  summary: {
    zh: '在一份数据上逐步展示规则的 SQL：每一步的行数与前几行',
    en: "Show each named step of a rule's SQL on a delivery: row counts and first rows",
  },
  operands: 'CODE DELIVERY',
  operandCount: { min: 2, max: 2 },
  options: {
    'as-of': { value: 'YYYY-MM-DD', text: { zh: '截止日', en: "Day of the run in the data's time" } },
    set: {
      value: 'CODE.parameter=value',
      isRepeatable: true,
      text: { zh: '设置规则参数', en: "Set the rule's parameter" },
    },
    rows: { value: 'N', text: { zh: '每一步显示的行数，默认 5', en: 'Rows shown of each step; default 5' } },
  },
  examples: [
    {
      line: 'fangxian rules explain DTH-01 screening-2024-12-31',
      text: {
        zh: '以一次运行的快照说明 DTH-01 的疑点从何而来',
        en: 'Where the findings of DTH-01 come from, on the snapshot of a run',
      },
    },
  ],
  run: explainRule,
}
