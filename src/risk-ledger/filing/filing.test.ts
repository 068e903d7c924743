import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import { plainCalendar, requestOf } from '#records/test-kernel.ts'
import { followLedger, remindFrom } from '../follow-ledger.ts'
import type { FilingStatus } from '../ledger-codes.ts'
import {
  idOf,
  ledgerContext,
  pointInForce,
  saidBy,
  serverContext,
  setUpLedger,
  stepOn,
} from '../test-ledger.ts'
import { digestOfRows } from './digest-rows.ts'
import type { LedgerFilingData } from './filing-data.ts'
import { ledgerFilingKind } from './ledger-filing.ts'

const database = await testDatabase()
const { db, owner } = database
const as = (staffId: string) => ledgerContext(db, staffId)

beforeAll(async () => {
  await setUpLedger(database)
  await pointInForce(db)
  await pointInForce(db, { department: '财务科', risk: '支出户对账不由他人复核', rule_codes: ['FIN-06'] })
})

const kind = 'LEDGER_FILING'
const reason = { reason: '说明' }
const actors: Readonly<Record<string, string>> = {
  ...{ prepare: 'enter1', file: 'head1', send_back: 'head1', accept: 'city1', return: 'city1' },
}
const needsReason = ['send_back', 'return']

/** As a package brings it. */
async function receivedInput(recordId: string): Promise<object> {
  const row = { risk_point_id: 'p1', version: 1, department: '科', risk: '风险', measures: ['措施'] }
  const people = { direct: '甲', department_head: '乙', unit_head: '丙' }
  const rows = [{ ...row, ...people, level: 1, residual_level: 2, stage: 'PAYMENT', domain: 'BUSINESS' }]
  const { year: of } = (await stored(recordId)).data
  return { agency_id: 'A990101', year: of, rows, by: 'enter1', from: 'county #1' }
}

const byServer = async (recordId: string, action: string, input: object) =>
  act(serverContext(db), requestOf({ kind, recordId, action, input }))

const step = async (recordId: string, action: string, by: string = actors[action] ?? '') =>
  action === 'remind'
    ? byServer(recordId, action, { when: 'BEFORE' })
    : action === 'receive'
      ? byServer(recordId, action, await receivedInput(recordId))
      : stepOn(as(by), { kind, recordId, action, input: needsReason.includes(action) ? reason : {} })

/** Years are used once: one filing a year and unit. */
let year = 2018
async function opened(): Promise<string> {
  year += 1
  const request = requestOf({ kind, action: 'open', input: { year: Math.min(year, 2026) } })
  if (year > 2026) {
    await sql`delete from app.to_do where kind = ${kind}`.execute(owner)
    await sql`update app.record set data = data || ${JSON.stringify({ year: 1000 + year })}::jsonb
      where kind = ${kind} and data ->> 'year' = '2026'`.execute(owner)
  }
  return idOf(await act(as('enter1'), request))
}

async function stored(recordId: string): Promise<{ data: LedgerFilingData; due: string | null }> {
  const row = await db
    .selectFrom('record')
    .select(['data', 'due_day'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return { data: row.data as LedgerFilingData, due: row.due_day }
}

const ways: Readonly<Record<FilingStatus, readonly string[]>> = {
  CALLED: [],
  PREPARED: ['prepare'],
  FILED: ['prepare', 'file'],
  RETURNED: ['prepare', 'file', 'return'],
  ACCEPTED: ['prepare', 'file', 'accept'],
}

async function inStatus(status: FilingStatus): Promise<string> {
  const recordId = await opened()
  for (const action of ways[status]) {
    const said = saidBy(await step(recordId, action))
    if (said.includes(':')) throw new Error(`${action}: ${said}`)
  }
  return recordId
}

const definition = ledgerFilingKind()
const further = Object.keys(definition.actions).filter((name) => name !== 'open' && name !== 'call')
const pairs = (Object.keys(ways) as FilingStatus[]).flatMap((status) =>
  further.map((action) => [status, action] as const),
)

describe('every status and every action', () => {
  test.for(pairs)('in %s: %s', async ([status, action]) => {
    const recordId = await inStatus(status)
    const leadsTo = [definition.workflow[status]?.[action] ?? []].flat()
    const said = saidBy(await step(recordId, action))
    if (leadsTo.length === 0) expect(said).toContain('action_not_available')
    else expect(leadsTo).toContain(said)
  })
})

describe('a filing', () => {
  test('is a copy whose digest anybody can compute, which later changes do not touch', async () => {
    const recordId = await inStatus('FILED')
    const { data, due } = await stored(recordId)
    expect(data.rows.map(({ department }) => department)).toEqual(['待遇发放科（发放岗）', '财务科'])
    expect(data.rows[0]).toMatchObject({
      ...{ direct: 'enter1', department_head: 'review1', unit_head: 'head1', level: 2, residual_level: 3 },
      measures: ['每月与民政、卫健死亡数据比对', '疑点当月核实并停发'],
    })
    expect(data.digest).toBe(digestOfRows({ agency_id: 'A990101', year: data.year, rows: data.rows }))
    expect(data.receiver_id).toBe('B990100')
    expect(due).not.toBeNull()
    await pointInForce(db, { risk: '另一个风险点' })
    expect((await stored(recordId)).data.rows).toEqual(data.rows)
  })

  test('that a package brings is of the same unit and year, and keeps no other’s digest', async () => {
    const recordId = await inStatus('RETURNED')
    const input = await receivedInput(recordId)
    for (const other of [{ year: 2018 }, { agency_id: 'A990102' }]) {
      const answer = await byServer(recordId, 'receive', { ...input, ...other })
      expect(saidBy(answer)).toContain('there is a filing of')
    }
    expect(saidBy(await step(recordId, 'receive'))).toBe('FILED')
    const { data } = await stored(recordId)
    expect(data.digest).toBe(digestOfRows({ agency_id: 'A990101', year: data.year, rows: data.rows }))
    expect(data.remarks.map(({ action, reason: why }) => [action, why])).toEqual([
      ['return', expect.any(String)],
      ['receive', 'county #1'],
    ])
  })

  test('is not signed when the ledger changed after it was prepared', async () => {
    const recordId = await inStatus('PREPARED')
    await pointInForce(db, { risk: '后来的风险点' })
    expect(saidBy(await step(recordId, 'file'))).toContain('has changed since')
    expect(saidBy(await step(recordId, 'prepare'))).toBe('PREPARED')
    expect(saidBy(await step(recordId, 'file'))).toBe('FILED')
  })

  test('names nobody who has left', async () => {
    const risk = '责任人离岗的风险点'
    const point = await pointInForce(db, { risk, direct_staff_id: 'enter2' })
    await sql`update app.staff_member set status = 'LEFT' where staff_id = 'enter2'`.execute(owner)
    const recordId = await opened()
    expect(saidBy(await step(recordId, 'prepare'))).toContain('enter2, responsible for')
    await sql`update app.staff_member set status = 'ON_POST' where staff_id = 'enter2'`.execute(owner)
    expect(saidBy(await step(recordId, 'prepare'))).toBe('PREPARED')
    expect(point).toBeTruthy()
  })

  test('is one a year and unit, and of no year to come', async () => {
    const again = async (of: number) =>
      saidBy(await act(as('enter1'), requestOf({ kind, action: 'open', input: { year: of } })))
    await opened()
    expect(await again(2019)).toContain('there is a filing of 2019')
    expect(await again(2099)).toContain('has not begun')
  })
})

/** Who may do what: the unit, its head, the superior that it was filed to; beside, above and below nobody. */
const everybody = [
  ...['enter1', 'auditor1', 'deputy1', 'head1', 'outsider'],
  ...['county1', 'city1', 'centre1', 'cityHead', 'province1', 'provinceHead'],
]
const mayDo: Readonly<Record<string, readonly [FilingStatus, readonly string[]]>> = {
  prepare: ['CALLED', ['enter1', 'auditor1', 'deputy1']],
  file: ['PREPARED', ['head1']],
  send_back: ['PREPARED', ['head1']],
  accept: ['FILED', ['city1', 'cityHead']],
  return: ['FILED', ['city1', 'cityHead']],
}
const permissions = Object.entries(mayDo).flatMap(([action, [status, able]]) =>
  everybody.map((who) => [action, who, status, able.includes(who)] as const),
)

describe('permissions', () => {
  test.for(permissions)('%s by %s', async ([action, who, status, isAble]) => {
    const recordId = await inStatus(status)
    if (who === 'outsider') {
      await expect(step(recordId, action, who)).rejects.toMatchObject({ code: 'not_found' })
      return
    }
    const said = saidBy(await step(recordId, action, who))
    if (isAble) expect(said).not.toContain(':')
    else expect(said).toMatch(/^(not_permitted|action_not_available)/)
  })
})

describe('the job', () => {
  const open = async () => {
    const { rows } = await sql<{ agency_id: string; receiver: string; due_day: string }>`
      select agency_id, data ->> 'receiver_id' as receiver, due_day
      from app.record
      where kind = ${kind} and data ->> 'year' = '2099'
      order by agency_id
    `.execute(db)
    return rows
  }

  test('calls every unit in November, once, to the supervision above it', async () => {
    const kernel = as('enter1')
    expect((await followLedger(kernel, '2099-10-31')).called).toBe(0)
    // The database's clock decides which years have begun: the call is refused, and said so.
    const early = await followLedger(kernel, '2099-11-01')
    expect([early.called, early.refused.length > 0]).toEqual([0, true])
    const today = '2026-11-20'
    await sql`delete from app.idempotency where endpoint = 'risk-ledger'`.execute(owner)
    const first = await followLedger(kernel, today)
    const { rows } = await sql<{ agency_id: string; receiver: string; due_day: string }>`
      select agency_id, data ->> 'receiver_id' as receiver, due_day::text
      from app.record
      where kind = ${kind} and data ->> 'year' = '2026'
      order by agency_id
    `.execute(db)
    expect(rows.map(({ agency_id, receiver }) => `${agency_id} ${receiver}`)).toEqual([
      'A990100 B990000',
      'A990101 B990100',
      'A990102 B990100',
      'B990100 B990000',
      'B990101 B990100',
    ])
    // That of the first county was begun by its own people and is further on.
    const called = rows.filter(({ agency_id }) => agency_id !== 'A990101')
    expect(new Set(called.map(({ due_day }) => due_day))).toEqual(new Set(['2026-11-30']))
    expect(first.called).toBeGreaterThanOrEqual(4)
    expect((await followLedger(kernel, today)).called).toBe(0)
    expect(await open()).toEqual([])
  })

  test('reminds once before the day and once after it', async () => {
    const kernel = as('enter1')
    const told = async () => {
      const { rows } = await sql<{ reminded: string }>`
        select coalesce(data ->> 'reminded', '') as reminded
        from app.record
        where kind = ${kind} and agency_id = 'A990102' and data ->> 'year' = '2026'
      `.execute(db)
      return rows[0]!.reminded
    }
    expect(remindFrom(plainCalendar, '2026-11-30')).toBe('2026-11-23')
    await followLedger(kernel, '2026-11-22')
    expect(await told()).toBe('')
    await followLedger(kernel, '2026-11-23')
    expect(await told()).toBe('BEFORE')
    await followLedger(kernel, '2026-12-01')
    expect(await told()).toBe('AFTER')
    const { rows } = await sql<{ duty: string; agency_id: string }>`
      select to_do.duty, to_do.agency_id
      from app.to_do
      inner join app.record on record.record_id = to_do.record_id
      where record.agency_id = 'A990102' and to_do.title ->> 'zh' like '逾期%'
      order by 1
    `.execute(db)
    expect(rows).toEqual([{ duty: 'SUPERVISION', agency_id: 'B990100' }])
    expect((await followLedger(kernel, '2026-12-02')).reminded).toBe(0)
  })
})
