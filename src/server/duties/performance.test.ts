import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import PizZip from 'pizzip'
import { beforeAll, describe, expect, test } from 'vitest'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { performanceFigures } from '#duties/assessment/performance-figures.ts'
import { dutyFunctions } from '#duties/duty-access.ts'
import { dutyKinds } from '#duties/duty-kinds.ts'
import {
  dayFromNow,
  doStep,
  type StaffName,
  setUpDuties,
  stored,
  trainingInput,
} from '#duties/test-duties.ts'
import { openAttachment } from '#records/attachments/open-attachment.ts'
import {
  type AttachmentService,
  attachmentTurns,
  defaultAttachmentLimits,
} from '#records/attachments/upload-attachment.ts'
import { contextOf } from '#records/test-kernel.ts'
import { leadOverdue } from '#rules/process/lead-overdue.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

const database = await setUpDuties()
const names = ['supervise1', 'auditor1', 'head1', 'clerk1', 'deputy1', 'head3', 'system1'] as const
type Name = Extract<StaffName, (typeof names)[number]>
const browsers = {} as Record<Name, TestBrowser>
const catalogue = extendCatalogue(accessFunctions, dutyFunctions)
const year = Number(dayFromNow(0).slice(0, 4))
const kind = 'ASSESSMENT' as const
const attachments: AttachmentService = {
  store: {
    folder: mkdtempSync(path.join(tmpdir(), 'fangxian-test-')),
    masterKeys: [{ version: 1, key: randomBytes(32) }],
  },
  scanner: null,
  limits: { ...defaultAttachmentLimits, fileBytesMax: 100_000 },
  turns: attachmentTurns(),
}
let ofClerk = ''
let ofSystem = ''

async function drafted(staff_id: string): Promise<string> {
  const input = { staff_id, year, result: 'COMPETENT', comment: '履职到位' }
  return doStep(database, { by: 'auditor1', kind, action: 'draft', input })
}

beforeAll(async () => {
  const on = { by: 'supervise2', kind: 'TRAINING' } as const
  const recordId = await doStep(database, { ...on, action: 'plan', input: trainingInput() })
  const held = { held_on: dayFromNow(0), present: ['clerk1', 'auditor1'], note: '讲授' }
  await doStep(database, { ...on, recordId, action: 'hold', input: held })
  const scores = [{ staff_id: 'clerk1', score: 60 }]
  await doStep(database, {
    ...on,
    recordId,
    action: 'examine',
    input: { examined_on: dayFromNow(0), scores },
  })
  await doStep(database, { by: 'head1', kind: 'TRAINING', recordId, action: 'confirm' })
  ofClerk = await drafted('clerk1')
  ofSystem = await drafted('system1')
  const server = await startTestServer(database, {
    kinds: dutyKinds(),
    catalogue,
    attachments,
  })
  for (const name of names) {
    await addPerson(database, { staffId: name })
    browsers[name] = await signedIn(server, name)
  }
})

type Item = Record<string, unknown>
const unit = `agency_id=A990101&year=${year}`

async function items(who: Name, address: string): Promise<Item[]> {
  const answer = await browsers[who].get(`/api/${address}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.items as Item[]
}

describe('performance of a unit', () => {
  test('has every figure of the unit, and the people with theirs', async () => {
    const { body } = await browsers.head1.get(`/api/performance?${unit}`)
    const figures = new Map((body.figures as Item[]).map(({ code, value }) => [code, value]))
    expect([...figures.keys()]).toEqual([...performanceFigures.keys()])
    expect([figures.get('trainings_attended'), figures.get('exams_passed')]).toEqual([2, 1])
    expect(figures.get('handled_rate')).toBeNull()
    const clerk = (body.people as Item[]).find(({ staff_id }) => staff_id === 'clerk1')!
    expect(clerk).toMatchObject({ record_id: ofClerk, status: 'DRAFTED' })
    expect(clerk.figures).toContainEqual({ code: 'exams_passed', value: 1 })
    expect((clerk.figures as Item[]).map(({ code }) => code)).not.toContain('handled_rate')
  })

  test('opens the rows of each count, of the unit and of a person', async () => {
    const { body } = await browsers.head1.get(`/api/performance?${unit}`)
    const counts = (body.figures as { code: string; value: number }[]).filter(
      ({ code }) => performanceFigures.get(code)!.unit === 'count',
    )
    for (const { code, value } of counts) {
      expect([code, (await items('head1', `performance/rows?${unit}&figure=${code}`)).length]).toEqual([
        code,
        value,
      ])
    }
    const own = await items('head1', `performance/rows?${unit}&figure=trainings_attended&staff_id=clerk1`)
    expect(own).toMatchObject([{ record_kind: 'TRAINING', staff_ids: ['clerk1'] }])
  })

  test('is read by whoever assesses or supervises it', async () => {
    const codes = await Promise.all(
      names.map(async (name) => [name, (await browsers[name].get(`/api/performance?${unit}`)).status]),
    )
    expect(Object.fromEntries(codes)).toEqual({
      ...{ supervise1: 200, auditor1: 200, head1: 200, deputy1: 200 },
      ...{ clerk1: 404, head3: 404, system1: 404 },
    })
    expect((await items('supervise1', 'performance/units')).length).toBeGreaterThan(1)
    expect(await items('clerk1', 'performance/units')).toEqual([])
    expect((await items('head3', 'performance/units')).map(({ agency_id }) => agency_id)).toEqual(['A990102'])
  })

  test('goes out as a file to whoever may export', async () => {
    const csv = await browsers.auditor1.get(`/api/performance/export?${unit}&format=csv`)
    expect(csv.status, csv.text).toBe(200)
    expect(csv.text.trim().split(/\r?\n/)).toHaveLength(performanceFigures.size + 1)
    expect((await browsers.clerk1.get(`/api/performance/export?${unit}&format=csv`)).status).toBe(403)
  })

  test('counts in time as R-WF-01 does', () => {
    const days = [1, 2, 3].map((level) => leadOverdue.parameters[`conclude_days_${level}`]?.default)
    expect(days).toEqual(['20', '30', '60'])
  })
})

describe('assessments', () => {
  test('are listed to those who assess and supervise, and to each their own', async () => {
    const seen = async (who: Name) => (await items(who, 'assessments')).map(({ staff_id }) => staff_id).sort()
    expect(await seen('head1')).toEqual(['clerk1', 'system1'])
    expect(await seen('supervise1')).toEqual(['clerk1', 'system1'])
    expect(await seen('clerk1')).toEqual(['clerk1'])
    expect(await seen('system1')).toEqual(['system1'])
    expect(await seen('head3')).toEqual([])
  })

  test('are opened by the person and by no colleague', async () => {
    const open = async (who: Name, id: string) =>
      (await browsers[who].get(`/api/records/ASSESSMENT/${id}`)).status
    expect(await open('clerk1', ofClerk)).toBe(200)
    expect(await open('clerk1', ofSystem)).toBe(403)
    expect(await open('system1', ofSystem)).toBe(200)
    expect(await open('system1', ofClerk)).toBe(404)
    expect(await open('head3', ofClerk)).toBe(404)
    const todos = await items('clerk1', 'to-dos?list=mine')
    expect(todos.map(({ record_id }) => record_id)).toContain(ofClerk)
  })

  test('become a paper once they are decided', async () => {
    const write = () =>
      browsers.head1.post(`/api/papers/ASSESSMENT/${ofClerk}`, {}, { 'idempotency-key': randomUUID() })
    expect((await write()).status).toBe(409)
    const on = { kind, recordId: ofClerk } as const
    await doStep(database, { ...on, by: 'clerk1', action: 'read', input: { statement: '三月差错系统故障' } })
    const input = { result: 'EXCELLENT', commendation: 'MAY', opinion: '同意评优' }
    await doStep(database, { ...on, by: 'head1', action: 'approve', input })
    const written = await write()
    expect(written.status, written.text).toBe(200)
    const { data } = await stored<{ attachment_id: string }>(database, ofClerk)
    const asked = { kind, recordId: ofClerk, attachmentId: data.attachment_id }
    const asClerk = { ...contextOf(database.db, 'clerk1', { kinds: dutyKinds() }), catalogue }
    const { content } = await openAttachment(asClerk, attachments, asked)
    const xml = new PizZip(content).file('word/document.xml')!.asText()
    const text = xml.replace(/<[^>]+>/g, ' ')
    for (const word of ['三月差错系统故障', '优秀', '可参加评先评优', '同意评优', '考试合格（人次）']) {
      expect(text).toContain(word)
    }
    expect(text).not.toMatch(/[{}]|undefined/)
  })

  test('go out as a file to whoever may export', async () => {
    const csv = await browsers.auditor1.get('/api/assessments/export?format=csv')
    expect(csv.status, csv.text).toBe(200)
    expect(csv.text.trim().split(/\r?\n/)).toHaveLength(3)
    expect((await browsers.clerk1.get('/api/assessments/export?format=csv')).status).toBe(403)
  })
})
