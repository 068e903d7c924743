import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import type { RecordKind } from '#records/define-record.ts'
import { questions } from './forms/questions.ts'
import {
  allNo,
  contacts,
  daysAhead,
  doneBy,
  planInput,
  type RunningCampaign,
  runningCampaign,
  saidOf,
  setUpCampaigns,
  storedCampaign,
  submitSelfCheck,
  takeCampaignStep,
  testKinds,
} from './test-campaigns.ts'

/** Every status and every action of each kind, and what is refused with which sentence. */

const database = await testDatabase()
beforeAll(() => setUpCampaigns(database))

const asked = questions.filter(({ category }) => category === 3 || category === 4).map(({ number }) => number)
const reason = { reason: '说明' }
const result = { result: '情况' }
const basics = [{ scheme: '110', recipients: 10, monthly_yuan: '100.00', staff: 2, accounts: 3, sampled: 1 }]
const described = {
  ...{ category: 3, question: null, description: '账号借用', people_count: 1, nature: 'IRREGULAR' },
  ...{ cause: '不严', responsible: '某岗', kind: 'IMMEDIATE', measures: '收回', due_on: daysAhead(10) },
  ...{ needs_legislation: false, in_crime: false, case_id: null, major_event_reported: false },
  amount_yuan: '1.00',
}
const note = (question: string) => ({ question, agrees: true, count: 0, amount_yuan: '0.00', note: null })

interface Doing {
  readonly by: string
  readonly input?: unknown
  readonly files?: readonly string[]
}

/** Who does it with what, by kind and action. */
const doings: Readonly<Record<string, Readonly<Record<string, Doing>>>> = {
  CAMPAIGN: {
    resubmit: { by: 'supervise1', input: planInput() },
    withdraw: { by: 'supervise1' },
    start: { by: 'supervise1' },
    prepare_spot: { by: 'supervise1' },
    approve: { by: 'headCity' },
    return: { by: 'headCity', input: reason },
    refuse: { by: 'headCity', input: reason },
    finish: { by: 'headCity', input: { summary: '总结', unfinished_reason: '测试' } },
  },
  CAMPAIGN_TASK: {
    contact: { by: 'enter1', input: contacts },
    describe: { by: 'enter1', input: { basics } },
    answer: { by: 'enter1', input: allNo() },
    submit: { by: 'head1' },
    accept: { by: 'supervise1' },
    return: { by: 'supervise1', input: reason },
    extend: { by: 'supervise1', input: { ...reason, due_on: daysAhead(40) } },
    redo: { by: 'system', input: reason },
  },
  CAMPAIGN_CHECK: {
    team: { by: 'supervise1', input: { members: ['supervise1', 'supervise2'] } },
    note: { by: 'supervise1', input: { notes: asked.map(note) } },
    conclude: { by: 'supervise1', input: { outcome: 'CONFIRMED', opinion: '属实' } },
    confirm: { by: 'headCity' },
    return: { by: 'headCity', input: reason },
  },
  CAMPAIGN_PROBLEM: {
    correct: { by: 'enter1', input: described },
    handle: { by: 'enter1', input: result },
    rectify: { by: 'enter1', input: result, files: ['EVIDENCE'] },
    verify: { by: 'supervise1', input: result },
    return: { by: 'supervise1', input: reason },
    extend: { by: 'head1', input: { ...reason, due_on: daysAhead(20) } },
    cancel: { by: 'head1', input: reason },
  },
}

/** The acts that lead to each status. */
const ways: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  CAMPAIGN: {
    PROPOSED: [],
    RETURNED: ['return'],
    REFUSED: ['refuse'],
    WITHDRAWN: ['withdraw'],
    APPROVED: ['approve'],
    STARTING: ['approve', 'start'],
  },
  CAMPAIGN_TASK: {
    ISSUED: [],
    ANSWERING: ['contact', 'answer'],
    SUBMITTED: ['contact', 'answer', 'submit'],
    RETURNED: ['contact', 'answer', 'submit', 'return'],
    ACCEPTED: ['contact', 'answer', 'submit', 'accept'],
    CLOSED: ['close'],
  },
  CAMPAIGN_CHECK: {
    OPEN: ['team'],
    CHECKING: ['team', 'note'],
    CONCLUDED: ['team', 'note', 'conclude'],
    DONE: ['team', 'note', 'conclude', 'confirm'],
  },
  CAMPAIGN_PROBLEM: {
    OPEN: [],
    HANDLED: ['handle'],
    RECTIFIED: ['handle', 'rectify'],
    VERIFIED: ['handle', 'rectify', 'verify'],
    CANCELLED: ['cancel'],
  },
}

const step = (kind: string, recordId: string, action: string) =>
  takeCampaignStep(database, { kind, recordId, action, ...(doings[kind]?.[action] ?? { by: 'system' }) })

let running: RunningCampaign
beforeAll(async () => {
  running = await runningCampaign(database)
  await submitSelfCheck(database, running.tasks.get('A990101')!)
})

const openings: Readonly<Record<string, () => Promise<string>>> = {
  CAMPAIGN: () =>
    doneBy(database, { kind: 'CAMPAIGN', action: 'propose', by: 'supervise1', input: planInput() }),
  CAMPAIGN_TASK: async () => (await runningCampaign(database)).tasks.get('A990101')!,
  CAMPAIGN_CHECK: async () => {
    const { tasks } = await runningCampaign(database)
    const taskId = tasks.get('A990101')!
    await submitSelfCheck(database, taskId)
    const input = { task_id: taskId, level: 'CITY' }
    return doneBy(database, { kind: 'CAMPAIGN_CHECK', action: 'open', by: 'system', input })
  },
  CAMPAIGN_PROBLEM: () => {
    const input = { ...described, campaign_id: running.campaignId }
    return doneBy(database, { kind: 'CAMPAIGN_PROBLEM', action: 'record', by: 'enter1', input })
  },
}

const kindOf = (code: string): RecordKind => testKinds.find(({ kind }) => kind === code)!
const pairs = Object.entries(ways).flatMap(([kind, statuses]) =>
  Object.keys(statuses).flatMap((status) =>
    Object.keys(doings[kind]!).map((action) => ({ kind, status, action })),
  ),
)

describe('every status and every action', () => {
  test.for(pairs)('$kind in $status: $action', async ({ kind, status, action }) => {
    const recordId = await openings[kind]!()
    for (const each of ways[kind]![status]!) saidOf(await step(kind, recordId, each))
    expect((await storedCampaign(database, recordId)).status).toBe(status)
    const said = saidOf(await step(kind, recordId, action))
    const leadsTo = [kindOf(kind).workflow[status]?.[action] ?? []].flat()
    if (leadsTo.length === 0) expect(said).toContain('action_not_available')
    // A check whose questions are not noted, a self-check that is not answered: refused with its own sentence.
    else if (action === 'submit' && status === 'ANSWERING') expect(said).toBe('SUBMITTED')
    else expect(leadsTo).toContain(said)
  })
})

describe('refused of self-checks is', () => {
  const answer = (changes: Parameters<typeof allNo>[0], by = 'enterBeside') =>
    takeCampaignStep(database, {
      ...{ kind: 'CAMPAIGN_TASK', recordId: running.tasks.get('A990102')!, action: 'answer' },
      ...{ by, input: allNo(changes) },
    })
  const submit = async () =>
    saidOf(
      await takeCampaignStep(database, {
        ...{
          kind: 'CAMPAIGN_TASK',
          recordId: running.tasks.get('A990102')!,
          action: 'submit',
          by: 'headBeside',
        },
      }),
    )

  test('“no” with an amount, a question of another category, an answer twice', async () => {
    expect(saidOf(await answer({ '3.1': { amount_yuan: '1.00' } }))).toContain('3.1 is “no” but has')
    expect(saidOf(await answer({ '3.1': { question: '1.1' } }))).toContain('has no question 1.1')
    expect(saidOf(await answer({ '3.1': { question: '3.2' } }))).toContain('answered twice')
  })

  test('a submission without contact, without evidence, or against what was found since', async () => {
    expect(saidOf(await answer({ '4.1': { answer: 'YES', count: 1 } }))).toBe('ANSWERING')
    expect(await submit()).toContain('no contact')
    const contact = { kind: 'CAMPAIGN_TASK', recordId: running.tasks.get('A990102')!, by: 'enterBeside' }
    await doneBy(database, { ...contact, action: 'contact', input: contacts })
    expect(await submit()).toContain('need evidence and a day to rectify by: 4.1')
    await answer({ '4.1': {} })
    await sql`insert into register.test_detection values ('A990102', '3.2', 2)`.execute(database.owner)
    expect(await submit()).toContain('although there are findings: 3.2')
    await answer({ '3.2': { explanation: '已核实' } })
    expect(await submit()).toBe('SUBMITTED')
    const { data } = await storedCampaign(database, contact.recordId)
    expect((data as { detections: unknown }).detections).toMatchObject({ '3.2': { count: 2, digest: 'd' } })
    await sql`update register.test_detection set found = 9`.execute(database.owner)
    const frozen = await storedCampaign(database, contact.recordId)
    expect(frozen.data).toEqual(data)
  })
})

describe('refused of checks and problems is', () => {
  test('a team with somebody who worked there within three years, or of one person', async () => {
    const checkId = await openings.CAMPAIGN_CHECK!()
    const team = async (members: readonly string[]) =>
      saidOf(
        await takeCampaignStep(database, {
          ...{
            kind: 'CAMPAIGN_CHECK',
            recordId: checkId,
            action: 'team',
            by: 'supervise1',
            input: { members },
          },
        }),
      )
    expect(await team(['supervise1', 'moved'])).toContain('within three years')
    expect(await team(['supervise1'])).toContain('invalid_input')
    expect(await team(['supervise1', 'audit1'])).toContain('not on post at the agency')
    const conclude = doings.CAMPAIGN_CHECK!.conclude!
    await step('CAMPAIGN_CHECK', checkId, 'team')
    await doneBy(database, {
      ...{ kind: 'CAMPAIGN_CHECK', recordId: checkId, action: 'note', by: 'supervise2' },
      input: { notes: [{ ...note('3.1'), agrees: false, note: '另有一人' }] },
    })
    const early = { kind: 'CAMPAIGN_CHECK', recordId: checkId, action: 'conclude', ...conclude }
    expect(saidOf(await takeCampaignStep(database, early))).toContain('questions are not checked yet')
    const rest = asked.filter((number) => number !== '3.1').map(note)
    await doneBy(database, { ...early, action: 'note', by: 'supervise1', input: { notes: rest } })
    expect(saidOf(await takeCampaignStep(database, early))).toContain('cannot be confirmed')
  })

  test('a mutual check by the unit itself; by a beside county it is seen there, and only there', async () => {
    const taskId = running.tasks.get('A990101')!
    const pair = (by_agency_id: string, by = 'supervise1') =>
      takeCampaignStep(database, {
        ...{ kind: 'CAMPAIGN_CHECK', action: 'pair', by, input: { task_id: taskId, by_agency_id } },
      })
    expect(saidOf(await pair('A990101'))).toContain('does not check itself')
    expect(saidOf(await pair('A990102', 'auditBeside'))).toContain('not_found')
    const opened = await pair('A990102')
    expect(saidOf(opened)).toBe('OPEN')
    expect(saidOf(await pair('A990102'))).toContain('conflict')
    const { recordId } = opened as { recordId: string }
    const { data } = await storedCampaign(database, recordId)
    expect(Object.keys((data as { said: { answers: object } }).said.answers)).toHaveLength(asked.length)
    const members = ['auditBeside', 'enterBeside']
    const team = { kind: 'CAMPAIGN_CHECK', recordId, action: 'team', input: { members } }
    expect(saidOf(await takeCampaignStep(database, { ...team, by: 'auditBeside' }))).toBe('OPEN')
    expect(saidOf(await takeCampaignStep(database, { ...team, by: 'audit1' }))).toContain('not_permitted')
  })

  test('a deadline that is over, a question of another category, a case that is none', async () => {
    const record = async (changes: object) =>
      saidOf(
        await takeCampaignStep(database, {
          ...{ kind: 'CAMPAIGN_PROBLEM', action: 'record', by: 'enter1' },
          input: { ...described, campaign_id: running.campaignId, ...changes },
        }),
      )
    expect(await record({ due_on: '2020-01-01' })).toContain('the deadline is over')
    expect(await record({ question: '4.1' })).toContain('not of that category')
    expect(await record({ category: 1 })).toContain('does not look at that category')
    expect(await record({ case_id: 'none' })).toContain('no case with that number')
    expect(await record({ campaign_id: 'none' })).toContain('not_found')
  })
})
