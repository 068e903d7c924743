import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from '#platform/postgres/database.ts'
import { copyLine } from '#register/loading/copy-text.ts'
import type { AnySubjectKind, FindingPart } from '#screening/finding.ts'
import { evidenceRowDigest } from '../evidence-digest.ts'
import type { FoundRun } from './found-run.ts'

const rowColumns =
  'finding_id, rule_code, level, subject_kind, subject_id, region, period_from, period_to, amount_fen, evidence_count, explanation, table_name, row_key, digest, is_context, content'
const ofFinding = 11
const ofEvidence = 5

/** Findings and evidence come in one stream, and a session copies into one table at a time: they are parted later. */
async function createStages(tx: Tx): Promise<void> {
  await sql`
    create temporary table staged_row (
      finding_id text collate "C" not null,
      rule_code text collate "C",
      level integer,
      subject_kind text collate "C",
      subject_id text collate "C",
      region text,
      period_from text,
      period_to text,
      amount_fen bigint not null,
      evidence_count integer,
      explanation text,
      table_name text collate "C",
      row_key text collate "C",
      digest bytea,
      is_context boolean,
      content jsonb
    ) on commit drop
  `.execute(tx)
  await sql`
    create temporary table staged_name (finding_id text collate "C" not null, name text not null) on commit drop
  `.execute(tx)
  await sql`
    create temporary table staged_place (
      table_name text collate "C" not null,
      row_key text collate "C" not null,
      region text,
      staff_id text
    ) on commit drop
  `.execute(tx)
  await sql`
    create temporary table staged_assumed (table_name text collate "C" not null, row_key text collate "C" not null)
    on commit drop
  `.execute(tx)
}

const nothing = (count: number): null[] => new Array<null>(count).fill(null)

function linesOf({ finding, isFirst, rows }: FindingPart<AnySubjectKind, string>): string {
  const own = isFirst
    ? copyLine([
        finding.findingId,
        finding.ruleCode,
        String(finding.level),
        finding.subjectKind,
        finding.subjectId,
        finding.region === '' ? null : finding.region,
        finding.periodFrom,
        finding.periodTo,
        finding.amountFen.toString(),
        String(finding.evidenceCount),
        finding.explanation,
        ...nothing(ofEvidence),
      ])
    : ''
  const evidence = rows.map((row) =>
    copyLine([
      finding.findingId,
      ...nothing(ofFinding - 4),
      row.amountFen.toString(),
      ...nothing(2),
      row.table,
      row.key,
      `\\x${evidenceRowDigest(row)}`,
      String(row.isContext),
      JSON.stringify(row.values),
    ]),
  )
  return own + evidence.join('')
}

async function copyLines(client: pg.ClientBase, into: string, lines: AsyncIterable<string>): Promise<void> {
  await pipeline(Readable.from(lines), client.query(copyFrom(`copy ${into} from stdin`)))
}

async function* mapped<Item>(
  items: AsyncIterable<Item>,
  lineOf: (item: Item) => string,
): AsyncGenerator<string> {
  for await (const item of items) {
    const line = lineOf(item)
    if (line !== '') yield line
  }
}

/** Copies a run into tables of this transaction: staged_row, staged_name, staged_place; staged_assumed is for orders. */
export async function stageRun(
  client: pg.ClientBase,
  tx: Tx,
  found: Pick<FoundRun, 'readParts' | 'readNames' | 'readPlaces'>,
): Promise<void> {
  await createStages(tx)
  await copyLines(client, `staged_row (${rowColumns})`, mapped(found.readParts(), linesOf))
  const nameLines = mapped(found.readNames(), (names) =>
    names.map(({ findingId, name }) => copyLine([findingId, name])).join(''),
  )
  await copyLines(client, 'staged_name (finding_id, name)', nameLines)
  const placeLines = mapped(found.readPlaces(), (places) =>
    places.map(({ table, key, region, staffId }) => copyLine([table, key, region, staffId])).join(''),
  )
  await copyLines(client, 'staged_place (table_name, row_key, region, staff_id)', placeLines)
  for (const table of ['staged_row', 'staged_name', 'staged_place'])
    await sql`analyze ${sql.table(table)}`.execute(tx)
}
