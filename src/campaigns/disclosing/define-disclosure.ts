import { sql } from 'kysely'
import { z } from 'zod'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { fields } from '#records/form-fields.ts'
import { ownRegion } from '#records/own-unit.ts'

/**
 * 鼓励有问题人员主动向组织说明情况 (004 四（二）). Confidential: read by fund supervision and discipline inspection of the
 * region and above, by nobody else, not by the unit's leader either.
 */

export const disclosureStatuses = {
  RECEIVED: { zh: '已收到', en: 'received' },
  CONCLUDED: { zh: '已处理', en: 'handled' },
} as const

const Disclosure = z.strictObject({
  campaign_id: fields.id('排查'),
  matter: fields.text('说明内容', 4000),
  amount_yuan: fields.yuan('涉及金额（元）').nullable(),
})
const Conclusion = z.strictObject({
  result: fields.text('处理情况', 2000),
  problem_id: fields.id('问题编号').nullable(),
  case_id: fields.id('案件编号').nullable(),
})

const DisclosureData = z.strictObject({
  ...Disclosure.shape,
  region: z.string(),
  disclosed_at: z.string(),
  concluded: z.strictObject({ ...Conclusion.shape, by: z.string(), at: z.string() }).nullable(),
})

type Given = { readonly input: z.infer<typeof Disclosure>; readonly actorId: string }

/** The discloser's own unit; whoever it is about does not handle it. */
const subjectQuery = ({ input, actorId }: Given) => sql`
  select jsonb_build_object(
    'regions', jsonb_build_array(agency.region),
    'agencyId', agency.agency_id,
    'staffIds', jsonb_build_array(staff_member.staff_id)
  )
  from app.staff_member
  inner join app.agency on agency.agency_id = staff_member.agency_id
  where staff_member.staff_id = ${actorId}
    and exists (
      select
      from app.record as campaign
      where campaign.record_id = ${input.campaign_id}
        and campaign.kind = 'CAMPAIGN'
        and campaign.status = 'RUNNING'
        and exists (
          select
          from app.region
          where region.region = agency.region
            and region.path && campaign.regions
        )
    )
`

export function disclosureKind(): RecordKind {
  return defineRecord({
    kind: 'DISCLOSURE',
    title: { zh: '主动说明', en: 'voluntary disclosure' },
    schema: DisclosureData,
    statuses: disclosureStatuses,
    readFunction: 'READ_DISCLOSURE',
    isHighRisk: false,
    workflow: { NEW: { disclose: 'RECEIVED' }, RECEIVED: { conclude: 'CONCLUDED' }, CONCLUDED: {} },
    actions: {
      disclose: {
        by: 'person',
        function: 'DISCLOSE',
        step: 'ENTRY',
        title: { zh: '主动说明', en: 'disclose' },
        input: Disclosure,
        subjectQuery,
        factsQuery: ownRegion,
        deadlineWorkingDays: 15,
        decide: (_record, input, facts) => ({
          status: 'RECEIVED',
          data: {
            ...input,
            region: z.string().parse(facts.loaded),
            disclosed_at: facts.at.toISOString(),
            concluded: null,
          },
        }),
      },
      conclude: {
        by: 'person',
        function: 'DISCLOSURE',
        step: 'ACT',
        title: { zh: '处理', en: 'handle' },
        needsDetailOpened: true,
        needsConfirmation: true,
        input: Conclusion,
        decide: (record, input, facts) => ({
          status: 'CONCLUDED',
          data: {
            ...record!.data,
            concluded: { ...input, by: facts.actorId, at: facts.at.toISOString() },
          },
        }),
      },
    },
  })
}
