import type pg from 'pg'
import { beijingDayOf } from '#access/moment.ts'
import { type Day, formatDay, monthOfDay } from '#base/calendar-math.ts'
import type { FoundRun, RowPlace, SubjectOfRun } from '#findings/importing/found-run.ts'
import { importRun } from '#findings/importing/import-run.ts'
import type { Database, Tx } from '#platform/postgres/database.ts'
import type { WorkingDays } from '#records/deadlines/working-days.ts'
import type { RecordKind } from '#records/define-record.ts'
import { readSettings } from '#runs/rule-parameters.ts'
import type { AnySubjectKind, FindingPart } from '#screening/finding.ts'
import type { ProcessRule } from '#screening/on-records/process-rule.ts'
import { runOnRecords, type WorkOutcome } from '#screening/on-records/run-on-records.ts'
import type { Rule } from '#screening/rule.ts'
import { standardVersion } from '#standard/tables.ts'
import { giveToSuperior, insertProcessRun, type RunPlace, readRunPlace } from './process-run-store.ts'
import { readWrittenAnswers } from './read-written-answers.ts'
import { similarAnswers } from './similar-answers.ts'
import { referencesOf } from './work-references.ts'

export interface ProcessRunning {
  readonly pool: pg.Pool
  readonly db: Database
  readonly processRules: readonly ProcessRule[]
  /** The catalogue: which of its rules see less where a feed is stale. */
  readonly rules: readonly Rule[]
  readonly kinds: Iterable<RecordKind>
  readonly workingDays: WorkingDays
  readonly programVersion: string
  readonly now: Date
}

export interface ProcessRunAsked {
  readonly runId: string
  /** Null: the program itself. */
  readonly askedBy: string | null
  /** In the transaction that keeps the run. */
  readonly also?: (tx: Tx) => Promise<void>
}

/**
 * Asks every rule about work and brings what they found into the findings, like a run on a delivery (platform.md 3): all
 * of it or nothing. Null: there is no organisation yet whose work could be looked at.
 */
export async function runProcessRules(
  running: ProcessRunning,
  { runId, askedBy, also }: ProcessRunAsked,
): Promise<readonly WorkOutcome[] | null> {
  const { pool, db, processRules, now } = running
  const place = await readRunPlace(db)
  if (place === null) return null
  const today = beijingDayOf(now)
  const asOf = formatDay(today)
  const outcomes = await runOnRecords(pool, {
    rules: processRules,
    asOf: today,
    settings: await readSettings(pool, { rules: processRules, day: today }),
    references: {
      ...referencesOf({ ...running, today }),
      answer_likeness: similarAnswers(await readWrittenAnswers(pool, asOf), likenessMin),
    },
  })
  await importRun(pool, foundOf({ runId, asOf, place, outcomes, pool, today }), async (tx, imported) => {
    await giveToSuperior(tx, runId)
    const findings = outcomes.flatMap((outcome) => outcome.findings)
    const result = {
      program_version: running.programVersion,
      standard_version: standardVersion,
      findings: findings.length,
      amount_fen: findings.reduce((sum, { rows }) => sum + moneyOf(rows), 0n).toString(),
      ...{ opened: imported.opened, reopened: imported.reopened, older: imported.older },
      not_found_again: imported.notFoundAgain,
      manifest_sha256: '',
      warnings: [],
      tables: [],
    }
    await insertProcessRun(tx, { runId, place, asOf, askedBy, startedAt: now, result, outcomes })
    await also?.(tx)
  })
  return outcomes
}

/** Pairs less alike than this no parameter asks for. */
const likenessMin = 500_000

interface Found {
  readonly runId: string
  readonly asOf: string
  readonly place: RunPlace
  readonly outcomes: readonly WorkOutcome[]
  readonly pool: pg.Pool
  readonly today: Day
}

const rowsPerPart = 2_000
const placesAtOnce = 2_000

function foundOf({ runId, asOf, place, outcomes, pool, today }: Found): FoundRun {
  return {
    runId,
    standardVersion,
    asOf,
    region: place.region,
    rules: outcomes.map(({ rule, status }) => ({ code: rule.code, version: rule.version, status })),
    readParts: async function* () {
      for (const { findings } of outcomes) for (const found of findings) yield* partsOf(found)
    },
    // Nobody is a person whose benefit is concerned: names of staff stand masked in the sentence.
    readNames: async function* () {},
    readPlaces: async function* () {
      const places = placesOf(outcomes, place)
      for (let at = 0; at < places.length; at += placesAtOnce) yield places.slice(at, at + placesAtOnce)
    },
    findPresent: (subjects) => findCovered(pool, subjects, today),
  }
}

/**
 * The money of a finding, a case or a recovery is at stake once: a finding that they wait too long names it in its
 * sentence and adds none to any sum. What a payment batch moved without a meeting stands nowhere else.
 */
const ownMoney = (table: string, amountFen: bigint): bigint => (table.startsWith('record_') ? 0n : amountFen)

const moneyOf = (rows: WorkOutcome['findings'][number]['rows']): bigint =>
  rows.reduce((sum, row) => (row.isContext ? sum : sum + ownMoney(row.table, row.amountFen)), 0n)

function* partsOf({
  finding: whole,
  rows,
}: WorkOutcome['findings'][number]): Generator<FindingPart<AnySubjectKind, string>> {
  const finding = { ...whole, amountFen: moneyOf(rows) }
  for (let at = 0; at < Math.max(rows.length, 1); at += rowsPerPart) {
    const some = rows.slice(at, at + rowsPerPart)
    yield {
      finding,
      isFirst: at === 0,
      isLast: at + rowsPerPart >= rows.length,
      rows: some.map(({ table, key, isContext, amountFen, values }) => ({
        ...{ table, key, isContext, amountFen: ownMoney(table, amountFen), values },
      })),
    }
  }
}

function placesOf(outcomes: readonly WorkOutcome[], { deliveredRegion }: RunPlace): RowPlace[] {
  const places = new Map<string, RowPlace>()
  for (const { findings } of outcomes) {
    for (const { table, key, region, staffId } of findings.flatMap(({ rows }) => rows)) {
      const isPlaced = region !== null || staffId !== null
      places.set(`${table}|${key}`, { table, key, region: isPlaced ? region : deliveredRegion, staffId })
    }
  }
  return [...places.values()]
}

/** Months of batches that R-WF-08 looks at; of older ones it says nothing. */
const batchMonths = 3

/** Records are all there whenever the rules are asked: only of old batches silence means nothing. */
async function findCovered(
  pool: pg.Pool,
  subjects: readonly SubjectOfRun[],
  today: Day,
): Promise<readonly SubjectOfRun[]> {
  const batches = subjects.filter(({ kind }) => kind === 'batch').map(({ id }) => id)
  if (batches.length === 0) return subjects
  const { rows } = await pool.query<{ batch_id: string }>(
    `select batch_id
    from register.payment_batch
    where batch_id = any($1::text[])
      and pay_month > $2
    order by batch_id`,
    [batches, monthOfDay(today) - batchMonths],
  )
  const recent = new Set(rows.map(({ batch_id }) => batch_id))
  return subjects.filter(({ kind, id }) => kind !== 'batch' || recent.has(id))
}
