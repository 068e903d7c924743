import { Refusal } from '#base/refusal.ts'
import { keysOfChanges, type RegisterChange } from '#register/register-change.ts'
import { refusalOfReportedDeath } from '../../functions/fields.ts'
import {
  assumedEffect,
  type EffectSource,
  type OrderFacts,
  type OrderFunction,
} from '../../functions/order-function.ts'
import type { ServedBy } from '../../order-data.ts'
import { type FileHit, type FileRuleAnswer, stillOpen } from '../file-rules.ts'
import type { LineReason } from '../payment-file-data.ts'
import type { AskedLine } from './asked-import.ts'

/** Which lines of an import are held, pure. A hit or an open question is for an order of the line's own. */

export interface LineFacts {
  readonly line: AskedLine
  /** Null: the register does not have the person in a region that is known. */
  readonly region: string | null
  readonly facts: OrderFacts
}

export interface ImportSource {
  readonly orderId: string
  readonly operatorId: string
  readonly reviewerId: string | null
  readonly at: string
}

/** Each line's rows name the line, so that no two of an import have the same ids. */
function sourceOf(source: ImportSource, { number }: AskedLine): EffectSource {
  return { ...source, orderId: `${source.orderId}-${number}` }
}

export function refusalOfLine(
  definition: OrderFunction,
  { line, region, facts }: LineFacts,
  source: ImportSource,
): Refusal | null {
  if (region === null) {
    return new Refusal('conflict', {
      zh: '登记中没有该人员，或没有其统筹区。',
      en: 'the register does not have this person, or not the region.',
    })
  }
  const effect = definition.effect(line.asked, facts, sourceOf(source, line))
  if (effect instanceof Refusal) return effect
  return definition.isForTheLiving ? refusalOfReportedDeath(facts) : null
}

/** What the line writes, or what the rules are asked with. Only of lines that `refusalOfLine` lets pass. */
export function changesOfLine(
  definition: OrderFunction,
  { line, facts }: LineFacts,
  given: { readonly source: ImportSource; readonly isAssumed: boolean },
): readonly RegisterChange[] {
  const source = sourceOf(given.source, line)
  const effect = given.isAssumed
    ? assumedEffect(definition, line.asked, facts, source)
    : definition.effect(line.asked, facts, source)
  if (effect instanceof Refusal) throw effect
  return effect
}

/** `table key` of every row that changes touch. */
export function touchedRows(changes: readonly RegisterChange[]): ReadonlySet<string> {
  return new Set([...keysOfChanges(changes)].flatMap(([table, keys]) => keys.map((key) => `${table} ${key}`)))
}

/** Two lines on one row: what the second was decided on is no longer there after the first. */
export function collidingLines(
  lines: readonly { readonly number: number; readonly changes: readonly RegisterChange[] }[],
): readonly number[] {
  const owner = new Map<string, number>()
  const colliding = new Set<number>()
  for (const { number, changes } of lines) {
    for (const row of touchedRows(changes)) {
      const first = owner.get(row)
      if (first === undefined) owner.set(row, number)
      else colliding.add(first).add(number)
    }
  }
  return [...colliding].sort((one, other) => one - other)
}

/** Whether a hit is about a line: a row of it, its person, or an account it names. */
export function isHitOf(
  hit: FileHit,
  line: { readonly personId: string; readonly changes: readonly RegisterChange[] },
): boolean {
  const { subjectKind, subjectId, rows } = hit
  if (subjectKind === 'person' && subjectId === line.personId) return true
  const touched = touchedRows(line.changes)
  if (rows.some(({ table, key, isAssumed }) => isAssumed && touched.has(`${table} ${key}`))) return true
  if (subjectKind !== 'account') return false
  return line.changes.some(
    (change) => change.operation !== 'delete' && Object.values(change.values).includes(subjectId),
  )
}

export interface ImportVerdicts {
  readonly answers: readonly FileRuleAnswer[]
  readonly standing: readonly ServedBy[]
  /** Of hits that the rows alone do not give to a line: who has them when asked alone. */
  readonly hitsOfLine: readonly { readonly number: number; readonly hits: readonly string[] }[]
  /** Hits that nobody has: they hold all, for nothing may pass by not being understood. */
  readonly hitsOfAll: readonly string[]
}

export function hitKey(ruleCode: string, { findingId }: FileHit): string {
  return `${ruleCode} ${findingId}`
}

export function reasonsOfLine(
  line: { readonly number: number; readonly personId: string; readonly changes: readonly RegisterChange[] },
  { answers, standing, hitsOfLine, hitsOfAll }: ImportVerdicts,
): LineReason[] {
  const own = hitsOfLine.find(({ number }) => number === line.number)?.hits ?? []
  const isOwn = (ruleCode: string, hit: FileHit): boolean => {
    const key = hitKey(ruleCode, hit)
    return isHitOf(hit, line) || own.includes(key) || hitsOfAll.includes(key)
  }
  const hits = answers.flatMap(({ ruleCode, title, hits: all }) =>
    all
      .filter((hit) => isOwn(ruleCode, hit))
      .map(
        ({ why, findingId }): LineReason => ({ ruleCode, title, outcome: 'HIT', why, findingId, feeds: [] }),
      ),
  )
  const open = stillOpen(answers, standing)
    .filter(({ ruleCode }) => !hits.some((hit) => hit.ruleCode === ruleCode))
    .map(
      ({ ruleCode, title, open: reason }): LineReason => ({
        ...{ ruleCode, title, outcome: 'NOT_EVALUATED', findingId: null },
        why: reason!.why,
        feeds: [...reason!.feeds],
      }),
    )
  return [...hits, ...open]
}

export function reasonOfRefusal({ text }: Refusal): LineReason {
  const title = { zh: '业务条件', en: 'conditions of the function' }
  return { ruleCode: 'FUNCTION', title, outcome: 'HIT', why: text, findingId: null, feeds: [] }
}
