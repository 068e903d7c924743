import { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import { channels, classes, concerned, domains, lines, origins, stages } from './ledger-codes.ts'
import { Remark } from './remark.ts'

/**
 * A risk point of the ledger (社会保险基金风险防控台账). Its axes are those of the founding text: the three stages of the
 * fund, inlet, outlet and channel, origin, domain, whom it concerns, the line of defence (domain 1.A, C011–C018, C032).
 */

const text = (title: string, max: number) => z.string().trim().min(1).max(max).meta({ title })
const staffId = (title: string) => text(title, 64)
const degree = (title: string) => z.int().min(1).max(5).meta({ title })

type Codes = Readonly<Record<string, Bilingual>>

function code<const Known extends Codes>(title: string, known: Known) {
  return z.enum(Object.keys(known) as [keyof Known & string, ...(keyof Known & string)[]]).meta({ title })
}

/** What is proposed: the seven columns of the form, and what is kept beside them. */
export const RiskPoint = z.strictObject({
  department: text('部门（岗位）', 100),
  risk: text('风险点', 500),
  measures: z
    .array(z.strictObject({ text: text('措施', 500) }))
    .min(1)
    .max(20)
    .meta({ title: '风险防控措施' }),
  direct_staff_id: staffId('直接责任人'),
  department_head_id: staffId('部门负责人'),
  unit_head_id: staffId('单位负责人'),
  stage: code('基金环节', stages),
  channel: code('入口、出口、运行通道', channels),
  origin: code('风险来源', origins),
  domain: code('风险领域', domains),
  class: code('风险类别', classes),
  concerned: code('涉及对象', concerned),
  line: code('防线', lines),
  schemes: z
    .array(z.enum(['110', '120', '170', '210', '310', '390', '410', '510']))
    .max(8)
    .meta({ title: '险种（不选为全部）' }),
  likelihood: degree('发生可能性（1–5）'),
  impact: degree('影响程度（1–5）'),
  residual_likelihood: degree('采取措施后的可能性（1–5）'),
  residual_impact: degree('采取措施后的影响（1–5）'),
  /** Whose findings are those of the point. */
  rule_codes: z
    .array(z.string().regex(/^[A-Z]{2,4}-\d{2}$/))
    .max(50)
    .meta({ title: '对应的筛查规则' }),
})
export type RiskPoint = z.infer<typeof RiskPoint>

/** Names as they were when it was decided: who has left is still on the old ledger. */
export const People = z.strictObject({
  direct: z.string(),
  department_head: z.string(),
  unit_head: z.string(),
})

export const RiskPointData = z.strictObject({
  point: RiskPoint,
  people: People,
  /** What would take its place, or null. */
  revision: z.strictObject({ point: RiskPoint, people: People, reason: z.string() }).nullable(),
  retirement: z.string().nullable(),
  /** YYYY-MM-DD: in force since, and when somebody last looked whether it is still right. */
  in_force_on: z.string().nullable(),
  reviewed_on: z.string().nullable(),
  /** Of this review: who was told of it, the direct person before the day, the heads after it. */
  reminded: z.enum(['BEFORE', 'AFTER']).nullable(),
  remarks: z.array(Remark),
})
export type RiskPointData = z.infer<typeof RiskPointData>

export type RiskLevel = 1 | 2 | 3

/**
 * 一级、二级、三级: likelihood × impact, from 15 and from 8 on. The founding text has the three levels, not the bounds
 * (C039): they are defaults of ours.
 */
export function levelOf({ likelihood, impact }: Pick<RiskPoint, 'likelihood' | 'impact'>): RiskLevel {
  const product = likelihood * impact
  return product >= 15 ? 1 : product >= 8 ? 2 : 3
}

export function residualLevelOf(
  point: Pick<RiskPoint, 'residual_likelihood' | 'residual_impact'>,
): RiskLevel {
  return levelOf({ likelihood: point.residual_likelihood, impact: point.residual_impact })
}

/** The higher the risk, the sooner it is looked at again (分级负责, C040); twelve months is the limit of R-WF-10. */
export const reviewMonths: Readonly<Record<RiskLevel, number>> = { 1: 3, 2: 6, 3: 12 }

/** A measure that leaves a risk where it was, or makes it worse, is none. */
export function isReduced(point: RiskPoint): boolean {
  const { likelihood, impact, residual_likelihood: after, residual_impact: impactAfter } = point
  return after <= likelihood && impactAfter <= impact
}
