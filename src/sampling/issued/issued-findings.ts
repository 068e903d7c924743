import { sql } from 'kysely'
import { z } from 'zod'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { codesOf, fields, Nothing, Reason } from '#records/form-fields.ts'
import { writeBackResults } from '../codes.ts'
import { issuedStatuses } from '../statuses.ts'
import { accepted, extended, issued, recalled, returned, writtenBack } from './decide-issued.ts'
import { IssuedData } from './issued-data.ts'

const ids = z
  .array(fields.id('疑点'))
  .min(1)
  .max(500)
  .refine((list) => new Set(list).size === list.length, '编号重复')
  .meta({ title: '疑点编号' })

const Issue = z.strictObject({
  agency_id: fields.id('接收单位'),
  title: fields.text('标题', 100),
  request: fields.text('核实要求', 1_000),
  basis: fields.text('下发依据', 500),
  due_on: fields.day('反馈期限'),
  finding_ids: ids,
})
export type IssueInput = z.infer<typeof Issue>

export const WriteBack = z.strictObject({
  results: z
    .array(
      z.strictObject({
        finding_id: fields.id('疑点编号'),
        result: fields.code('核实结果', codesOf(writeBackResults)),
        confirmed: fields.yuan('属实金额（元）').optional(),
        note: fields.text('核实情况', 1_000),
      }),
    )
    .min(1)
    .max(500)
    .meta({ title: '逐条反馈' }),
})
export type WriteBackInput = z.infer<typeof WriteBack>

const Return = z.strictObject({
  finding_ids: ids,
  due_on: fields.day('反馈期限'),
  reason: Reason.shape.reason,
})
export type ReturnInput = z.infer<typeof Return>
const Extend = z.strictObject({ due_on: fields.day('反馈期限'), reason: Reason.shape.reason })
export type ExtendInput = z.infer<typeof Extend>

const agencyOf = (actorId: string) => sql`(
  select staff_member.agency_id from app.staff_member where staff_member.staff_id = ${actorId}
)`

const issueFacts = ({ input, actorId }: { readonly input: IssueInput; readonly actorId: string }) => sql`
  select jsonb_build_object(
    'agency_id', ${agencyOf(actorId)},
    'findings', coalesce(
      (
        select jsonb_agg(
          jsonb_build_object(
            'finding_id', finding.finding_id,
            'rule_code', finding.rule_code,
            'level', finding.level,
            'explanation', finding.explanation,
            'amount_fen', finding.open_amount_fen::text,
            'is_there', exists (
              select
              from app.agency
              where agency.agency_id = ${input.agency_id} and finding.covering @> array[agency.region]
            )
          )
          order by finding.level, finding.open_amount_fen desc, finding.finding_id
        )
        from app.finding
        where finding.finding_id = any (${[...input.finding_ids]}::text[])
      ),
      '[]'::jsonb
    )
  )
`

const side = { by: 'person', function: 'ISSUE_FINDINGS', step: 'ENTRY' } as const
const withAgency = {
  factsQuery: ({ actorId }: { readonly actorId: string }) => sql`select to_jsonb(${agencyOf(actorId)})`,
} as const
const title = (zh: string, en: string) => ({ title: { zh, en } })

/** 疑点下发: findings for a unit to verify by a day, and what it writes back (未按规定对各级下发的疑点信息进行核实, 004, 十). */
export function issuedFindingsKind(): RecordKind {
  return defineRecord({
    kind: 'ISSUED_FINDINGS',
    title: { zh: '下发疑点', en: 'issued findings' },
    schema: IssuedData,
    statuses: issuedStatuses,
    isHighRisk: false,
    readFunction: 'READ_SAMPLE',
    workflow: {
      NEW: { issue: 'ISSUED' },
      ISSUED: { write_back: ['ISSUED', 'WRITTEN_BACK'], extend: 'ISSUED', recall: 'RECALLED' },
      WRITTEN_BACK: { accept: 'CLOSED', return: 'ISSUED' },
      CLOSED: {},
      RECALLED: {},
    },
    actions: {
      issue: {
        ...{ ...side, ...title('下发', 'issue') },
        input: Issue,
        subjectQuery: ({ input }) => sql`
          select jsonb_build_object('regions', jsonb_build_array(agency.region), 'agencyId', agency.agency_id)
          from app.agency
          where agency.agency_id = ${input.agency_id}
        `,
        factsQuery: issueFacts,
        decide: issued,
      },
      write_back: {
        ...{ by: 'person', function: 'WRITE_BACK_FINDINGS', step: 'ENTRY' },
        ...title('反馈核实结果', 'write back'),
        input: WriteBack,
        decide: writtenBack,
      },
      accept: {
        ...{ ...side, ...withAgency, ...title('审核通过，办结', 'accept and close') },
        input: Nothing,
        decide: accepted,
      },
      return: {
        ...{ ...side, ...withAgency, ...title('退回重新核实', 'return') },
        input: Return,
        decide: returned,
      },
      extend: {
        ...{ ...side, ...withAgency, ...title('延长期限', 'extend') },
        input: Extend,
        decide: extended,
      },
      recall: {
        ...{ ...side, ...withAgency, ...title('收回', 'recall') },
        input: Reason,
        decide: recalled,
      },
    },
  })
}
