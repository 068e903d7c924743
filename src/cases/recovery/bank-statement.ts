import { sql } from 'kysely'
import { z } from 'zod'
import { parseDay } from '#base/calendar-math.ts'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { fenCodec } from '#records/fen-codec.ts'
import { fenOf, fields, invalid, reason } from '#records/form-fields.ts'

/**
 * 银行对账单: lines of an account that no delivery has brought yet. One person imports it with the bank's own file,
 * another compares the two; only then are its lines matched (platform.md 21).
 */

const linesMax = 2000

const LineInput = z.strictObject({
  sequence: z.int().min(1).meta({ title: '流水序号' }),
  occurred_on: fields.day('交易日期'),
  direction: fields.code('收付方向', ['IN', 'OUT']),
  amount: fields.yuan('金额'),
  counterparty_name: fields.text('对方户名', 100).nullable(),
  memo: fields.text('摘要', 200).nullable(),
})
const Import = z.strictObject({
  fund_account_id: z
    .string()
    .trim()
    .regex(/^[^#\s]{1,64}$/, '账户编号不能含 # 和空格')
    .meta({ title: '基金账户编号' }),
  from: fields.day('起始日期'),
  to: fields.day('截止日期'),
  lines: z.array(LineInput).min(1).max(linesMax).meta({ title: '流水' }),
})
type Import = z.infer<typeof Import>

const Stored = z.strictObject({
  fund_account_id: z.string(),
  from: z.string(),
  to: z.string(),
  lines: z.array(
    z.strictObject({
      sequence: z.int(),
      occurred_on: z.string(),
      direction: z.enum(['IN', 'OUT']),
      amount_fen: fenCodec,
      counterparty_name: z.string().nullable(),
      memo: z.string().nullable(),
    }),
  ),
  refused: z.strictObject({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
})

function refusalOfLines({ from, to, lines }: Import) {
  if (parseDay(from)! > parseDay(to)!) {
    return invalid('起始日期晚于截止日期，请改正。', 'the statement ends before it begins; correct it.')
  }
  const outside = lines.find(({ occurred_on }) => occurred_on < from || occurred_on > to)
  if (outside !== undefined) {
    return invalid(
      `流水 ${outside.sequence} 的日期不在对账单期间内。`,
      `line ${outside.sequence} is not of the statement's days.`,
    )
  }
  const zero = lines.find(({ amount }) => fenOf(amount) === 0n)
  if (zero !== undefined) return invalid(`流水 ${zero.sequence} 金额为零。`, `line ${zero.sequence} is zero.`)
  if (new Set(lines.map(({ sequence }) => sequence)).size === lines.length) return null
  return invalid('流水序号重复，请改正。', 'a sequence number is there twice; correct it.')
}

const reviewing = {
  by: 'person',
  function: 'BANK_STATEMENT',
  step: 'REVIEW',
  differsFrom: ['import'],
  needsConfirmation: true,
  needsDetailOpened: true,
} as const

export function bankStatementKind(): RecordKind {
  return defineRecord({
    kind: 'BANK_STATEMENT',
    title: { zh: '银行对账单', en: 'bank statement' },
    schema: Stored,
    statuses: {
      IMPORTED: { zh: '待核对', en: 'to be compared' },
      ACCEPTED: { zh: '已确认', en: 'accepted' },
      REFUSED: { zh: '未通过', en: 'refused' },
    },
    workflow: {
      NEW: { import: 'IMPORTED' },
      IMPORTED: { accept: 'ACCEPTED', refuse: 'REFUSED' },
      ACCEPTED: {},
      REFUSED: {},
    },
    readFunction: 'READ_CASE',
    isHighRisk: false,
    actions: {
      import: {
        by: 'person',
        function: 'BANK_STATEMENT',
        step: 'ENTRY',
        title: { zh: '导入对账单', en: 'import a statement' },
        input: Import,
        attachments: [
          {
            purpose: 'STATEMENT_FILE',
            title: { zh: '银行出具的对账单', en: "the bank's statement" },
            countMin: 1,
          },
        ],
        deadlineWorkingDays: 5,
        toDos: [
          {
            duty: 'RECONCILIATION',
            step: 'REVIEW',
            title: { zh: '核对对账单', en: 'compare the statement' },
          },
        ],
        // The accounts of the importer's own agency.
        subjectQuery: ({ actorId }) => sql`
          select jsonb_build_object('regions', jsonb_build_array(agency.region), 'agencyId', agency.agency_id)
          from app.staff_member
          inner join app.agency on agency.agency_id = staff_member.agency_id
          where staff_member.staff_id = ${actorId}
        `,
        decide: (_record, input) => {
          const refusal = refusalOfLines(input)
          if (refusal !== null) return refusal
          const lines = input.lines.map(({ amount, ...line }) => ({ ...line, amount_fen: fenOf(amount) }))
          return { status: 'IMPORTED', data: { ...input, lines, refused: null } }
        },
      },
      accept: {
        ...reviewing,
        title: { zh: '核对一致', en: 'accept' },
        input: z.strictObject({}),
        decide: (record) => ({ status: 'ACCEPTED', data: record!.data }),
      },
      refuse: {
        ...reviewing,
        title: { zh: '核对不一致', en: 'refuse' },
        input: z.strictObject({ reason }),
        decide: (record, { reason: why }, facts) => {
          const refused = { by: facts.actorId, at: facts.at.toISOString(), reason: why }
          return { status: 'REFUSED', data: { ...record!.data, refused } }
        },
      },
    },
  })
}
