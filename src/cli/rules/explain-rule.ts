import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Day } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import type { Surroundings } from '#cli/command.ts'
import { locateSnapshot, obtainSnapshot, type Snapshot } from '#cli/screen/obtain-snapshot.ts'
import { progressOf } from '#cli/show-progress.ts'
import { stopSoon } from '#cli/stop-soon.ts'
import { openDuck } from '#platform/duckdb.ts'
import { type StagedOutput, stageOutput } from '#platform/output-folder.ts'
import { readLaw } from '#platform/policy.ts'
import { createDialect } from '#screening/dialect.ts'
import { duckSelect } from '#screening/engine/duck-engine.ts'
import { explainSteps, type Step } from '#screening/explain-steps.ts'
import { createLaw } from '#screening/law-tables.ts'
import { attachSnapshot, buildViews } from '#screening/prepare-tables.ts'
import type { Rule } from '#screening/rule.ts'
import { missingNeeds } from '#screening/rule-status.ts'
import { resolveAsOf, runContext } from '#screening/run-screening.ts'
import { bindParameters, type Settings } from '#screening/settings.ts'

export interface Explanation {
  readonly rule: Rule
  readonly delivery: string
  readonly settings: Settings
  readonly asOfDay: Day | undefined
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
    const files = await attachSnapshot(connection, directory, manifest)
    await createDialect(connection)
    await createLaw(connection, await readLaw())
    const context = await runContext(
      duckSelect(connection),
      await resolveAsOf(duckSelect(connection), asOfDay),
    )
    await buildViews(connection, [rule], files)
    const parameters = bindParameters(rule, settings)
    return await explainSteps({ connection, rule, parameters, context, firstRows })
  } finally {
    signal.removeEventListener('abort', interrupt)
    database.close()
  }
}

/** The steps of a rule on a delivery; what has to be made for it is removed again. */
export async function explainRule(explanation: Explanation, surroundings: Surroundings): Promise<Step[]> {
  const { signal } = surroundings
  const staged = await stageOutput(tmpdir())
  try {
    const steps = await stopSoon(explain(staged, explanation, surroundings), signal)
    signal.throwIfAborted()
    return steps
  } finally {
    await staged.discard()
  }
}
