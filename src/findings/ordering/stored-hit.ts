import { z } from 'zod'
import { type EvidenceRow, type Finding, type FindingPart, subjectKinds } from '#screening/finding.ts'
import type { TableName } from '#standard/tables.ts'
import type { RowPlace } from '../importing/found-run.ts'

/** What an order's check found, as it waits in app.order_hit: a finding of the form that a run gives (platform.md 4). */
export interface FoundHit {
  readonly finding: Finding
  /** In clear; empty for subjects that are no persons. */
  readonly name: string
  readonly ruleVersion: number
  readonly rows: readonly HitRow[]
}

export interface HitRow extends EvidenceRow {
  /** The order would write it so. */
  readonly isAssumed: boolean
  readonly region: string | null
  readonly staffId: string | null
}

const fen = z.codec(z.string().regex(/^-?\d+$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (amount) => amount.toString(),
})

const StoredHit = z.strictObject({
  finding: z.strictObject({
    findingId: z.string(),
    ruleCode: z.string(),
    ruleTitle: z.string(),
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    subjectKind: z.enum(subjectKinds),
    subjectId: z.string(),
    personName: z.string(),
    periodFrom: z.string(),
    periodTo: z.string(),
    amountFen: fen,
    evidenceCount: z.int(),
    explanation: z.string(),
    region: z.string(),
  }),
  name: z.string(),
  ruleVersion: z.int(),
  rows: z.array(
    z.strictObject({
      table: z.string(),
      key: z.string(),
      isContext: z.boolean(),
      amountFen: fen,
      // In the order of the rule's columns, of which the row's digest is made: jsonb would sort the keys of an object.
      values: z.array(z.tuple([z.string(), z.union([z.string(), z.boolean()]).nullable()])),
      isAssumed: z.boolean(),
      region: z.string().nullable(),
      staffId: z.string().nullable(),
    }),
  ),
})

/** JSON, for whoever keeps it with the act. */
export function storedHit({ finding, name, ruleVersion, rows }: FoundHit): unknown {
  const said = rows.map(({ table, key, isContext, amountFen, values, isAssumed, region, staffId }) => ({
    ...{ table, key, isContext, amountFen, values: Object.entries(values), isAssumed, region, staffId },
  }))
  return z.encode(StoredHit, { finding, name, ruleVersion, rows: said })
}

export function parseHits(hits: unknown): readonly FoundHit[] {
  return z
    .array(StoredHit)
    .parse(hits)
    .map(({ rows, ...hit }) => ({
      ...hit,
      rows: rows.map((row) => ({
        ...row,
        table: row.table as TableName,
        values: Object.fromEntries(row.values),
      })),
    }))
}

export function partOf({ finding, rows }: FoundHit): FindingPart {
  return { finding, isFirst: true, isLast: true, rows }
}

export function placesOf(hits: readonly FoundHit[]): RowPlace[] {
  const places = hits.flatMap(({ rows }) =>
    rows.map(({ table, key, region, staffId }): RowPlace => ({ table, key, region, staffId })),
  )
  return [...new Map(places.map((place) => [`${place.table} ${place.key}`, place])).values()]
}
