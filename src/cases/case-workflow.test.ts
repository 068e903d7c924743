import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { caseKinds } from './case-kinds.ts'
import { caseIn, doCaseStep, setUpCases, takeCaseStep, testFindings, untrueInput } from './test-cases.ts'

const database = await testDatabase()

beforeAll(() => setUpCases(database))

/** Everything that is possible; what is not here is not. Written a second time, from issue 5 and platform.md 19. */
const possible: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  OPENED: { assign: 'ASSIGNED', split: 'OPENED', merge: 'refused', settle: 'OPENED' },
  ASSIGNED: {
    ...{ assign: 'ASSIGNED', begin: 'VERIFYING', extend: 'ASSIGNED' },
    ...{ split: 'ASSIGNED', merge: 'refused', settle: 'ASSIGNED' },
  },
  VERIFYING: {
    ...{ work: 'VERIFYING', notify: 'AWAITING_STATEMENT', waive: 'VERIFYING', extend: 'VERIFYING' },
    // Nothing is found true before somebody was heard; here nobody was.
    ...{ assign: 'ASSIGNED', conclude: 'refused' },
    ...{ split: 'VERIFYING', merge: 'refused', settle: 'VERIFYING' },
  },
  AWAITING_STATEMENT: {
    ...{ work: 'AWAITING_STATEMENT', answer: 'AWAITING_STATEMENT', waive: 'AWAITING_STATEMENT' },
    // Before the last day, and before anything was said.
    ...{ noAnswer: 'refused', conclude: 'refused', settle: 'AWAITING_STATEMENT' },
  },
  CONCLUDED: { approve: 'HANDLING', return: 'VERIFYING', settle: 'CONCLUDED' },
  HANDLING: {
    ...{ measure: 'refused', object: 'HANDLING', maintain: 'refused', reexamine: 'refused' },
    ...{ extend: 'HANDLING', close: 'refused', settle: 'HANDLING' },
  },
  CLOSED: { askReopen: 'REOPEN_ASKED', settle: 'CLOSED' },
  REOPEN_ASKED: { reopen: 'VERIFYING', refuseReopen: 'CLOSED', settle: 'REOPEN_ASKED' },
}

const kind = caseKinds({ findings: testFindings })[0]!
const opening = ['open', 'openMerged', 'openSplit']
const actions = Object.keys(kind.actions).filter((action) => !opening.includes(action))

async function caseAt(status: string): Promise<string> {
  if (status !== 'CLOSED' && status !== 'REOPEN_ASKED') {
    return (await caseIn(database, status, { findings: 2 })).recordId
  }
  const { recordId } = await caseIn(database, 'VERIFYING', { findings: 2 })
  const input = await untrueInput(database, recordId)
  acceptedAnswer(await takeCaseStep(database, { by: 'audit1', recordId, action: 'conclude', input }))
  acceptedAnswer(await doCaseStep(database, recordId, 'approve'))
  if (status === 'REOPEN_ASKED') acceptedAnswer(await doCaseStep(database, recordId, 'askReopen'))
  return recordId
}

const pairs = Object.keys(possible).flatMap((status) => actions.map((action) => ({ status, action })))

test.for(pairs)('$status, $action', async ({ status, action }) => {
  const recordId = await caseAt(status)
  const answer = await doCaseStep(database, recordId, action)
  const after = possible[status]![action]
  if (after === undefined) expect(answer).toMatchObject({ code: 'action_not_available' })
  else if (after === 'refused') expect(answer).toMatchObject({ outcome: 'refused', code: 'conflict' })
  else expect(answer).toMatchObject({ outcome: 'accepted', status: after })
})

test('a merged case is at its end', async () => {
  const [first, second] = [await caseAt('OPENED'), await caseAt('VERIFYING')]
  const input = { case_ids: [first, second], reason: '同一当事人' }
  const opened = await takeCaseStep(database, { by: 'audit1', recordId: null, action: 'openMerged', input })
  const into = acceptedAnswer(opened).recordId
  const merge = { by: 'system:test', recordId: first, action: 'merge', input: { into } }
  acceptedAnswer(await takeCaseStep(database, merge))
  const left = actions.filter((action) => action !== 'settle')
  for (const action of left) {
    expect(await doCaseStep(database, first, action)).toMatchObject({ code: 'action_not_available' })
  }
})

describe('objections', () => {
  test('are answered before the case is closed: the conclusion is maintained', async () => {
    const recordId = await caseAt('HANDLING')
    acceptedAnswer(await doCaseStep(database, recordId, 'object'))
    expect(await doCaseStep(database, recordId, 'maintain')).toMatchObject({ status: 'HANDLING' })
    expect(await doCaseStep(database, recordId, 'maintain')).toMatchObject({ code: 'conflict' })
  })
  test('or the case is verified once more, and the same leader may approve what comes of it', async () => {
    const recordId = await caseAt('HANDLING')
    acceptedAnswer(await doCaseStep(database, recordId, 'object'))
    expect(await doCaseStep(database, recordId, 'reexamine')).toMatchObject({ status: 'VERIFYING' })
    for (const action of ['notify', 'answer', 'conclude', 'approve']) {
      acceptedAnswer(await doCaseStep(database, recordId, action))
    }
  })
})
