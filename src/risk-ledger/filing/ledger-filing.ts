import { z } from 'zod'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { Nothing, Reason } from '#records/form-fields.ts'
import { ownUnit } from '#records/own-unit.ts'
import { filingStatuses } from '../ledger-codes.ts'
import { accepted, filed, opened, prepared, received, reminded, returned, sentBack } from './decide-filing.ts'
import { FilingYear, LedgerFilingData, LedgerRow } from './filing-data.ts'
import { callFacts, copyFacts, deciderFacts, openFacts } from './filing-facts.ts'
import { namedUnit } from './named-unit.ts'

const entry = { by: 'person', function: 'LEDGER_FILING', step: 'ENTRY' } as const
const server = { by: 'system', function: 'LEDGER_FILING', step: 'ACT' } as const
const decision = { by: 'person', function: 'LEDGER_FILING', needsDetailOpened: true } as const
const head = { ...decision, step: 'APPROVAL', differsFrom: ['open', 'prepare'] } as const
const superior = { ...decision, step: 'REVIEW', differsFrom: ['open', 'prepare', 'file'] } as const
const title = (zh: string, en: string) => ({ title: { zh, en } })

/** 年度台账报送: prepared by the unit, signed by its head, accepted or returned by fund supervision above. */
export function ledgerFilingKind(): RecordKind {
  return defineRecord({
    kind: 'LEDGER_FILING',
    title: { zh: '台账报送', en: 'filing of the risk ledger' },
    schema: LedgerFilingData,
    statuses: filingStatuses,
    isHighRisk: false,
    workflow: {
      NEW: { open: 'CALLED', call: 'CALLED', receive: 'FILED' },
      CALLED: { prepare: 'PREPARED', receive: 'FILED', remind: 'CALLED' },
      PREPARED: {
        ...{ prepare: 'PREPARED', file: 'FILED', send_back: 'CALLED', receive: 'FILED' },
        remind: 'PREPARED',
      },
      FILED: { accept: 'ACCEPTED', return: 'RETURNED' },
      RETURNED: { prepare: 'PREPARED', receive: 'FILED', remind: 'RETURNED' },
      ACCEPTED: {},
    },
    actions: { ...unitActions(), ...superiorActions(), ...serverActions() },
  })
}

function unitActions() {
  return {
    open: {
      ...entry,
      ...title('开始年度报送', 'begin the filing'),
      input: z.strictObject({ year: FilingYear }),
      subjectQuery: ownUnit,
      factsQuery: openFacts,
      decide: opened,
    },
    prepare: {
      ...entry,
      ...title('生成报送稿', 'prepare the copy'),
      input: Nothing,
      factsQuery: copyFacts,
      decide: prepared,
    },
    file: {
      ...head,
      ...title('签报', 'sign and file'),
      input: Nothing,
      needsConfirmation: true,
      factsQuery: copyFacts,
      decide: filed,
    },
    send_back: {
      ...head,
      ...title('退回经办人', 'send back'),
      input: Reason,
      opensRound: true,
      decide: sentBack,
    },
  } as const
}

function superiorActions() {
  return {
    accept: {
      ...superior,
      ...title('受理', 'accept'),
      input: Nothing,
      needsConfirmation: true,
      factsQuery: deciderFacts,
      decide: accepted,
    },
    return: {
      ...superior,
      ...title('退回修改', 'return'),
      input: Reason,
      needsConfirmation: true,
      opensRound: true,
      factsQuery: deciderFacts,
      decide: returned,
    },
  } as const
}

function serverActions() {
  return {
    call: {
      ...server,
      ...title('通知填报', 'call for'),
      input: z.strictObject({ agency_id: z.string(), year: FilingYear }),
      subjectQuery: namedUnit,
      factsQuery: callFacts,
      decide: opened,
    },
    /** From a signed package of a unit with an installation of its own, whose head filed it there (platform.md 22). */
    receive: {
      ...server,
      ...title('接收数据包报送', 'received by package'),
      input: z.strictObject({
        agency_id: z.string(),
        year: FilingYear,
        rows: z.array(LedgerRow).min(1).max(5_000),
        by: z.string(),
        from: z.string().min(1).max(400),
      }),
      subjectQuery: namedUnit,
      factsQuery: callFacts,
      decide: received,
    },
    remind: {
      ...server,
      ...title('提醒报送', 'remind'),
      input: z.strictObject({ when: z.enum(['BEFORE', 'AFTER']) }),
      decide: reminded,
    },
  } as const
}
