import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer, codeOf } from '#records/test-acting.ts'
import {
  addFinding,
  caseIn,
  daysAhead,
  doCaseStep,
  inputOf,
  letDeadlinePass,
  setUpCases,
  takeCaseStep,
  untrueInput,
} from './test-cases.ts'
import {
  accountants,
  auditors,
  everybody,
  isExpected,
  isKnown,
  leaders,
  type Rule,
} from './test-everybody.ts'

/** Who may do what with cases and recoveries. */

const database = await testDatabase()
const { owner } = database

beforeAll(() => setUpCases(database))

const verifying: Rule = { duties: auditors, above: true, isOnlyAssignee: true }
const leading: Rule = { duties: leaders, above: true, isSecondPerson: true }

const caseRules: Readonly<Record<string, Rule & { readonly in: string }>> = {
  assign: { in: 'OPENED', duties: [...auditors, ...leaders], above: true },
  begin: { in: 'ASSIGNED', ...verifying },
  work: { in: 'VERIFYING', ...verifying },
  notify: { in: 'VERIFYING', ...verifying },
  answer: { in: 'AWAITING_STATEMENT', ...verifying },
  conclude: { in: 'AWAITING_STATEMENT', ...verifying },
  extend: { in: 'VERIFYING', ...leading },
  waive: { in: 'VERIFYING', ...leading },
  approve: { in: 'CONCLUDED', ...leading },
  return: { in: 'CONCLUDED', ...leading },
  object: { in: 'HANDLING', duties: auditors, above: true },
  split: { in: 'VERIFYING', ...verifying },
}

async function caseFor(action: string): Promise<string> {
  const { recordId } = await caseIn(database, caseRules[action]!.in, { findings: 2 })
  if (action === 'conclude') {
    acceptedAnswer(await doCaseStep(database, recordId, 'answer'))
    await letDeadlinePass(database, recordId)
  }
  return recordId
}

test.for(Object.keys(caseRules))(
  '%s of a case is for those whom the papers name',
  { timeout: 120_000 },
  async (action) => {
    let recordId = await caseFor(action)
    const wrong: string[] = []
    for (const somebody of everybody) {
      const input = await inputOf(database, recordId, action)
      const files = action === 'notify' ? ['NOTICE'] : []
      const code = codeOf(await takeCaseStep(database, { by: somebody.name, recordId, action, input, files }))
      const isAllowed = isExpected(somebody, caseRules[action]!)
      const expected = isAllowed ? 'accepted' : isKnown(somebody) ? 'not_permitted' : 'not_found'
      if (code !== expected) wrong.push(`${somebody.name}: ${code} instead of ${expected}`)
      if (code === 'accepted') recordId = await caseFor(action)
    }
    expect(wrong).toEqual([])
  },
)

test('opening is for auditors and supervisors of the region', async () => {
  const wrong: string[] = []
  for (const somebody of everybody) {
    const input = { finding_ids: [await addFinding(owner)], reason: '立案' }
    const answer = await takeCaseStep(database, { by: somebody.name, recordId: null, action: 'open', input })
    const isAllowed = isExpected(somebody, { duties: auditors, above: true })
    if ((answer.outcome === 'accepted') !== isAllowed) wrong.push(`${somebody.name}: ${codeOf(answer)}`)
  }
  expect(wrong).toEqual([])
})

test('reopening is asked by one who audits and decided by a leader who did not ask', async () => {
  const { recordId } = await caseIn(database, 'VERIFYING')
  const input = await untrueInput(database, recordId)
  acceptedAnswer(await takeCaseStep(database, { by: 'audit1', recordId, action: 'conclude', input }))
  acceptedAnswer(await doCaseStep(database, recordId, 'approve'))
  acceptedAnswer(await doCaseStep(database, recordId, 'askReopen'))
  const by = (name: string) =>
    takeCaseStep(database, { by: name, recordId, action: 'reopen', input: { reason: '同意' } })
  for (const name of ['audit1', 'audit2', 'account1', 'supervise1']) {
    expect(codeOf(await by(name))).toBe('not_permitted')
  }
  expect(codeOf(await by('deputy1'))).toBe('accepted')
})

describe('whoever is concerned', () => {
  test('by the finding, or handled the business, does nothing in the case', async () => {
    const handled = { finding_ids: [await addFinding(owner, { handlers: ['audit1'] })], reason: '立案' }
    const own = { finding_ids: [await addFinding(owner, { staffIds: ['audit1'] })], reason: '立案' }
    for (const input of [handled, own]) {
      const open = (by: string) => takeCaseStep(database, { by, recordId: null, action: 'open', input })
      expect(codeOf(await open('audit1'))).toBe('not_permitted')
      const { recordId } = acceptedAnswer(await open('audit2'))
      const assign = { by: 'audit2', recordId, action: 'assign', input: { assignee: 'audit1' } }
      expect(codeOf(await takeCaseStep(database, assign))).toBe('invalid_input')
    }
  })
})

const recoveryRules: Readonly<Record<string, Rule & { readonly in: readonly string[] }>> = {
  plan: { in: [], duties: auditors, above: true },
  remind: { in: [], duties: auditors, above: true },
  adjust: { in: [], duties: auditors, above: true },
  approvePlan: { in: ['plan'], duties: leaders, above: true },
  returnPlan: { in: ['plan'], duties: leaders, above: true },
  approveAdjust: { in: ['adjust'], duties: leaders, above: true },
  refuseAdjust: { in: ['adjust'], duties: leaders, above: true },
}
const recoveryInputs: Readonly<Record<string, unknown>> = {
  plan: { kind: 'ONCE', items: [{ due_on: daysAhead(20), amount: '300.00' }] },
  remind: { channel: 'PHONE', text: '请退还', letter_id: null },
  adjust: { amount: '200.00', reason: '算错' },
  approvePlan: { opinion: '同意' },
  returnPlan: { reason: '不合理' },
  approveAdjust: { opinion: '同意' },
  refuseAdjust: { reason: '不合理' },
  receive: { line_key: 'BANK:ACC1#404', amount: null },
}

async function recoveryFor(action: string): Promise<string> {
  const { recordId: caseId } = await caseIn(database, 'HANDLING')
  const kind = 'RECOVERY'
  const input = { case_id: caseId, debtor_name: '某甲', amount: '300.00' }
  const opened = await takeCaseStep(database, { by: 'audit3', kind, recordId: null, action: 'open', input })
  const { recordId } = acceptedAnswer(opened)
  for (const step of recoveryRules[action]?.in ?? []) {
    const given = { by: 'audit3', kind, recordId, action: step, input: recoveryInputs[step] }
    acceptedAnswer(await takeCaseStep(database, given))
  }
  return recordId
}

test.for(Object.keys(recoveryRules))(
  '%s of a recovery is for those whom the papers name',
  { timeout: 120_000 },
  async (action) => {
    let recordId = await recoveryFor(action)
    const wrong: string[] = []
    for (const somebody of everybody) {
      const step = { by: somebody.name, kind: 'RECOVERY', recordId, action, input: recoveryInputs[action] }
      const code = codeOf(await takeCaseStep(database, step))
      const isAllowed = isExpected(somebody, recoveryRules[action]!)
      const expected = isAllowed ? 'accepted' : isKnown(somebody) ? 'not_permitted' : 'not_found'
      if (code !== expected) wrong.push(`${somebody.name}: ${code} instead of ${expected}`)
      if (code === 'accepted') recordId = await recoveryFor(action)
    }
    expect(wrong).toEqual([])
  },
)

test('receipts are for accountants and reconcilers of the agency itself', { timeout: 120_000 }, async () => {
  const recordId = await recoveryFor('receive')
  const wrong: string[] = []
  for (const somebody of everybody) {
    const step = {
      by: somebody.name,
      kind: 'RECOVERY',
      recordId,
      action: 'receive',
      input: recoveryInputs.receive,
    }
    const code = codeOf(await takeCaseStep(database, step))
    const isAllowed = isExpected(somebody, { duties: accountants, above: false })
    // There is no such line, which only they are told.
    const expected = isAllowed ? 'conflict' : isKnown(somebody) ? 'not_permitted' : 'not_found'
    if (code !== expected) wrong.push(`${somebody.name}: ${code} instead of ${expected}`)
  }
  expect(wrong).toEqual([])
})
