import { sql } from 'kysely'
import { z } from 'zod'
import type { RegionPath } from '#access/act-request.ts'
import type { ActorFacts } from '#access/actor.ts'
import { type GrantRequest, mayGrant, needsHead, type ProposedGrant } from '#access/grants/may-grant.ts'
import { momentOf } from '#access/moment.ts'
import { parseActorFacts } from '#access/storing/actor-store.ts'
import { Refusal } from '#base/refusal.ts'
import { schemes as knownSchemes, roles } from '#standard/code-lists.ts'
import { fields, orNone, reason, refused } from '../functions/fields.ts'
import { type Judging, type MatterSource, type OrderMatter, orderMatter } from '../order-matter.ts'
import type { FactPool } from '../storing/order-facts.ts'

const codes = <Code extends string>(list: Readonly<Record<Code, unknown>>): [Code, ...Code[]] =>
  Object.keys(list) as [Code, ...Code[]]

const Input = z.strictObject({
  staff_id: fields.id('被授权人工号'),
  role: fields.code('角色', codes(roles)),
  regions: z.array(fields.id('地区')).min(1).max(20).meta({ title: '地区' }),
  schemes: orNone('险种（空为全部）', z.array(fields.code('险种', codes(knownSchemes))).min(1)),
  /** With its offset, so that nobody's machine decides which hour is meant. */
  from: z.iso.datetime({ offset: true }).meta({ title: '开始时间' }),
  to: orNone('结束时间', z.iso.datetime({ offset: true })),
  cover_id: orNone('顶岗编号', fields.id('顶岗编号')),
  reason,
})
type Input = z.infer<typeof Input>

interface Facts {
  readonly actor: ActorFacts | null
  /** Null: nobody has that staff number. */
  readonly grantee: ActorFacts | null
  readonly granteeRegion: RegionPath
  readonly regionPaths: readonly RegionPath[]
  /** The nearest agency with somebody of the next step's duty: small offices have no officers of their own. */
  readonly nearest: Readonly<Record<string, string | null>>
}

const Paths = z.array(z.array(z.string()))

/**
 * 授权: proposed by the system officer, granted by the security officer, confirmed by the head of the unit where a key
 * post is concerned (platform.md 6). Who may, and which duties never meet in one person, `mayGrant` decides at each step.
 */
export const grantRole: OrderMatter = orderMatter<Input, Facts>({
  code: 'GRANT_ROLE',
  kind: 'ORDER_GRANT_ROLE',
  basis: [
    {
      document: '004',
      clause: '二、排查内容（七）信息系统管理情况',
      quote: '分立管理制度未落实到位',
    },
    {
      document: '000',
      clause: '（四）加强社保基金风险防控管理的信息化建设',
      quote: '采取双岗控制、两人同时确认后才能完成系统业务操作的方式',
    },
  ],
  input: Input,
  attachments: [],
  readFunction: 'READ_AUTHORITY',
  canBeCorrected: true,
  places: ['SYSTEM'],
  placeOf: () => 'SYSTEM',
  subject: ({ staff_id }) => sql`
    select jsonb_build_object(
      'regions', jsonb_build_array(agency.region),
      'agencyId', agency.agency_id,
      'staffIds', jsonb_build_array(staff_member.staff_id),
      'personKeys', to_jsonb(array_remove(array[app.identity_key(staff_member.id_number)], null))
    )
    from app.staff_member
    inner join app.agency on agency.agency_id = staff_member.agency_id
    where staff_member.staff_id = ${staff_id}
  `,
  refusalOfCorrection: (_subject, asked, before) =>
    asked.staff_id === before.staff_id ? null : otherGrantee(),
  readFacts: (pool, { staff_id, regions }, { actor }) => readFacts(pool, { staff_id, regions, actor }),
  amountFen: () => null,
  ruleCodes: () => [],
  hardStops: [],
  personOf: () => null,
  effect: (asked, facts, source) => {
    const { grantee } = facts
    if (grantee === null) return noSuchPerson(asked.staff_id)
    const { from, to } = grantOf(asked, facts, source)
    const { operatorId, reviewerId, approverId, orderId } = source
    return [
      {
        scope: 'system',
        operation: 'insert',
        table: 'app.role_grant',
        isShown: true,
        values: {
          grant_id: orderId,
          staff_id: asked.staff_id,
          role: asked.role,
          regions: asked.regions,
          schemes: asked.schemes,
          valid_from: from.toISOString(),
          valid_to: to?.toISOString() ?? null,
          cover_id: asked.cover_id,
          origin: 'ORDER',
          order_id: orderId,
          proposed_by: operatorId,
          granted_by: reviewerId,
          confirmed_by: approverId,
        },
      },
      {
        scope: 'system',
        operation: 'update',
        table: 'app.authority_epoch',
        isShown: false,
        key: { staff_id: asked.staff_id },
        values: { epoch: grantee.epoch + 1n },
        // Two grants that are harmless one by one may conflict together.
        expected: { epoch: grantee.epoch },
      },
    ]
  },
  refusal: refusalOfGrant,
  agencyFor: (duty, { nearest }) => nearest[duty] ?? null,
  needsApproval: (asked, facts) =>
    facts.grantee !== null && needsHead(facts.grantee, proposedGrant(asked, facts, new Date(asked.from))),
})

async function readFacts(
  pool: FactPool,
  given: Pick<Input, 'staff_id' | 'regions'> & Pick<Facts, 'actor'>,
): Promise<Facts> {
  const { rows } = await pool.query<{ grantee: unknown; region: unknown; paths: unknown; nearest: unknown }>({
    text: `
      select
        app.actor_facts($1, clock_timestamp()) as grantee,
        (
          select to_jsonb(region.path)
          from app.staff_member
          inner join app.agency on agency.agency_id = staff_member.agency_id
          inner join app.region on region.region = agency.region
          where staff_member.staff_id = $1
        ) as region,
        app.region_paths($2) as paths,
        (
          select jsonb_object_agg(asked.duty, app.nearest_agency_with(asked.duty, staff_member.agency_id, array[$1]))
          from app.staff_member
          cross join unnest(array['SECURITY_ADMIN', 'UNIT_HEAD']) as asked (duty)
          where staff_member.staff_id = $1
        ) as nearest`,
    values: [given.staff_id, [...given.regions]],
  })
  const { grantee, region, paths, nearest } = rows[0]!
  return {
    actor: given.actor,
    grantee: parseActorFacts(grantee),
    granteeRegion: z.array(z.string()).parse(region ?? []),
    regionPaths: Paths.parse(paths),
    nearest: z.record(z.string(), z.string().nullable()).parse(nearest ?? {}),
  }
}

/** No role is given for a time that is over: it would cover what was done without it. */
function grantOf(asked: Input, facts: Facts, { at }: MatterSource): ProposedGrant {
  const now = new Date(`${at.replace(' ', 'T')}+08:00`)
  const wanted = new Date(asked.from)
  return proposedGrant(asked, facts, wanted < now ? now : wanted)
}

function proposedGrant(asked: Input, { regionPaths }: Facts, from: Date): ProposedGrant {
  return {
    role: asked.role,
    regions: regionPaths,
    schemes: asked.schemes,
    from,
    to: asked.to === null ? null : new Date(asked.to),
    coverId: asked.cover_id,
  }
}

const stages = { ENTRY: 'PROPOSE', REVIEW: 'GRANT', APPROVAL: 'CONFIRM' } as const

function refusalOfGrant(asked: Input, facts: Facts, { step, at, source }: Judging): Refusal | null {
  const { actor, grantee, granteeRegion } = facts
  if (actor === null || grantee === null) return noSuchPerson(asked.staff_id)
  const unknown = asked.regions.find((_region, index) => facts.regionPaths[index]?.length === 0)
  if (unknown !== undefined) return noSuchRegion(unknown)
  const { operatorId, reviewerId } = source
  const stage = stages[step]
  const proposed = { stage: 'PROPOSE', staffId: operatorId } as const
  const granted = { stage: 'GRANT', staffId: reviewerId ?? '' } as const
  const earlier: GrantRequest['earlier'] = { PROPOSE: [], GRANT: [proposed], CONFIRM: [proposed, granted] }[
    stage
  ]
  const grant = grantOf(asked, facts, source)
  // Whether people work that day does not matter for who may be granted what.
  const moment = momentOf(at, () => undefined)
  const decision = mayGrant(actor, { stage, grant, grantee, granteeRegion, earlier, moment })
  return decision.allowed ? null : new Refusal(decision.code, decision.text)
}

function noSuchPerson(staffId: string): Refusal {
  return refused(`没有找到工号 ${staffId}，请核对。`, `there is no staff number ${staffId}; check it.`)
}

function noSuchRegion(region: string): Refusal {
  return new Refusal('invalid_input', {
    zh: `地区表中没有 ${region}，请改正地区代码。`,
    en: `the table of regions has no ${region}; correct the code.`,
  })
}

function otherGrantee(): Refusal {
  return new Refusal('invalid_input', {
    zh: '更正不能改换被授权人；请撤回后为该人员另行提出。',
    en: 'a correction cannot be about another person; withdraw this and propose anew for that person.',
  })
}
