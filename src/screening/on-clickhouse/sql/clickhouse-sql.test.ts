import { describe, expect, test } from 'vitest'
import { rules } from '#rules/catalogue.ts'
import { views } from '../../views.ts'
import { toClickHouse } from './clickhouse-sql.ts'
import { stagesOf } from './stages.ts'

/** Each case is something that gave another answer on ClickHouse than on DuckDB, or none (tests/cluster compares them). */
describe('a text for ClickHouse', () => {
  test.each([
    [
      'a bound value has its type',
      'select a from t where b > $days',
      'select a from t where b > {days:Int64}',
    ],
    [
      'a bound null too',
      'select a from t where b > $nothing',
      'select a from t where b > {nothing:Nullable(Int64)}',
    ],
    [
      'a column of a join keeps its bare name',
      'select t.a, u.b as c from t',
      'select t.a as a, u.b as c from t',
    ],
    [
      'also in a part of a union',
      'select t.a from t union all select u.a from u',
      'select t.a as a from t union all select u.a as a from u',
    ],
    ['and not outside of the list', 'select a from t where t.a = 1', 'select a from t where t.a = 1'],
    ['a count is signed', 'select count(*) as n from t', 'select toInt64(count(*)) as n from t'],
    [
      'so is a place, with all of its window',
      'select row_number() over (partition by a order by b) as place from t',
      'select toInt64(row_number() over (partition by a order by b)) as place from t',
    ],
    [
      'and an absolute value of a sum',
      'select abs(a - b) as d from t',
      'select toInt64(abs(a - b)) as d from t',
    ],
    [
      'before the first row there is nothing',
      'select lag(a + f(b, c)) over (order by d) as was from t',
      'select lag(toNullable(a + f(b, c))) over (order by d) as was from t',
    ],
    [
      'lag by more than one row',
      'select lag(a, 2) over (order by d) as was from t',
      'select lag(toNullable(a), 2) over (order by d) as was from t',
    ],
    ['the sum of nothing is null', 'select sum(a) as s from t', 'select sumOrNull(a) as s from t'],
    [
      'that of a group is never of nothing',
      'select a, sum(b) as s from (select max(c) as m from u) group by a',
      'select a, sum(b) as s from (select maxOrNull(c) as m from u) group by a',
    ],
    ['what is quoted stays', "select 'count(*) $x' as a from t", "select 'count(*) $x' as a from t"],
    ['what is a comment stays', '-- sum($x)\nselect a from t', '-- sum($x)\nselect a from t'],
  ])('%s', (_, sql, expected) => {
    expect(toClickHouse(sql, { days: 3n })).toBe(expected)
  })

  test('of every rule and view binds every value', () => {
    const texts = [...rules, ...Object.values(views)].map(({ sql }) => sql)
    expect(texts.length).toBeGreaterThan(50)
    for (const sql of texts) expect(toClickHouse(sql).replaceAll(/'[^']*'|--[^\n]*/g, '')).not.toContain('$')
  })
})

describe('parts that are read more than once', () => {
  test('become tables, with the parts that they alone read; the others stay', () => {
    const { stages, sql } = stagesOf(
      `with once as (select a from t), twice as (select a from once), last as (select a from twice)
      select a from last join twice on true`,
    )
    expect(stages).toEqual([{ name: 'twice', sql: 'with once as (select a from t) select a from once' }])
    expect(sql.replaceAll(/\s+/g, ' ')).toBe(
      'with last as (select a from twice) select a from last join twice on true',
    )
  })

  test('a text without parts is one statement', () => {
    expect(stagesOf('select a from t')).toEqual({ stages: [], sql: 'select a from t' })
  })
})
