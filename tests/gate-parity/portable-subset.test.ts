import { afterAll, describe, expect, it } from 'vitest'
import { openDuck, runSql, selectRows } from '#platform/duckdb.ts'
import { rules } from '#rules/catalogue.ts'
import { createDialect } from '#screening/dialect.ts'
import { toPostgres } from '#screening/on-postgres/portable-sql.ts'
import { views } from '#screening/views.ts'
import { chineseDatabase } from './chinese-database.ts'

/**
 * Every line of the table of the portable subset (design/tech.md, "Portable SQL"), as the rules use it, nulls included:
 * DuckDB and PostgreSQL give the same text. What the subset leaves out is looked for in the rules themselves.
 */
const duck = await openDuck({ threads: 1 })
await createDialect(duck.connection)
const pool = await chineseDatabase()
afterAll(() => duck.close())

const sample = [
  '(1, 10, 3, null, true, 24287)',
  "(2, null, 3, cast('Zhao' as varchar), false, 24288)",
  "(3, -7, null, cast('' as varchar), null, 24299)",
  "(4, 10, -3, cast('赵' as varchar), true, 24300)",
  "(5, 90071992547409935, 1000000, cast('阿' as varchar), false, null)",
  "(6, 0, 1, cast('𠮷' as varchar), true, 24287)",
  "(7, 5, 2, cast('ｚ' as varchar), true, 24287)",
  "(8, 5, 2, cast('zhao' as varchar), null, 24287)",
].join(', ')

const names = ['k', 'a', 'b', 's', 'f', 'm']

/** The same rows on either engine, in columns of the register's types. */
function withSample(types: readonly string[]): string {
  const columns = names.map((name, index) => `cast(${name} as ${types[index]}) as ${name}`)
  return `with sample as (
    select ${columns.join(', ')} from (values ${sample}) as given (${names.join(', ')})
  )`
}

const onDuck = withSample(['integer', 'bigint', 'bigint', 'varchar', 'boolean', 'integer'])
const onPostgres = withSample(['integer', 'bigint', 'bigint', 'text', 'boolean', 'integer']).replace(
  'cast(s as text) as s',
  'cast(s as text) collate "C" as s',
)

/** Topic of the table, what it asks, the select, and its one column from top to bottom. */
const cases: readonly (readonly [string, string, readonly (string | null)[]])[] = [
  [
    'division: round_div, half away from zero',
    'select round_div(a, 2) from sample where k in (1, 2, 3, 4) order by k',
    ['5', null, '-4', '5'],
  ],
  [
    'division: by 128 bits',
    'select round_div(cast(a as decimal(38, 0)) * b, 1000000) from sample where k = 5',
    ['90071992547409935'],
  ],
  [
    'division: the rest keeps the sign of the dividend',
    'select a % 3 from sample where k <= 4 order by k',
    ['1', null, '-1', '1'],
  ],
  [
    'money: ratios are products',
    'select a * 2 > b * 3 from sample where k <= 4 order by k',
    ['true', null, null, 'true'],
  ],
  [
    'money: products are widened first',
    'select cast(cast(a as decimal(38, 0)) * 1000000 as varchar) from sample where k = 5',
    ['90071992547409935000000'],
  ],
  ['sum of bigint, without nulls', 'select cast(sum(a) as bigint) from sample where k < 5', ['13']],
  ['sum of nothing', 'select coalesce(cast(sum(a) as bigint), 0) from sample where k > 90', ['0']],
  ['sum of nulls alone', 'select cast(sum(a) as bigint) from sample where k = 2', [null]],
  [
    'cast: of whole numbers only',
    'select cast(round_div(b * 25, 30) as bigint) from sample where k in (1, 3) order by k',
    ['3', null],
  ],
  [
    'months are numbers: differences over a year end',
    'select m - 24287 from sample where k <= 5 order by k',
    ['0', '1', '12', '13', null],
  ],
  [
    'months are numbers: January of the year',
    'select m - m % 12 from sample where k in (1, 2, 5) order by k',
    ['24276', '24288', null],
  ],
  [
    'char_length counts characters',
    'select char_length(s) from sample order by k',
    [null, '4', '0', '1', '1', '1', '1', '4'],
  ],
  ['|| with null is null', `select s || '#' from sample where k in (1, 2) order by k`, [null, 'Zhao#']],
  [
    '|| with coalesce',
    `select coalesce(s, '') || '#' from sample where k in (1, 2) order by k`,
    ['#', 'Zhao#'],
  ],
  [
    'lag over a gap of null',
    'select lag(a) over (order by k) from sample where k <= 4 order by k',
    [null, '10', null, '-7'],
  ],
  [
    'lead beyond the end',
    'select lead(a) over (order by k) from sample where k <= 3 order by k',
    [null, '-7', null],
  ],
  [
    'rows frame',
    'select cast(sum(b) over (order by k rows between unbounded preceding and current row) as bigint) from sample where k <= 4 order by k',
    ['3', '6', '6', '3'],
  ],
  ['filter', 'select count(*) filter (where f) from sample', ['4']],
  [
    'is distinct from',
    'select a is distinct from b from sample where k in (1, 2, 3) order by k',
    ['true', 'true', 'true'],
  ],
  [
    'null = null is not true',
    'select count(*) from sample as one join sample as other on other.a = one.a where one.k = 2',
    ['0'],
  ],
  [
    'in of a set with null',
    'select k in (select a from sample) from sample where k in (3, 5) order by k',
    [null, 'true'],
  ],
  ['mod of a null', 'select mod(a, 4) from sample where k in (1, 2, 3) order by k', ['2', null, '-3']],
  [
    'anti-join',
    'select one.k from sample as one left join sample as other on other.a = one.a and other.k <> one.k where other.k is null order by one.k',
    ['2', '3', '5', '6'],
  ],
  ['count of a column leaves nulls out', 'select count(a) from sample', ['7']],
  ['count distinct leaves nulls out', 'select count(distinct f) from sample', ['2']],
  ['min and max of nothing', 'select max(a) from sample where k > 90', [null]],
  [
    'group by takes nulls together',
    'select count(*) from sample group by f order by count(*), f nulls last',
    ['2', '2', '4'],
  ],
  [
    'distinct takes nulls together',
    'select count(*) from (select distinct f from sample) as different',
    ['3'],
  ],
  [
    'null order: last, ascending',
    'select k from sample where k <= 4 order by a nulls last, k',
    ['3', '1', '4', '2'],
  ],
  [
    'null order: last, descending',
    'select k from sample where k <= 4 order by a desc nulls last, k',
    ['1', '4', '3', '2'],
  ],
  [
    'text by bytes: order',
    'select k from sample where s is not null order by s, k',
    ['3', '2', '8', '4', '5', '7', '6'],
  ],
  ['text by bytes: least', `select min(s) from sample where s <> ''`, ['Zhao']],
  ['text by bytes: greatest', 'select max(s) from sample', ['𠮷']],
  [
    'text by bytes: after a union and a shared view',
    'select max(s) from (select s from sample union all select cast(s as varchar) as s from sample) as both_of_them',
    ['𠮷'],
  ],
  ['text: equal is equal', `select count(*) from sample where s = 'zhao'`, ['1']],
  ['boolean: null is neither', 'select count(*) from sample where f = false', ['2']],
  ['boolean: coalesce', 'select count(*) from sample where coalesce(f, false) = false', ['4']],
  [
    'case without else',
    'select case when a > 5 then 1 end from sample where k <= 3 order by k',
    ['1', null, null],
  ],
  [
    'a median by row numbers, doubled',
    `
    select cast(sum(case when n % 2 = 1 then a * 2 else a end) as bigint)
    from (select a, row_number() over (order by a, k) as rn, count(*) over () as n from sample where a is not null and k < 5) as ranked
    where rn * 2 between n and n + 2`,
    ['20'],
  ],
  [
    'the place of a row',
    'select k from (select k, row_number() over (partition by f order by a desc nulls last, k) as place from sample) as ranked where place = 1 order by k',
    ['1', '5', '8'],
  ],
]

describe('the portable subset means the same on DuckDB and PostgreSQL', () => {
  it.each(cases)('%s', async (_, select, expected) => {
    const rows = await selectRows(duck.connection, `${onDuck} ${select}`)
    const texts = rows
      .map((row) => Object.values(row)[0])
      .map((each) => (each === null ? null : String(each)))
    expect(texts, 'DuckDB').toEqual(expected)
    const result = await pool.query({
      text: `${onPostgres} ${toPostgres(select, () => '$1')}`,
      rowMode: 'array',
    })
    const found = result.rows.map(([each]) => (each === null ? null : String(each)))
    expect(found, 'PostgreSQL').toEqual(expected)
  })
})

describe('a bound value', () => {
  it.each([
    ['less than', 'select count(*) from sample where a < $limit'],
    ['in an expression', 'select count(*) from sample where a - 1 <= $limit'],
    ['in the result', 'select count(*) from sample where $limit - a > 0'],
  ])('that is null is never true: %s', async (_, select) => {
    const [row] = await selectRows(duck.connection, `${onDuck} ${select}`, { limit: null })
    expect(Object.values(row!)).toEqual([0n])
    const { rows } = await pool.query({
      text: `${onPostgres} ${toPostgres(select, () => '$1')}`,
      values: [null],
    })
    expect(Object.values(rows[0]!)).toEqual([0n])
  })
})

/** What the table bans, and what only one engine knows. */
const banned: readonly (readonly [string, RegExp])[] = [
  ['division', /(?<!\/)\/(?!\/)|\/\//],
  ['dates', /\b(date_diff|date_trunc|date_part|extract|interval|now|current_date|strftime|to_char)\b/],
  ['length', /(?<!char_)\blength\b/],
  ['concat', /\bconcat(_ws)?\b/],
  ['regular expressions and positions', /\b(regexp_\w+|strpos|position|similar)\b/],
  ['lists', /\b(array_agg|string_agg|list|listagg|group_concat|unnest|arg_min|arg_max)\b/],
  ['QUALIFY and GROUP BY ALL', /\bqualify\b|\bgroup by all\b|\border by all\b/],
  ['try_cast', /\btry_cast\b/],
  ['floats', /\b(double|float|real)\b|\b\d+\.\d+\b/],
  ['unsigned and tiny types', /\b(u?tinyint|usmallint|uinteger|ubigint|hugeint|smallint)\b/],
  ['not in of a select', /\bnot in\s*\(\s*select\b/],
]

describe('no rule and no shared view uses', () => {
  const texts: readonly (readonly [string, string])[] = [
    ...rules.map(({ code, sql }) => [code, sql] as const),
    ...Object.entries(views).map(([name, { sql }]) => [name, sql] as const),
  ]
  it.each(banned)('%s', (_, pattern) => {
    expect(texts.filter(([, sql]) => pattern.test(sql)).map(([name]) => name)).toEqual([])
  })
})

it('round_div is one function: random numbers around every half', async () => {
  await runSql(
    duck.connection,
    'create or replace table halves as select n.value as n, d.value as d from range(-60, 61) as n(value) cross join range(1, 25) as d(value)',
  )
  const onOne = await selectRows(
    duck.connection,
    'select cast(round_div(n, d) as varchar) as value from halves order by n, d',
  )
  const { rows } = await pool.query(
    `select register.round_div(n, d)::text as value
    from generate_series(-60, 60) as n
    cross join generate_series(1, 24) as d
    order by n, d`,
  )
  expect(rows.map(({ value }) => value)).toEqual(onOne.map(({ value }) => value))
})
