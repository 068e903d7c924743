import type { Bilingual } from '#base/bilingual.ts'

/** What an order's record holds for people to see, read leniently: a kind without it shows its plain data. */

type Row = Readonly<Record<string, string | null>>

export interface Change {
  readonly operation: 'insert' | 'update'
  readonly table: string
  readonly key?: Row
  readonly values: Row
  readonly expected?: Row
}

export interface Check {
  readonly ruleCode: string
  readonly title: Bilingual
  readonly outcome: 'PASS' | 'HIT' | 'NOT_EVALUATED' | 'ERROR'
  readonly isHardStop?: boolean
  readonly reasons?: readonly Bilingual[]
  readonly servedBy?: readonly { readonly feed: string; readonly until: string }[]
}

export interface Checked {
  readonly action: string
  readonly at: string
  readonly results: readonly Check[]
}

export interface Remark {
  readonly action: string
  readonly actorId: string
  readonly at: string
  readonly reason: string
}

export interface ShownData {
  readonly asked: Readonly<Record<string, unknown>>
  readonly changes: readonly Change[] | null
  readonly checked: readonly Checked[] | null
  readonly remarks: readonly Remark[]
}

type Json = Readonly<Record<string, unknown>>
const record = (value: unknown): Json | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
const list = <Item>(value: unknown): readonly Item[] | null =>
  Array.isArray(value) ? (value as readonly Item[]) : null

export function shownData(data: unknown): ShownData {
  const all = record(data) ?? {}
  return {
    asked: record(all.asked) ?? all,
    changes: list<Change>(all.changes),
    checked: list<Checked>(all.checks),
    remarks: list<Remark>(all.remarks) ?? [],
  }
}

/** What was there is known for the columns that were expected, and for an update's own key. */
export function oldValue({ expected, key }: Change, column: string): string | null | undefined {
  if (expected !== undefined && column in expected) return expected[column]
  return key?.[column]
}
