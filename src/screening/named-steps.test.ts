import { expect, test } from 'vitest'
import { findNamedSteps } from './named-steps.ts'

test('every named step comes with the text up to its end, and the statement itself comes last', () => {
  const sql = `with a as (select 1), b as (select (2) from a) select * from b`
  expect(findNamedSteps(sql)).toEqual([
    { name: 'a', prefix: 'with a as (select 1)' },
    { name: 'b', prefix: 'with a as (select 1), b as (select (2) from a)' },
    { name: '', prefix: sql },
  ])
})

test('parentheses in text, quoted names and comments do not count', () => {
  const sql = `with a as (
    select ')' as x, '''(' as y, "odd)name" -- it's (
    from t
  )
  select x from a`
  expect(findNamedSteps(sql).map(({ name }) => name)).toEqual(['a', ''])
})

test('a statement without named steps has only itself', () => {
  expect(findNamedSteps('select (1) from t')).toEqual([{ name: '', prefix: 'select (1) from t' }])
})

test('a named step inside another is not a step of the statement', () => {
  const sql = 'with a as (with inner_step as (select 1) select * from inner_step) select * from a'
  expect(findNamedSteps(sql).map(({ name }) => name)).toEqual(['a', ''])
})
