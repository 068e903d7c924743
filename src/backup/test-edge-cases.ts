import fc from 'fast-check'
import { sql } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'

/** A table with every type that COPY's text form could spoil, a generated column, a sequence, and a trigger. */
export async function makeEdgeTable(owner: Database): Promise<void> {
  const statements = [
    'create sequence app.edge_number start 41',
    `create table app.edge_case (
      id integer generated always as identity primary key,
      parent integer references app.edge_case (id),
      words text,
      document jsonb,
      bytes bytea,
      moment timestamptz,
      day date,
      fen bigint,
      exact numeric,
      float float8,
      list text[],
      span interval,
      is_so boolean,
      words_length integer generated always as (length(words)) stored
    )`,
    `create function app.edge_touched() returns trigger
    language plpgsql
    as $$
    begin
      new.words := 'the trigger was here';

      return new;
    end
    $$`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(owner)
}

/** Made after the rows: whoever fires it while restoring changes them. */
export async function makeEdgeTrigger(owner: Database): Promise<void> {
  await sql`
    create trigger edge_touched
    before insert on app.edge_case
    for each row
    execute function app.edge_touched()`.execute(owner)
}

const special = [
  '',
  '\\',
  '\\N',
  '\\.',
  '\\t',
  '\t',
  '\n',
  '\r\n',
  'a\tb\nc\\d',
  '"',
  "'",
  '{NULL,"NULL"}',
  '中文，𠮷野家',
  '\u0001\u007f\u2028\ufeff',
  '\b\f\v',
]
/** PostgreSQL's text has no NUL. */
const text = fc.oneof(
  fc.constantFrom(...special),
  fc.string({ unit: 'binary' }).map((each) => each.replaceAll('\0', ' ')),
)
const moment = fc.oneof(
  fc.constantFrom('infinity', '-infinity', '0044-03-15 12:00:00+08 BC', '1900-12-31 23:54:17+08:05:43'),
  fc
    .tuple(
      fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true }),
      fc.nat(999),
    )
    .map(([date, micros]) => date.toISOString().replace('Z', `${String(micros).padStart(3, '0')}+00`)),
)

const row = fc.record({
  words: fc.option(text),
  document: fc.option(
    fc.oneof(
      fc.json({ noUnicodeString: false }).filter((each) => !each.includes('\\u0000')),
      text.map((each) => JSON.stringify({ [each]: [each, null] })),
    ),
  ),
  bytes: fc.option(fc.uint8Array({ maxLength: 40 }).map((each) => Buffer.from(each))),
  moment: fc.option(moment),
  day: fc.option(fc.constantFrom('infinity', '1949-10-01', '0001-01-01 BC', '9999-12-31')),
  fen: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  exact: fc.option(fc.constantFrom('NaN', '0.000', '-12345678901234567890.123456789012345678', '1e-20')),
  float: fc.option(fc.double()),
  list: fc.option(fc.array(fc.option(text), { maxLength: 4 })),
  span: fc.option(fc.constantFrom('1 year -3 days 04:05:06.789012', '-00:00:00.000001', '178000000 years')),
  is_so: fc.option(fc.boolean()),
})

/** The same rows for the same seed. */
export async function insertEdgeCases(owner: Database, seed: number, rows = 600): Promise<void> {
  for (const each of fc.sample(row, { seed, numRuns: rows })) {
    const { words, document, bytes, moment: at, day, fen, exact, float, list, span, is_so } = each
    await sql`
      insert into app.edge_case (
        words, document, bytes, moment, day, fen, exact, float, list, span, is_so
      )
      values (
        ${words}, ${document}::jsonb, ${bytes}, ${at}::timestamptz, ${day}::date, ${fen === null ? null : fen.toString()}::bigint,
        ${exact}::numeric, ${float === null ? null : String(float)}::float8, ${list}::text[], ${span}::interval, ${is_so}
      )`.execute(owner)
  }
  await sql`select nextval('app.edge_number')`.execute(owner)
  // A row may refer to one that COPY gives later.
  await sql`update app.edge_case set parent = (select max(id) from app.edge_case) where id = 1`.execute(owner)
}
