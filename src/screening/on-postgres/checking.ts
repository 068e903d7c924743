import type { Day } from '#base/calendar-math.ts'
import { assert } from '#base/refusal.ts'
import type { RetirementAgePolicy } from '#benefit/lawful-retirement.ts'
import { type RegisterClient, readRegisterRows } from '#register/read-rows.ts'
import {
  type AssumedEffect,
  assumeChanges,
  keysOfChanges,
  type RegisterChange,
} from '#register/register-change.ts'
import type { Rule } from '../rule.ts'
import { boundValues } from '../run-rule.ts'
import { type BoundParameters, bindParameters, type Settings } from '../settings.ts'
import { type CheckScope, lawfulRows, readScope } from './check-scope.ts'
import { type Subjects, seedsOf } from './concerned-subjects.ts'
import { type FeedStatus, feedStatus } from './feed-status.ts'
import type { CheckParameter, CheckShape, Statement } from './table-step.ts'

export interface CheckRequest {
  readonly rules: readonly Rule[]
  /** What the order would do: assumed, never written. */
  readonly effect: readonly RegisterChange[]
  /** Whom it concerns besides those in the rows it touches; `all` checks the whole register. */
  readonly subjects: Subjects | 'all'
  readonly asOf: Day
  /** The calendar and the role conflicts are tables of the register (register/fill-reference.ts). */
  readonly law: { readonly retirementAge: RetirementAgePolicy }
  /** Of all rules; those of rules not asked are left aside. */
  readonly settings?: Settings
  /** Names in clear, in findings and sentences. */
  readonly isUnmasked?: boolean
  /** Longest time of one statement; beyond it a check is an ERROR. */
  readonly timeoutMs?: number
}

/** What is known before the first rule runs. */
export interface Checking {
  readonly request: CheckRequest
  readonly bound: ReadonlyMap<string, BoundParameters>
  readonly effect: AssumedEffect
  readonly scope: CheckScope
  readonly shape: CheckShape
  readonly statuses: ReadonlyMap<Rule, FeedStatus>
}

export async function startChecking(client: RegisterClient, request: CheckRequest): Promise<Checking> {
  const current = await readRegisterRows(client, keysOfChanges(request.effect))
  const effect = assumeChanges(request.effect, current)
  const { rules, subjects, asOf, settings = new Map() } = request
  const bound = new Map(rules.map((rule) => [rule.code, bindParameters(rule, settings)]))
  const seeds = subjects === 'all' ? null : seedsOf(subjects, effect)
  const scope = await readScope(client, { seeds, effect, asOf })
  const shape = { touched: new Set(effect.keys()), isNarrowed: seeds !== null }
  const statuses = new Map(rules.map((rule) => [rule, feedStatus(rule, scope.feeds, asOf)]))
  return { request, bound, effect, scope, shape, statuses }
}

/** Runs a statement with its parameters bound. @param ids for look-ups */
export async function query<Row>(
  checking: Checking,
  client: RegisterClient,
  { name, text, parameters }: Statement,
  ids: readonly string[] = [],
): Promise<Row[]> {
  const values = parameters.map((parameter) => boundValue(checking, parameter, ids))
  const { rows } = await client.query({ name, text, values })
  return rows as Row[]
}

function boundValue(checking: Checking, parameter: CheckParameter, ids: readonly string[]): unknown {
  const { bound, effect, request, scope } = checking
  switch (parameter.kind) {
    case 'set':
      return scope.concerned?.[parameter.set]
    case 'ids':
      return ids
    case 'assumed':
      return JSON.stringify([...effect.get(parameter.table)!.after.values()])
    case 'hidden':
      return [...effect.get(parameter.table)!.before.keys()]
    case 'lawful':
      return JSON.stringify(lawfulRows(request.law.retirementAge, scope.birthMonths))
    default: {
      const rule = request.rules.find(({ code }) => code === parameter.rule)
      assert(rule !== undefined, `${parameter.rule} was asked for`)
      const value = boundValues(rule, bound.get(rule.code)!, scope.context)[parameter.name]
      return value?.toString() ?? null
    }
  }
}
