import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer, codeOf } from '#records/test-acting.ts'
import { caseIn, daysAhead, setUpCases, takeCaseStep } from '../test-cases.ts'
import { auditors, everybody, isExpected, isKnown, leaders, type Rule } from '../test-everybody.ts'

/** Who may do what with letters: auditors draft, whoever drafted it revises it, a leader who did not draft it issues. */

const database = await testDatabase()
let caseId = ''

beforeAll(async () => {
  await setUpCases(database)
  caseId = (await caseIn(database, 'VERIFYING')).recordId
})

const wording = {
  ...{ addressee_name: '示例单位', text: '请配合核查', basis: '社会保险稽核办法', due_on: daysAhead(10) },
  contact: '某某 0000',
}
const inputs: Readonly<Record<string, unknown>> = {
  revise: wording,
  issue: {},
  return: { reason: '请补充依据' },
  discard: { reason: '不再需要' },
  serve: { on: '2024-06-03', channel: 'MAIL' },
}

interface LetterRule extends Rule {
  readonly isOnlyDrafter?: boolean
}
const approving: LetterRule = { duties: leaders, above: true }
const rules: Readonly<Record<string, LetterRule>> = {
  revise: { duties: auditors, above: true, isOnlyDrafter: true },
  discard: { duties: auditors, above: true, isOnlyDrafter: true },
  issue: approving,
  return: approving,
  serve: { duties: auditors, above: true },
}

const step = (by: string, recordId: string | null, action: string, input: unknown) =>
  takeCaseStep(database, { by, kind: 'LETTER', recordId, action, input })

/** By audit3, in the status that the action is for. */
async function letterFor(action: string): Promise<string> {
  const draft = { template: 'AUDIT_NOTICE', case_id: caseId, recovery_id: null, ...wording }
  const { recordId } = acceptedAnswer(await step('audit3', null, 'draft', draft))
  if (action !== 'serve') return recordId
  acceptedAnswer(await step('head1', recordId, 'issue', {}))
  const filed = await takeCaseStep(database, {
    ...{ by: 'system:test', kind: 'LETTER', recordId, action: 'file', input: { asked_by: 'audit3' } },
    files: ['LETTER'],
  })
  acceptedAnswer(filed)
  return recordId
}

test.for(Object.keys(rules))(
  '%s of a letter is for those whom the papers name',
  { timeout: 120_000 },
  async (action) => {
    const rule = rules[action]!
    let recordId = await letterFor(action)
    const wrong: string[] = []
    for (const somebody of everybody) {
      const code = codeOf(await step(somebody.name, recordId, action, inputs[action]))
      const isAllowed =
        isExpected(somebody, rule) && (rule.isOnlyDrafter !== true || somebody.name === 'audit3')
      const expected = isAllowed ? 'accepted' : isKnown(somebody) ? 'not_permitted' : 'not_found'
      if (code !== expected) wrong.push(`${somebody.name}: ${code} instead of ${expected}`)
      if (code === 'accepted') recordId = await letterFor(action)
    }
    expect(wrong).toEqual([])
  },
)

test('drafting is for auditors and supervisors of the region', { timeout: 120_000 }, async () => {
  const wrong: string[] = []
  for (const somebody of everybody) {
    const draft = { template: 'AUDIT_NOTICE', case_id: caseId, recovery_id: null, ...wording }
    const answer = await step(somebody.name, null, 'draft', draft)
    const isAllowed = isExpected(somebody, { duties: auditors, above: true })
    if ((answer.outcome === 'accepted') !== isAllowed) wrong.push(`${somebody.name}: ${codeOf(answer)}`)
  }
  expect(wrong).toEqual([])
})
