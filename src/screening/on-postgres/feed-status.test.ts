import { describe, expect, it, test } from 'vitest'
import { dayOf } from '#base/calendar-math.ts'
import type { RegisterFeed } from '#register/register-feed.ts'
import { defineRule, type Rule } from '../rule.ts'
import { feedStatus } from './feed-status.ts'

const asOf = dayOf(2024, 6, 30)

const rule: Rule = defineRule({
  code: 'TST-01',
  id: 'test/feeds',
  version: 1,
  title: { zh: '测试', en: 'Test' },
  purpose: { zh: '测试', en: 'Test' },
  basis: [],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['person'], ['payment'], ['death', 'person.death_date']],
  reads: ['payment', 'death_date', 'certification'],
  parameters: {},
  sql: 'select person_id as subject_id from payment',
  facts: {},
  evidence: {},
  check: '',
  explain: () => '',
})

function feed(table: RegisterFeed['table'], other: Partial<RegisterFeed> = {}): RegisterFeed {
  return {
    table,
    kind: 'DELIVERED',
    deliveryId: 'D1',
    deliveredAt: new Date('2024-06-20T00:00:00Z'),
    rows: 10,
    rowsRejected: 0,
    columns: ['person_id'],
    lastDate: null,
    daysMax: null,
    ...other,
  }
}

const sound = [
  feed('person'),
  feed('payment', { lastDate: '2024-06' }),
  feed('death', { lastDate: '2024-06-15' }),
]
const without = (table: string): RegisterFeed[] => sound.filter((each) => each.table !== table)

test('sound feeds bear a PASS; what is read but not needed is remarked', () => {
  const status = feedStatus(rule, sound, asOf)
  expect(status).toMatchObject({ reason: null, isMissing: false, feeds: [] })
  expect(status.remarks.map(({ en }) => en)).toEqual(['certification was not delivered and counts as empty'])
})

describe('a rule cannot run', () => {
  it('without a table it needs', () => {
    const status = feedStatus(rule, without('payment'), asOf)
    expect(status).toMatchObject({ isMissing: true, feeds: ['payment'] })
    expect(status.reason?.zh).toContain('缺少数据')
  })

  it('without any of the tables of which one would do', () => {
    expect(feedStatus(rule, without('death'), asOf)).toMatchObject({ isMissing: true, feeds: ['death'] })
  })

  it('but does with the column that stands for the table', () => {
    const dated = [...without('death'), feed('person', { columns: ['person_id', 'death_date'] })]
    expect(feedStatus(rule, dated.slice(1), asOf)).toMatchObject({ isMissing: false, reason: null })
  })
})

describe('a PASS would promise too much', () => {
  const weak = (other: Partial<RegisterFeed>) =>
    feedStatus(rule, [...without('death'), feed('death', { lastDate: '2024-06-15', ...other })], asOf)

  it.each([
    ['from an empty table', { rows: 0 }, true],
    ['where over 5 % were rejected', { rows: 94, rowsRejected: 6 }, true],
    ['but not of exactly 5 %', { rows: 95, rowsRejected: 5 }, false],
    ['from events of 93 days ago', { lastDate: '2024-03-29' }, true],
    ['but not of 92 days ago', { lastDate: '2024-03-30' }, false],
    ['from a delivery a day beyond the agreed age', { daysMax: 9 }, true],
    ['but not of the agreed age itself', { daysMax: 10 }, false],
  ])('%s', (_, other, isWeak) => {
    const status = weak(other)
    expect(status.reason !== null).toBe(isWeak)
    expect(status.feeds).toEqual(isWeak ? ['death'] : [])
    expect(status.isMissing).toBe(false)
  })

  it('counts the day of delivery in Beijing', () => {
    const late = { daysMax: 10, deliveredAt: new Date('2024-06-19T15:59:59Z') }
    expect(weak(late).reason?.zh).toBe('死亡信息已 11 天未更新，约定为 10 天')
    expect(weak({ ...late, deliveredAt: new Date('2024-06-19T16:00:00Z') }).reason).toBeNull()
  })

  it('names every reason', () => {
    expect(weak({ rows: 0, daysMax: 3 }).reason?.en).toMatch(/empty; death was delivered 10 days ago/)
  })
})

test('a live table is never missing, empty or old', () => {
  const live = {
    kind: 'LIVE',
    rows: 0,
    columns: [],
    deliveredAt: null,
    deliveryId: null,
    daysMax: 1,
  } as const
  const feeds = [feed('person', live), feed('payment', live), feed('death', live)]
  expect(feedStatus(rule, feeds, asOf)).toMatchObject({ reason: null, isMissing: false, feeds: [] })
})
