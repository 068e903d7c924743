import type { HighRiskCode } from '#access/functions/high-risk-functions.ts'
import { formatMonth, parseMonth } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import {
  account,
  certification,
  contribution,
  deadPerson,
  entitlement,
  paidLine,
  person,
  type Situation,
  stop,
} from './test-situations.ts'

/** What a sample may vary: an amount of at least 1 fen, a number of months, a text. */
export interface Variation {
  readonly fen: bigint
  readonly months: number
  readonly text: string
}

const usual: Variation = { fen: 200_010n, months: 3, text: '示例' }
const reviewed = (text: string) => ({ document: `文${text}`, reason: text })
const alive = { person: [person], deaths: [] }

/** The months before the month of the order. */
function monthsBefore(months: number): { readonly period_from: string; readonly period_to: string } {
  const last = parseMonth('2024-05')!
  return { period_from: formatMonth(last - months + 1), period_to: formatMonth(last) }
}

const listOfMonths = (from: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => formatMonth(parseMonth(from)! + index))

/** For each function a situation in which it is accepted. */
export const samples = {
  STATUS_CHANGE: ({ fen, text } = usual) => ({
    input: {
      person_id: 'P1',
      entitlement_id: 'E1',
      operation: 'RESUME',
      cause: 'TO_VERIFY',
      effective: '2024-07',
      ...reviewed(text),
    },
    facts: {
      ...alive,
      entitlement: [entitlement(fen, { status: 'SUSPENDED', status_reason: 'TO_VERIFY' })],
      changes: [stop('TO_VERIFY')],
      accounts: [account],
      payments: [paidLine('2024-02', fen)],
    },
  }),
  DEATH_RESUME: ({ fen, text } = usual) => ({
    input: {
      person_id: 'P1',
      entitlement_id: 'E1',
      effective: '2024-07',
      certification_id: 'CERT1',
      ...reviewed(text),
    },
    facts: {
      ...alive,
      entitlement: [entitlement(fen, { status: 'SUSPENDED', status_reason: 'DEATH' })],
      changes: [stop('DEATH')],
      accounts: [account],
      certification: [certification],
    },
  }),
  BACK_PAY: ({ fen, months, text } = usual) => ({
    input: {
      person_id: 'P1',
      entitlement_id: 'E1',
      ...monthsBefore(months),
      amount: formatYuan(fen * BigInt(months)),
      cause: 'TO_VERIFY',
      account_number: 'A1',
      ...reviewed(text),
    },
    facts: { ...alive, entitlement: [entitlement(fen)], accounts: [account] },
  }),
  MANUAL_ADJUST: ({ fen, text } = usual) => ({
    input: {
      person_id: 'P1',
      entitlement_id: 'E1',
      scheme: '110',
      kind: 'ADJUST',
      cause: 'ERROR',
      amount_before: formatYuan(fen),
      amount_after: formatYuan(fen + 1n),
      effective: '2024-07',
      ...reviewed(text),
    },
    facts: { ...alive, entitlement: [entitlement(fen)], accounts: [account] },
  }),
  DETERMINATION: ({ fen, text } = usual) => ({
    input: {
      person_id: 'P1',
      scheme: '120',
      kind: 'NORMAL',
      retire_month: '2024-05',
      starts: '2024-06',
      contribution_months: 180,
      deemed_months: 0,
      average_index: null,
      deemed_index: null,
      transition_factor: null,
      base_amount: '8000.00',
      account_balance: '0.00',
      payout_months: 139,
      basic_pension: formatYuan(fen),
      account_pension: '0.00',
      transitional_pension: '0.00',
      other_pension: '0.00',
      notice_from: null,
      notice_to: null,
      ...reviewed(text),
    },
    facts: {
      ...alive,
      contributions: listOfMonths('2009-05', 180).map((month) =>
        contribution(month, 40_000n, { scheme: '120' }),
      ),
      enrolments: [
        {
          enrolment_id: 'N1',
          person_id: 'P1',
          scheme: '120',
          status: 'ACTIVE',
          started_on: '2009-05-01',
          ended_on: null,
          end_reason: null,
        },
      ],
      accounts: [account],
    },
  }),
  IDENTITY_CHANGE: ({ text } = usual) => ({
    input: {
      person_id: 'P1',
      field: 'name',
      old_value: '王一',
      new_value: `王${text}`.slice(0, 50),
      ...reviewed(text),
    },
    facts: { ...alive, accounts: [account] },
  }),
  ACCOUNT_MERGE: ({ fen, months, text } = usual) => ({
    input: {
      person_id: 'P1',
      other_person_id: 'P2',
      identity: 'SAME_ID_NUMBER',
      ...reviewed(text),
    },
    facts: {
      ...alive,
      other: [{ ...person, person_id: 'P2' }],
      moved: listOfMonths('2015-01', months).map((month) => contribution(month, fen, { person_id: 'P2' })),
      movedEnrolments: [
        {
          enrolment_id: 'N2',
          person_id: 'P2',
          scheme: '110',
          status: 'PAUSED',
          started_on: '2015-01-01',
        },
      ],
      otherAccounts: [{ ...account, person_id: 'P2', account_number: 'A2' }],
    },
  }),
  BACK_FILL: ({ fen, months, text } = usual) => ({
    input: {
      person_id: 'P1',
      scheme: '110',
      kind: 'BACK_RECORD',
      employer_id: null,
      ...monthsBefore(months),
      base: formatYuan(fen),
      employer_rate: '0.16',
      person_rate: '0.08',
      paid_on: '2024-01-31',
      voucher_number: 'V9',
      ...reviewed(text),
    },
    facts: alive,
  }),
  LUMP_CONTRIBUTION: ({ months, text } = usual) => ({
    input: {
      person_id: 'P1',
      scheme: '110',
      employer_id: 'U1',
      support: 'JUDGMENT',
      document: `文${text}`,
      ...monthsBefore(months),
      base: '5000.00',
      employer_rate: '0.16',
      person_rate: '0.08',
      amount: formatYuan(120_000n * BigInt(months)),
      paid_on: '2024-06-03',
      voucher_number: 'V9',
      reason: text,
    },
    facts: alive,
  }),
  TRANSFER_IN: ({ fen, months, text } = usual) => ({
    input: {
      person_id: 'P1',
      scheme: '110',
      from_region: '990201',
      ...monthsBefore(months),
      months,
      base: '5000.00',
      account_amount: formatYuan(fen),
      pooled_amount: formatYuan(fen / 2n),
      received_on: '2024-06-03',
      voucher_number: 'V9',
      ...reviewed(text),
    },
    facts: alive,
  }),
  REFUND: ({ fen, months, text } = usual) => ({
    input: {
      person_id: 'P1',
      scheme: '110',
      refund_to: 'PERSON',
      cause: 'DUPLICATE',
      ...monthsBefore(months),
      employer_id: null,
      amount: formatYuan(fen * BigInt(months)),
      account_number: 'A1',
      ...reviewed(text),
    },
    facts: {
      ...alive,
      accounts: [account],
      contributions: listOfMonths(monthsBefore(months).period_from, months).map((month) =>
        contribution(month, fen),
      ),
    },
  }),
  FUNERAL: ({ fen, text } = usual) => ({
    input: {
      person_id: 'P1',
      scheme: '110',
      benefit: 'FUNERAL',
      amount: formatYuan(2n * fen),
      monthly_income: formatYuan(fen),
      contribution_months: null,
      received_months: null,
      payee_name: '王二',
      payee_id_number: '990101197501010021',
      payee_relation: 'CHILD',
      bank: '示例银行',
      account_number: 'A7',
      ...reviewed(text),
    },
    facts: { person: [deadPerson], deaths: [] },
  }),
  RESEND: ({ fen, text } = usual) => ({
    input: {
      person_id: 'P1',
      payment_id: 'L-2024-05',
      amount: formatYuan(fen),
      account_number: 'A1',
      ...reviewed(text),
    },
    facts: {
      ...alive,
      accounts: [account],
      returned: [paidLine('2024-05', fen, { status: 'RETURNED' })],
      returns: [
        {
          return_id: 'R1',
          payment_id: 'L-2024-05',
          reason: '账户已销户',
          returned_on: '2024-05-20',
          handled_by: null,
          handled_on: null,
        },
      ],
    },
  }),
  DEATH_FLAG_CANCEL: ({ text } = usual) => ({
    input: {
      person_id: 'P1',
      death_date: '2024-03-10',
      cause: 'WRONG_PERSON',
      certification_id: 'CERT1',
      ...reviewed(text),
    },
    facts: { person: [deadPerson], deaths: [], certification: [certification] },
  }),
  CONTRIBUTION_CHANGE: ({ fen, text } = usual) => ({
    input: {
      person_id: 'P1',
      contribution_id: 'K-2024-01',
      scheme: '110',
      base: formatYuan(fen + 500_000n),
      employer_rate: '0.16',
      person_rate: '0.08',
      voucher_number: null,
      ...reviewed(text),
    },
    facts: { ...alive, contribution: [contribution('2024-01', 40_000n)] },
  }),
  WRITE_OFF: ({ fen, text } = usual) => ({
    input: {
      person_id: 'P1',
      amount: formatYuan(fen),
      cause: 'COURT_ENDED',
      approval_document: `批${text}`,
      ...reviewed(text),
    },
    facts: { person: [deadPerson], deaths: [], payments: [paidLine('2024-05', fen)] },
  }),
} as const satisfies Partial<Record<HighRiskCode, (variation?: Variation) => Situation>>

export type SampledCode = keyof typeof samples
