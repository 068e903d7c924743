import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { caseKinds } from '#cases/case-kinds.ts'
import {
  addFinding,
  caseIn,
  casesCatalogue,
  daysAhead,
  letDeadlinePass,
  openCase,
  setUpCases,
  takeCaseStep,
  testFindings,
} from '#cases/test-cases.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { attachmentTurns, defaultAttachmentLimits } from '#records/attachments/upload-attachment.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

const database = await testDatabase()
const names = ['audit1', 'audit2', 'head1', 'account1', 'auditBeside', 'system1', 'supervise1'] as const
const browsers = {} as Record<(typeof names)[number], TestBrowser>

beforeAll(async () => {
  await setUpCases(database)
  const server = await startTestServer(database, {
    kinds: caseKinds({ findings: testFindings }),
    catalogue: casesCatalogue,
    attachments: {
      store: {
        folder: mkdtempSync(path.join(tmpdir(), 'fangxian-test-')),
        masterKeys: [{ version: 1, key: randomBytes(32) }],
      },
      scanner: null,
      limits: { ...defaultAttachmentLimits, fileBytesMax: 100_000 },
      turns: attachmentTurns(),
    },
  })
  for (const name of names) {
    await addPerson(database, { staffId: name })
    browsers[name] = await signedIn(server, name)
  }
})

type Item = Record<string, unknown>

async function listed(who: keyof typeof browsers, address: string): Promise<Item[]> {
  const answer = await browsers[who].get(`/api/${address}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.items as Item[]
}

const idsOf = (items: readonly Item[]): unknown[] => items.map(({ record_id }) => record_id)

describe('the list of cases', () => {
  test('is filtered by status, level, assignee, money, region and being overdue, the most urgent first', async () => {
    const grave = await caseIn(database, 'VERIFYING', { level: 1, rows: [500_000] })
    const slight = await openCase(database, { level: 3, rows: [100] })
    const beside = await addFinding(database.owner, { county: '990102' })
    const input = { finding_ids: [beside], reason: '立案' }
    const opened = await takeCaseStep(database, {
      ...{ by: 'auditBeside', recordId: null, action: 'open', input },
    })
    const { recordId: elsewhere } = acceptedAnswer(opened)
    const ids = async (query: string) => idsOf(await listed('audit1', `cases?${query}`))
    expect(await ids('')).toEqual([grave.recordId, slight.recordId])
    expect(await ids('sort=amount_fen')).toEqual([slight.recordId, grave.recordId])
    expect(await ids('status=OPENED')).toEqual([slight.recordId])
    expect(await ids('level=1,2')).toEqual([grave.recordId])
    expect(await ids('assignee=audit1')).toEqual([grave.recordId])
    expect(await ids('assignee=audit2')).toEqual([])
    expect(await ids('amount_fen_min=100&amount_fen_max=100')).toEqual([slight.recordId])
    expect(await ids('region=990101')).toEqual([grave.recordId, slight.recordId])
    expect(await ids('region=990102')).toEqual([])
    expect(await ids('is_overdue=true')).toEqual([])
    await letDeadlinePass(database, slight.recordId)
    expect(await ids('is_overdue=true')).toEqual([slight.recordId])
    expect(idsOf(await listed('supervise1', 'cases?region=990102'))).toEqual([elsewhere])
    expect(await listed('system1', 'cases')).toEqual([])
    const [first] = await listed('audit1', 'cases?level=1')
    expect(first).toMatchObject({ level: 1, assignee: 'audit1', finding_count: 1, amount_fen: '500000' })
    expect(first!.rules).toMatchObject([{ code: 'DTH-01', title: { zh: expect.stringMatching(/.+/) } }])
  })

  test('goes on where the page before ended, and refuses what it does not know', async () => {
    const all = idsOf(await listed('audit1', 'cases?sort=-entered_at'))
    const seen: unknown[] = []
    let cursor: unknown = null
    do {
      const next = cursor === null ? '' : `&cursor=${String(cursor)}`
      const { body } = await browsers.audit1.get(`/api/cases?sort=-entered_at&limit=1${next}`)
      seen.push(...idsOf(body.items as Item[]))
      cursor = body.next_cursor
    } while (cursor !== null)
    expect(seen).toEqual(all)
    expect((await browsers.audit1.get('/api/cases?handler=x')).status).toBe(422)
  })
})

describe('in bulk', () => {
  const send = (who: keyof typeof browsers, items: readonly Item[]) =>
    browsers[who].post('/api/cases/triage', { items })

  test('each case is assigned or refused by itself, and the same list does nothing twice', async () => {
    const [one, two] = [await openCase(database), await openCase(database)]
    const assign = (recordId: string, assignee: string) => ({
      ...{ record_id: recordId, action: 'assign', input: { assignee }, version: 1 },
      idempotency_key: randomUUID(),
    })
    const items = [assign(one.recordId, 'audit2'), assign(two.recordId, 'account1')]
    const answer = await send('audit1', items)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.body.items).toMatchObject([
      { status: 'ASSIGNED', version: 2, refusal: null },
      { status: null, refusal: { code: 'invalid_input', text: { zh: expect.stringContaining('请另选') } } },
    ])
    expect((await send('audit1', items)).body).toEqual(answer.body)
    const refused = await send('account1', [assign(two.recordId, 'audit2')])
    expect(refused.body.items).toMatchObject([{ refusal: { code: 'not_permitted' } }])
  })

  test('an act that needs a look at the details is not done', async () => {
    const { recordId } = await caseIn(database, 'CONCLUDED')
    const item = { record_id: recordId, action: 'approve', input: { opinion: '同意' }, version: 7 }
    const answer = await send('head1', [{ ...item, idempotency_key: randomUUID() }])
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid_input'])
  })

  test('who may verify all of the cases is offered, by name within the agency', async () => {
    const [one, two] = [await openCase(database), await openCase(database)]
    const query = `cases/verifiers?case_ids=${one.recordId},${two.recordId}`
    const offered = await listed('audit1', query)
    expect(offered.map(({ staff_id }) => staff_id)).toEqual(
      expect.arrayContaining(['audit1', 'audit2', 'audit3', 'supervise1']),
    )
    expect(offered.map(({ staff_id }) => staff_id)).not.toContain('auditBeside')
    expect(offered.find(({ staff_id }) => staff_id === 'audit2')).toMatchObject({ name: 'audit2' })
    expect(offered.find(({ staff_id }) => staff_id === 'supervise1')).toMatchObject({ name: null })
    expect((await browsers.auditBeside.get(`/api/${query}`)).status).toBe(404)
  })
})

describe('the dossier', () => {
  test('holds evidence with its act, letters, recoveries; outside the scope there is none', async () => {
    const { recordId } = await caseIn(database, 'HANDLING')
    const open = { case_id: recordId, debtor_name: '张三丰', amount: '300.00' }
    const recovery = await takeCaseStep(database, {
      ...{ by: 'audit1', kind: 'RECOVERY', recordId: null, action: 'open', input: open },
    })
    const { recordId: recoveryId } = acceptedAnswer(recovery)
    const answer = await browsers.head1.get(`/api/cases/${recordId}/dossier`)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.body).toMatchObject({
      due_day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      findings: [{ rule_code: 'DTH-01', row_count: 2, amount_fen: '30000' }],
      files: [
        { purpose: 'EVIDENCE', version: 4, name: 'file.pdf' },
        { purpose: 'NOTICE', version: 5 },
      ],
      recoveries: [
        {
          ...{ record_id: recoveryId, debtor_name: '张**', due_fen: '30000', recovered_fen: '0' },
          ...{ written_off_fen: '0', outstanding_fen: '30000' },
        },
      ],
    })
    const own = await browsers.audit2.get(`/api/recoveries/${recoveryId}/dossier`)
    expect(own.body).toMatchObject({ case: { record_id: recordId, loss_fen: '30000' }, write_offs: [] })
    for (const who of ['auditBeside', 'system1'] as const) {
      expect((await browsers[who].get(`/api/cases/${recordId}/dossier`)).status).toBe(404)
      expect((await browsers[who].get(`/api/recoveries/${recoveryId}/dossier`)).status).toBe(404)
    }
  })
})

describe('recoveries', () => {
  test('are listed with totals that add up, and exported within the right to take away', async () => {
    const items = await listed('account1', 'recoveries')
    const { body } = await browsers.account1.get('/api/recoveries/totals')
    const sum = (name: string) => items.reduce((total, each) => total + Number(each[name]), 0)
    expect(body).toMatchObject({ recoveries: items.length, due_fen: String(sum('due_fen')) })
    const { due_fen, recovered_fen, written_off_fen, outstanding_fen } = body as Record<string, string>
    expect(Number(due_fen)).toBe(Number(recovered_fen) + Number(written_off_fen) + Number(outstanding_fen))
    expect((await browsers.auditBeside.get('/api/recoveries/totals')).body).toMatchObject({ due_fen: '0' })
    for (const query of [
      ...['status=OPENED', 'status=SETTLED,CANCELLED', 'region=990101', 'region=990102', 'region=990100'],
      ...['status=OPENED,RECOVERING&region=990101', 'is_open=true', 'amount_fen_min=20000'],
    ]) {
      const shown = (await listed('account1', `recoveries?${query}`)).reduce(
        (sum, each) => sum + Number(each.due_fen),
        0,
      )
      const totals = (await browsers.account1.get(`/api/recoveries/totals?${query}`)).body
      expect([query, totals.due_fen]).toEqual([query, String(shown)])
    }
    const file = await browsers.audit1.get('/api/recoveries/export?format=csv')
    expect([file.status, file.text.split('\n').length]).toEqual([200, items.length + 2])
    expect(file.text).toContain('张**')
    expect((await browsers.system1.get('/api/cases/export?format=csv')).status).toBe(404)
  })

  test('lines of a statement that two people accepted and nobody matched are listed with what is left', async () => {
    const input = {
      ...{ fund_account_id: 'ACC7', from: '2024-06-01', to: '2024-06-02' },
      lines: [
        {
          ...{ sequence: 1, occurred_on: '2024-06-01', direction: 'IN', amount: '120.00' },
          ...{ counterparty_name: '李大钊', memo: '退款 990101197001010011' },
        },
        {
          ...{ sequence: 2, occurred_on: '2024-06-02', direction: 'OUT', amount: '1.00' },
          ...{ counterparty_name: null, memo: null },
        },
      ],
    }
    const imported = await takeCaseStep(database, {
      ...{ by: 'account1', kind: 'BANK_STATEMENT', recordId: null, action: 'import', input },
      files: ['STATEMENT_FILE'],
    })
    const { recordId } = acceptedAnswer(imported)
    expect(await listed('account1', 'recoveries/unmatched-lines')).toEqual([])
    acceptedAnswer(
      await takeCaseStep(database, { by: 'reconcile1', kind: 'BANK_STATEMENT', recordId, action: 'accept' }),
    )
    expect(await listed('account1', 'recoveries/unmatched-lines')).toEqual([
      {
        ...{ line_key: 'BANK:ACC7#1', line_fen: '12000', left_fen: '12000', occurred_on: '2024-06-01' },
        ...{ counterparty_name: '李**', memo: '退款 990101********0011' },
      },
    ])
    expect(await listed('auditBeside', 'recoveries/unmatched-lines')).toEqual([])
    expect((await browsers.system1.get('/api/recoveries/unmatched-lines')).status).toBe(404)
  })
})

test('an issued letter is written by the server, filed and downloaded, once', async () => {
  const { recordId: caseId } = await caseIn(database, 'VERIFYING')
  const draft = {
    ...{ template: 'AUDIT_NOTICE', case_id: caseId, recovery_id: null, addressee_name: '示例单位' },
    ...{ text: '请配合核查', basis: '社会保险稽核办法', due_on: daysAhead(10), contact: '某某 0000' },
  }
  const step = { kind: 'LETTER', recordId: null, action: 'draft', input: draft }
  const { recordId } = acceptedAnswer(await takeCaseStep(database, { by: 'audit1', ...step }))
  const produce = () => browsers.audit1.post(`/api/letters/${recordId}/document`, {})
  expect((await produce()).body.code).toBe('action_not_available')
  acceptedAnswer(await takeCaseStep(database, { by: 'head1', kind: 'LETTER', recordId, action: 'issue' }))
  expect((await browsers.auditBeside.post(`/api/letters/${recordId}/document`, {})).status).toBe(404)
  expect((await browsers.account1.post(`/api/letters/${recordId}/document`, {})).status).toBe(403)
  const answer = await produce()
  expect([answer.status, answer.body.status], answer.text).toEqual([200, 'FILED'])
  expect((await produce()).body.code).toBe('action_not_available')
  const { body } = await browsers.audit1.get(`/api/cases/${caseId}/dossier`)
  const [letter] = body.letters as Item[]
  expect(letter).toMatchObject({ status: 'FILED', number_text: expect.stringMatching(/稽〔\d{4}〕\d+号$/) })
  const file = await browsers.audit1.get(
    `/api/records/LETTER/${recordId}/attachments/${String(letter!.attachment_id)}`,
  )
  expect([file.status, file.text.startsWith('PK')]).toEqual([200, true])
  expect(decodeURIComponent(file.headers.get('content-disposition')!)).toMatch(/稽核通知书.*号\.docx/)
})
