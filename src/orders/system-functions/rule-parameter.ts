import { sql } from 'kysely'
import { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import { document, fields, needs, reason, refused } from '../functions/fields.ts'
import { type MatterEffect, type OrderMatter, orderMatter } from '../order-matter.ts'
import type { FactPool } from '../storing/order-facts.ts'

/** What orders know of a rule's parameter; the rules themselves are wired in by the server (platform.md 3). */
export interface KnownParameter {
  /** In written form. */
  readonly default: string
  /** The canonical form of a written value, so that `0.20` and `0.2` are one; null: it cannot be that. */
  readonly canonical: (written: string) => string | null
  /** What it must be, for the sentence of a refusal. */
  readonly unit: Bilingual
}

/** By `CODE.name`. */
export type KnownParameters = ReadonlyMap<string, KnownParameter>

const Input = z.strictObject({
  parameter: z
    .string()
    .trim()
    .regex(/^[A-Z]{2,4}-\d{2}\.[a-z][a-z0-9_]{0,62}$/, '应为规则编号和参数名，如 DTH-01.grace_months')
    .meta({ title: '规则参数' }),
  value: z.string().trim().min(1).max(20).meta({ title: '新值' }),
  valid_from: fields.day('起始日期'),
  document,
  reason,
})
type Asked = z.infer<typeof Input>

export interface SetValue {
  /** YYYY-MM-DD */
  readonly validFrom: string
  readonly value: string
}

async function readSetValues(pool: FactPool, { parameter }: Asked): Promise<readonly SetValue[]> {
  const { rows } = await pool.query<{ valid_from: string; value: string }>({
    text: `
      select valid_from::text as valid_from, value
      from register.rule_parameter
      where rule_code = split_part($1, '.', 1) and parameter = split_part($1, '.', 2)
      order by valid_from`,
    values: [parameter],
  })
  return rows.map(({ valid_from, value }) => ({ validFrom: valid_from, value }))
}

/**
 * One more value from its day on. Never backwards: what ran until today ran with what held; and never over one that is
 * there, so that every value that anybody saw stays to be seen.
 * @param today of the judging step: an approval that comes too late is refused, too
 */
export function parameterChanges(
  known: KnownParameters,
  { asked, set, today }: { readonly asked: Asked; readonly set: readonly SetValue[]; readonly today: string },
  orderId: string,
): MatterEffect {
  const { parameter, valid_from: validFrom } = asked
  const definition = known.get(parameter)
  if (definition === undefined) {
    return refused(
      `没有规则参数 ${parameter}；请从规则页面选择参数。`,
      `there is no parameter ${parameter} of a rule; choose it on the page of the rule.`,
    )
  }
  const value = definition.canonical(asked.value)
  if (value === null) {
    return refused(
      `${parameter} 不能设为“${asked.value}”；请按规则页面所示的单位填写（${definition.unit.zh}）。`,
      `${parameter} cannot be "${asked.value}": write it as the rule's page does (${definition.unit.en}).`,
    )
  }
  if (validFrom < today) {
    return refused(
      `起始日期 ${validFrom} 已过；参数只能自今天（${today}）或以后起执行，请更正日期。`,
      `${validFrom} has passed; a parameter can change from today (${today}) or later, correct the date.`,
    )
  }
  if (set.some((each) => each.validFrom === validFrom)) {
    return refused(
      `该参数自 ${validFrom} 起已有变更；请另选起始日期。`,
      `the parameter was changed from ${validFrom} already; choose another day.`,
    )
  }
  const before = set.findLast((each) => each.validFrom < validFrom)?.value ?? definition.default
  if (before === value) {
    return refused(
      `该参数届时已是 ${value}，无需变更。`,
      `the parameter is ${value} by then; there is nothing to change.`,
    )
  }
  const [rule_code, own] = parameter.split('.') as [string, string]
  const values = {
    ...{ rule_code, parameter: own, valid_from: validFrom, value },
    ...{ value_before: before, source_order: orderId },
  }
  return [{ scope: 'system', table: 'register.rule_parameter', operation: 'insert', isShown: true, values }]
}

/**
 * 规则参数变更: a threshold of a rule from a day on, entered by the policy post and approved by a leader of the whole
 * installation, for the rules are everybody's (platform.md 6). Checks of orders and screening runs read it at once.
 */
export function ruleParameterChange(known: KnownParameters): OrderMatter {
  return orderMatter<Asked, readonly SetValue[]>({
    code: 'PARAMETER_CHANGE',
    kind: 'ORDER_RULE_PARAMETER',
    title: { zh: '规则参数变更业务单', en: 'order: change of a rule’s parameter' },
    basis: [
      {
        document: '000',
        clause: '（三）完善社保经办风险防控体系',
        quote: '任何修改操作都要经过审批留痕可溯',
      },
    ],
    input: Input,
    attachments: [needs('DECREE', '变更依据', 'the ground of the change')],
    canBeCorrected: true,
    places: ['SYSTEM'],
    placeOf: () => 'SYSTEM',
    subject: (_asked, actorId) => sql`
      select jsonb_build_object(
        'regions', jsonb_build_array(own.path[1]),
        'agencyId', staff_member.agency_id
      )
      from app.staff_member
      inner join app.agency on agency.agency_id = staff_member.agency_id
      inner join app.region as own on own.region = agency.region
      where staff_member.staff_id = ${actorId}
    `,
    refusalOfCorrection: (_subject, asked, before) =>
      asked.parameter === before.parameter
        ? null
        : refused(
            '更正不能改换参数；请撤回后另行录入。',
            'a correction cannot be of another parameter; withdraw this and enter another.',
          ),
    readFacts: readSetValues,
    amountFen: () => null,
    ruleCodes: () => [],
    hardStops: [],
    personOf: () => null,
    effect: (asked, set, { orderId, at }) => {
      const today = at.slice(0, 10)
      return parameterChanges(known, { asked, set, today }, orderId)
    },
  })
}
