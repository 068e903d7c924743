import { Refusal } from '#base/refusal.ts'
import type { CheckAct } from '#records/act-context.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { RecordState } from '#records/record.ts'
import type { RegisterChange } from '#register/register-change.ts'
import type { FoundHit } from '../../checking/found-hit.ts'
import { beijingSecond } from '../../checking/order-check.ts'
import { findStandingDecisions } from '../../standing/find-standing-decisions.ts'
import { type FactPool, readOrderFacts } from '../../storing/order-facts.ts'
import { askRules, partFound, type RunFileRules } from '../file-rules.ts'
import {
  type AskedImport,
  type AskedLine,
  askedImport,
  BatchImportInput,
  type ImportFunctions,
} from './asked-import.ts'
import type { BatchImportData } from './import-data.ts'
import {
  changesOfLine,
  collidingLines,
  hitKey,
  type ImportSource,
  type ImportVerdicts,
  isHitOf,
  type LineFacts,
  refusalOfLine,
} from './judge-import.ts'

export const batchImportKind = 'ORDER_BATCH_IMPORT'

export interface ImportCheckContext {
  readonly pool: FactPool
  readonly functions: ImportFunctions
  readonly runRules: RunFileRules
}

/** What the decision finds in `facts.checked`, and the trail keeps: data only. */
export interface ImportChecked {
  /** Why nothing could be checked. */
  readonly stop: Refusal | null
  readonly lines: readonly LineFacts[]
  readonly verdicts: ImportVerdicts
  readonly found: readonly FoundHit[]
}

const nothing: ImportVerdicts = { answers: [], standing: [], hitsOfLine: [], hitsOfAll: [] }

/** For `Kernel.check`; null for other kinds. The rules run once over everybody in the import. */
export function createImportCheck(context: ImportCheckContext): CheckAct {
  return async ({ kind, record, recordId, input, at, actorFacts }): Promise<ImportChecked | null> => {
    if (kind.kind !== batchImportKind) return null
    const given = BatchImportInput.safeParse(input)
    const data = record === null ? null : (record as RecordState<string, BatchImportData>).data
    const asked = askedImport(given.success ? given.data : askedOfData(data!), context.functions)
    if (asked instanceof Refusal) return { stop: asked, lines: [], verdicts: nothing, found: [] }
    const lines = await readLineFacts(context.pool, asked)
    const source: ImportSource = {
      orderId: recordId,
      operatorId: record?.enteredBy ?? actorFacts?.staffId ?? '',
      reviewerId: null,
      at: beijingSecond(at),
    }
    const clean = lines.filter((line) => refusalOfLine(asked.definition, line, source) === null)
    const written = clean.map((line) => ({
      number: line.line.number,
      changes: changesOfLine(asked.definition, line, { source, isAssumed: false }),
    }))
    const colliding = collidingLines(written)
    if (colliding.length > 0) return { stop: collision(colliding), lines, verdicts: nothing, found: [] }
    const asOf = shanghaiDay(at)
    const agencyId = record?.subject.agency?.agencyId ?? actorFacts?.agencyId ?? ''
    const { verdicts, found } = await verdictsOn(context, { asked, clean, source, asOf, agencyId })
    return { stop: null, lines, verdicts, found }
  }
}

function askedOfData({ function: code, lines }: BatchImportData): {
  readonly function: string
  readonly lines: readonly unknown[]
} {
  return { function: code, lines: lines.map(({ asked }) => asked) }
}

function collision(numbers: readonly number[]): Refusal {
  return new Refusal('conflict', {
    zh: `第 ${numbers.slice(0, 10).join('、')} 行改动同一条登记记录；请合并或分次导入。`,
    en: `the lines ${numbers.slice(0, 10).join(', ')} change the same row of the register; make them one, or import them one after the other.`,
  })
}

/** Reading so many at once leaves connections for others. */
const readersMax = 4

async function readLineFacts(pool: FactPool, { definition, lines }: AskedImport): Promise<LineFacts[]> {
  const regions = await readRegions(pool, [...new Set(lines.map(({ asked }) => asked.person_id))])
  const found: LineFacts[] = []
  for (let from = 0; from < lines.length; from += readersMax) {
    const some = lines.slice(from, from + readersMax)
    const read = async (line: AskedLine): Promise<LineFacts> => ({
      line,
      region: regions.get(line.asked.person_id) ?? null,
      facts: await readOrderFacts(pool, definition, line.asked),
    })
    found.push(...(await Promise.all(some.map(read))))
  }
  return found
}

async function readRegions(pool: FactPool, personIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ person_id: string; region: string }>({
    text: `
      select person.person_id, person.region
      from register.person
      inner join app.region on region.region = person.region
      where person.person_id = any ($1::text[])
      order by person.person_id`,
    values: [[...personIds]],
  })
  return new Map(rows.map(({ person_id, region }) => [person_id, region]))
}

interface Judging {
  readonly asked: AskedImport
  /** Lines that the function itself lets pass. */
  readonly clean: readonly LineFacts[]
  readonly source: ImportSource
  readonly asOf: number
  readonly agencyId: string
}

async function verdictsOn(
  { pool, runRules }: ImportCheckContext,
  { asked, clean, source, asOf, agencyId }: Judging,
): Promise<Pick<ImportChecked, 'verdicts' | 'found'>> {
  const { definition } = asked
  const { ruleCodes } = definition
  const asking = { functionCode: 'BATCH_IMPORT', agencyId, day: asOf }
  const standing = await findStandingDecisions(pool, asking)
  if (clean.length === 0 || ruleCodes.length === 0) return { verdicts: { ...nothing, standing }, found: [] }
  const lines = clean.map((line) => ({
    number: line.line.number,
    personId: line.line.asked.person_id,
    changes: changesOfLine(definition, line, { source, isAssumed: true }),
  }))
  const run = (codes: readonly string[], some: readonly (typeof lines)[number][]) =>
    askRules(runRules, {
      ruleCodes: codes,
      effect: some.flatMap(({ changes }) => changes as readonly RegisterChange[]),
      persons: some.map(({ personId }) => personId),
      batches: [],
      asOf,
    })
  const { answers, found } = partFound(await run(ruleCodes, lines), () => false)
  const loose = answers.flatMap(({ ruleCode, hits }) =>
    hits.filter((hit) => !lines.some((line) => isHitOf(hit, line))).map((hit) => ({ ruleCode, hit })),
  )
  const keys = new Set(loose.map(({ ruleCode, hit }) => hitKey(ruleCode, hit)))
  const codes = [...new Set(loose.map(({ ruleCode }) => ruleCode))]
  const hitsOfLine: { readonly number: number; readonly hits: readonly string[] }[] = []
  // Rare: an old finding about an account that no line names. Each line is asked alone which of them it has.
  for (const line of codes.length === 0 ? [] : lines) {
    const alone = await run(codes, [line])
    const own = alone.flatMap(({ ruleCode, hits }) => hits.map((hit) => hitKey(ruleCode, hit)))
    hitsOfLine.push({ number: line.number, hits: own.filter((key) => keys.has(key)) })
  }
  const owned = new Set(hitsOfLine.flatMap(({ hits }) => hits))
  const hitsOfAll = [...keys].filter((key) => !owned.has(key))
  return { verdicts: { answers, standing, hitsOfLine, hitsOfAll }, found }
}
