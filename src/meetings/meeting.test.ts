import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  codeOf,
  expectedCode,
  pairsOf,
  people,
  said,
  setUpReports,
  stored,
  takeStep,
} from '#periodic-reports/test-reports.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { leadingGroupKind } from './leading-group.ts'
import { meetingKind } from './meeting.ts'
import type { GroupStatus, MeetingStatus } from './meeting-codes.ts'

const database = await testDatabase()
beforeAll(() => setUpReports(database))

const step = (by: string, recordId: string | null, action: string, input: unknown = {}) =>
  takeStep(database, {
    ...{ by, kind: 'MEETING', recordId, action, input },
    ...(action === 'file' ? { files: ['MINUTES'] } : {}),
  })

const call = {
  kind: 'PAY_ALLOC',
  month: '2026-11',
  planned_on: '2026-11-20',
  place: '三楼会议室',
  chair_staff_id: 'head1',
  agenda: [{ topic: '本月发放计划', content: '审议人数和金额' }],
}
const minutes = {
  held_on: '2026-11-20',
  present: ['主任', '财务负责人'],
  absent: [],
  minutes: '审议通过。',
  decisions: [
    {
      text: '同意拨付',
      amount: '1250000.50',
      responsible: '财务科',
      due_on: '2026-11-25',
      payment_files: ['FILE-1'],
    },
    { text: '核实大额明细', amount: null, responsible: '稽核岗', due_on: null, payment_files: [] },
  ],
}
const inputs: Readonly<Record<string, unknown>> = {
  minute: minutes,
  cancel: { reason: '改期' },
  return: { reason: '补充表决情况' },
  file: { asked_by: 'account1' },
}
const doers: Readonly<Record<string, string>> = { approve: 'head1', return: 'head1', file: 'system:test' }
const doStep = (recordId: string, action: string) =>
  step(doers[action] ?? 'account1', recordId, action, inputs[action] ?? {})

const ways: Readonly<Record<MeetingStatus, readonly string[]>> = {
  CALLED: [],
  MINUTED: ['minute'],
  DECIDED: ['minute', 'approve'],
  CANCELLED: ['cancel'],
}
async function inStatus(status: MeetingStatus): Promise<string> {
  const { recordId } = acceptedAnswer(await step('account1', null, 'call', call))
  for (const action of ways[status]) acceptedAnswer(await doStep(recordId, action))
  return recordId
}

describe('every status and every action of a meeting', () => {
  const { workflow } = meetingKind()
  test.for(pairsOf(workflow))('in %s: %s', async ([status, action]) => {
    const recordId = await inStatus(status as MeetingStatus)
    const leadsTo = [workflow[status]?.[action] ?? []].flat()
    const answer = said(await doStep(recordId, action))
    if (leadsTo.length === 0) expect(answer).toContain('action_not_available')
    else expect(leadsTo).toContain(answer)
  })
})

describe('a meeting', () => {
  test('is chaired by a leader on post at the unit', async () => {
    for (const chair_staff_id of ['account1', 'headCity', 'nobody']) {
      expect(said(await step('account1', null, 'call', { ...call, chair_staff_id }))).toContain(
        'the chair is a leader',
      )
    }
  })

  test('has its minutes approved by whoever chaired it, and nobody else', async () => {
    const recordId = await inStatus('MINUTED')
    expect(said(await step('deputy1', recordId, 'approve'))).toContain('whoever chaired')
    expect(said(await step('head1', recordId, 'approve'))).toBe('DECIDED')
  })

  test('has no minutes before it was held', async () => {
    const recordId = await inStatus('CALLED')
    const tomorrow = new Date(Date.now() + 40 * 3_600_000).toISOString().slice(0, 10)
    const early = { ...minutes, held_on: tomorrow }
    expect(said(await step('account1', recordId, 'minute', early))).toContain('lies in the future')
  })

  test('numbers its decisions, which others find by their number', async () => {
    const recordId = await inStatus('DECIDED')
    const { data } = await stored(database, recordId)
    expect(data.number.text).toMatch(/^示例一县中心支付调拨会纪要〔\d{4}〕\d+号$/)
    const { rows } = await sql<{
      decision_number: string
      amount_fen: bigint | null
      payment_files: string[]
    }>`
      select decision_number, amount_fen, payment_files
      from app.record_meeting_decision
      where meeting_id = ${recordId}
      order by decision_number
    `.execute(database.db)
    expect(rows).toEqual([
      { decision_number: `${data.number.text}-1`, amount_fen: 125_000_050n, payment_files: ['FILE-1'] },
      { decision_number: `${data.number.text}-2`, amount_fen: null, payment_files: [] },
    ])
  })

  test('counts for its month only once its minutes are approved', async () => {
    const [open, decided] = [await inStatus('MINUTED'), await inStatus('DECIDED')]
    const { rows } = await sql<{ meeting_id: string; month: number; decided: boolean }>`
      select meeting_id, month, decided from app.record_meeting where meeting_id in (${open}, ${decided})
    `.execute(database.db)
    const byId = new Map(rows.map((row) => [row.meeting_id, row]))
    expect([byId.get(open)!.decided, byId.get(decided)!.decided]).toEqual([false, true])
    expect(byId.get(decided)!.month).toBe(202_611)
  })
})

const money = ['ACCOUNTANT']
const allowed: Readonly<Record<string, (place: string, duty: string) => boolean>> = {
  minute: (place, duty) => place === 'county' && [...money, 'INTERNAL_AUDIT'].includes(duty),
  cancel: (place, duty) => place === 'county' && [...money, 'INTERNAL_AUDIT'].includes(duty),
}

test.for(Object.keys(allowed))(
  '%s is for those whom the papers name',
  { timeout: 120_000 },
  async (action) => {
    const wrong: string[] = []
    let recordId = await inStatus('CALLED')
    for (const person of Object.keys(people)) {
      const code = codeOf(await step(person, recordId, action, inputs[action] ?? {}))
      const expected = expectedCode(person, allowed[action]!)
      if (code !== expected) wrong.push(`${person}: ${code} instead of ${expected}`)
      if (code === 'accepted') recordId = await inStatus('CALLED')
    }
    expect(wrong).toEqual([])
  },
)

describe('every status and every action of a leading group', () => {
  const group = {
    kind: 'RISK_CONTROL',
    title: '基金风险防控领导小组',
    document: '示例〔2026〕1号',
    head: '甲 局长',
    deputies: ['乙 副局长'],
    members: [{ member: '丙', unit: '基金监督科科长', work: '牵头协调' }],
    office: '基金监督科',
    from: '2026-01-01',
    until: '2028-12-31',
  }
  const groupStep = (by: string, recordId: string | null, action: string, input: unknown = {}) =>
    takeStep(database, { by, kind: 'LEADING_GROUP', recordId, action, input })
  const groupInputs: Readonly<Record<string, unknown>> = {
    resubmit: group,
    withdraw: { reason: '重复' },
    return: { reason: '缺分工' },
    end: { reason: '任期届满' },
  }
  const groupDoers: Readonly<Record<string, string>> = { approve: 'head1', return: 'head1', end: 'head1' }
  const groupWays: Readonly<Record<GroupStatus, readonly string[]>> = {
    PROPOSED: [],
    RETURNED: ['return'],
    IN_OFFICE: ['approve'],
    ENDED: ['approve', 'end'],
    WITHDRAWN: ['return', 'withdraw'],
  }
  const { workflow } = leadingGroupKind()
  test.for(pairsOf(workflow))('in %s: %s', async ([status, action]) => {
    const { recordId } = acceptedAnswer(await groupStep('audit1', null, 'propose', group))
    const take = (each: string) =>
      groupStep(groupDoers[each] ?? 'audit1', recordId, each, groupInputs[each] ?? {})
    for (const each of groupWays[status as GroupStatus]) acceptedAnswer(await take(each))
    const leadsTo = [workflow[status]?.[action] ?? []].flat()
    const answer = said(await take(action))
    if (leadsTo.length === 0) expect(answer).toContain('action_not_available')
    else expect(leadsTo).toContain(answer)
  })

  test('its term ends after it begins', async () => {
    const wrong = { ...group, until: '2026-01-01' }
    expect(said(await groupStep('audit1', null, 'propose', wrong))).toContain('invalid_input')
  })
})
