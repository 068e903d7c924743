import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { type FunctionCatalogue, step } from '#access/functions/access-function.ts'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { Refusal } from '#base/refusal.ts'
import { defineRecord, type RecordKind } from './define-record.ts'
import type { Effect } from './effect.ts'
import { fenCodec } from './fen-codec.ts'

/** An order like those of the gate, for tests of the kernel: the holder of an account changes after two or three people. */

export const testCatalogue: FunctionCatalogue = extendCatalogue(accessFunctions, [
  {
    code: 'TEST_CHANGE',
    title: { zh: '测试变更', en: 'test change' },
    area: 'BUSINESS',
    // Else the tests would depend on the hour of the day.
    isHighRisk: false,
    isTogether: false,
    hasAmount: false,
    coverage: 'ALL',
    steps: [step('ENTRY', ['ENTRY']), step('REVIEW', ['REVIEW']), step('APPROVAL', ['APPROVAL'])],
  },
])

const ChangeData = z.strictObject({
  accountId: z.string(),
  holder: z.string(),
  amountFen: fenCodec,
  /** The account's version that the change was entered on. */
  accountVersion: z.int(),
  notes: z.array(z.string()),
})
type ChangeData = z.infer<typeof ChangeData>

const ChangeInput = z.strictObject({
  accountId: z.string().min(1),
  holder: z.string().min(1).max(50),
  amountFen: fenCodec,
})

/** What the load finds about the account. */
const AccountFacts = z.object({ version: z.int() }).nullable()

/** From this amount on a third person approves. */
export const approvedFromFen = 1_000_000n

const byPerson = { function: 'TEST_CHANGE', by: 'person' } as const

function applied(data: ChangeData): Effect {
  return {
    operation: 'update',
    table: 'register.test_account',
    key: { account_id: data.accountId },
    values: { holder: data.holder, version: data.accountVersion + 1 },
    expected: { version: data.accountVersion },
  }
}

const accountQuery = (accountId: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select jsonb_build_object('version', version) from register.test_account where account_id = ${accountId}
`

export const testChange: RecordKind = defineRecord({
  kind: 'TEST_CHANGE',
  title: { zh: '测试变更单', en: 'test change' },
  schema: ChangeData,
  isHighRisk: true,
  statuses: {
    SUBMITTED: { zh: '待复核', en: 'awaiting review' },
    RETURNED: { zh: '已退回', en: 'returned' },
    REVIEWED: { zh: '待审批', en: 'awaiting approval' },
    DONE: { zh: '已生效', en: 'done' },
    REJECTED: { zh: '未通过', en: 'rejected' },
    WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
    LAPSED: { zh: '已失效', en: 'lapsed' },
  },
  workflow: {
    NEW: { enter: 'SUBMITTED' },
    SUBMITTED: {
      review: ['DONE', 'REVIEWED'],
      return: 'RETURNED',
      withdraw: 'WITHDRAWN',
      note: 'SUBMITTED',
      lapse: 'LAPSED',
    },
    RETURNED: { correct: 'SUBMITTED', withdraw: 'WITHDRAWN', note: 'RETURNED', lapse: 'LAPSED' },
    REVIEWED: { approve: 'DONE', reject: 'REJECTED', note: 'REVIEWED', lapse: 'LAPSED' },
    DONE: {},
    REJECTED: {},
    WITHDRAWN: {},
    LAPSED: {},
  },
  lapse: { action: 'lapse', idleDays: 30 },
  actions: {
    enter: {
      ...byPerson,
      title: { zh: '录入', en: 'enter' },
      step: 'ENTRY',
      input: ChangeInput,
      deadlineWorkingDays: 5,
      toDos: [{ duty: 'REVIEW', step: 'REVIEW', title: { zh: '复核变更', en: 'review the change' } }],
      subjectQuery: ({ input }) => sql`
        select jsonb_build_object(
          'regions', jsonb_build_array(region), 'agencyId', agency_id, 'personId', account_id
        )
        from register.test_account
        where account_id = ${input.accountId}
      `,
      factsQuery: ({ input }) => accountQuery(sql`${input.accountId}`),
      decide: (_record, input, facts) => {
        const account = AccountFacts.parse(facts.loaded)
        if (account === null) return new Refusal('conflict', { zh: '没有该账户。', en: 'no such account.' })
        return {
          status: 'SUBMITTED',
          data: { ...input, accountVersion: account.version, notes: [] },
          amountFen: input.amountFen,
        }
      },
    },
    correct: {
      ...byPerson,
      title: { zh: '更正', en: 'correct' },
      step: 'ENTRY',
      onlyByEnterer: true,
      input: z.strictObject({ holder: z.string().min(1).max(50) }),
      toDos: [{ duty: 'REVIEW', step: 'REVIEW', title: { zh: '复核变更', en: 'review the change' } }],
      factsQuery: () => accountQuery(sql`record.person_id`),
      decide: (record, { holder }, facts) => {
        const account = AccountFacts.parse(facts.loaded)!
        return { status: 'SUBMITTED', data: { ...record!.data, holder, accountVersion: account.version } }
      },
    },
    review: {
      ...byPerson,
      title: { zh: '复核', en: 'review' },
      step: 'REVIEW',
      input: z.strictObject({}),
      differsFrom: ['enter', 'correct'],
      needsDetailOpened: true,
      needsConfirmation: true,
      decide: (record) => {
        const { data } = record!
        if (data.amountFen < approvedFromFen) return { status: 'DONE', data, effects: [applied(data)] }
        const title = { zh: '审批变更', en: 'approve the change' }
        const { agency } = record!.subject
        return {
          status: 'REVIEWED',
          data,
          toDos: [{ duty: 'APPROVAL', step: 'APPROVAL', agencyId: agency!.agencyId, title }],
        }
      },
    },
    return: {
      ...byPerson,
      title: { zh: '退回', en: 'return' },
      step: 'REVIEW',
      opensRound: true,
      input: z.strictObject({ reason: z.string().min(1) }),
      differsFrom: ['enter', 'correct'],
      decide: (record) => ({ status: 'RETURNED', data: record!.data }),
    },
    approve: {
      ...byPerson,
      title: { zh: '审批', en: 'approve' },
      step: 'APPROVAL',
      input: z.strictObject({}),
      differsFrom: ['enter', 'correct', 'review'],
      attachments: [
        { purpose: 'BASIS', title: { zh: '审批依据', en: 'basis of the approval' }, countMin: 1 },
      ],
      decide: (record) => ({ status: 'DONE', data: record!.data, effects: [applied(record!.data)] }),
    },
    reject: {
      ...byPerson,
      title: { zh: '不予通过', en: 'reject' },
      step: 'APPROVAL',
      input: z.strictObject({ reason: z.string().min(1) }),
      differsFrom: ['enter', 'correct', 'review'],
      decide: (record) => ({ status: 'REJECTED', data: record!.data }),
    },
    withdraw: {
      ...byPerson,
      title: { zh: '撤回', en: 'withdraw' },
      step: 'ENTRY',
      onlyByEnterer: true,
      input: z.strictObject({}),
      decide: (record) => ({ status: 'WITHDRAWN', data: record!.data }),
    },
    note: {
      by: 'person',
      function: 'COMMENT',
      title: { zh: '备注', en: 'note' },
      step: 'ACT',
      input: z.strictObject({ text: z.string().min(1) }),
      decide: (record, { text }) => ({
        status: record!.status,
        data: { ...record!.data, notes: [...record!.data.notes, text] },
      }),
    },
    lapse: {
      by: 'system',
      function: 'TEST_CHANGE',
      title: { zh: '失效', en: 'lapse' },
      step: 'ACT',
      input: z.strictObject({}),
      decide: (record) => ({ status: 'LAPSED', data: record!.data }),
    },
  },
})
