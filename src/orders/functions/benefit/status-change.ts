import { z } from 'zod'
import { formatMonth } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import { fenOf } from '#records/form-fields.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { changeOf, monthOfOrder } from '../edits.ts'
import {
  document,
  fields,
  firstRefusal,
  monthIn,
  needs,
  personId,
  reason,
  refusalOfDead,
  refusalOfReportedDeath,
  refused,
  refusedIf,
} from '../fields.ts'
import { type OrderFacts, type OrderFunction, orderFunction } from '../order-function.ts'
import {
  changeRow,
  deathStops,
  entitlementFacts,
  entitlementOf,
  imprisonmentFacts,
  latestStop,
  refusalOfPrison,
} from './entitlements.ts'
import { accountFacts, nextRegularLine, paymentFacts } from './payment-lines.ts'

const Input = z.strictObject({
  person_id: personId,
  entitlement_id: fields.id('待遇编号'),
  operation: fields.code('办理类型', ['RESUME', 'SUSPEND', 'END']),
  cause: fields.code('状态原因', [
    'DEATH',
    'NO_CERTIFICATION',
    'PRISON',
    'MISSING',
    'DUPLICATE',
    'MIGRATED',
    'TO_VERIFY',
    'ERROR',
    'OTHER',
  ]),
  effective: fields.month('生效年月'),
  document,
  reason,
})
type Input = z.infer<typeof Input>

/**
 * From suspended to normal, and the way there: a suspension or an end for any reason, death included, takes two people
 * and is not held up by what makes a resumption suspect. What was stopped for death resumes by DEATH_RESUME only.
 */
export const statusChange: OrderFunction = orderFunction({
  code: 'STATUS_CHANGE',
  basis: [
    {
      document: '004',
      clause: '二、排查内容（一）养老金发放异常情况',
      quote: '批量操作暂停转正常发放、待遇调整或补发等低频高风险业务情况',
    },
    {
      document: '004',
      clause: '二、排查内容（七）信息系统管理情况',
      quote:
        '系统未对待遇发放银行账号、待遇发放状态等关键信息变更、待遇核定、待遇补发等高风险业务设置初审、复核功能，并做到权限互斥',
    },
  ],
  input: Input,
  ruleCodes: [
    'DTH-01',
    'DTH-02',
    'DTH-04',
    'DTH-06',
    'PRS-01',
    'DUP-01',
    'DUP-03',
    'CER-03',
    'ACC-01',
    'ACC-05',
  ],
  // They are about money that flows again: what stops it is not held up by them.
  ruleCodesOf: ({ operation }) => (operation === 'RESUME' ? statusChange.ruleCodes : []),
  // None, for the same reason; what no resumption may pass is refused by the effect.
  hardStops: [],
  isForTheLiving: false,
  attachments: [needs('PROOF', '暂停、恢复或终止的依据材料', 'papers on the ground of the change')],
  facts: (input) => ({
    ...entitlementFacts(input),
    ...imprisonmentFacts,
    ...accountFacts(input.person_id),
    ...paymentFacts(input.person_id),
    certifications: { table: 'certification', where: { person_id: input.person_id, result: 'PASS' } },
  }),
  effect: (input, facts, source) => {
    const entitlement = entitlementOf(facts)
    if (entitlement instanceof Refusal) return entitlement
    const isResumed = input.operation === 'RESUME'
    const no = firstRefusal(
      refusedIf(
        monthIn(input.effective)! > monthOfOrder(source) + 1,
        '生效年月最迟为下月，请更正。',
        'the change takes effect next month at the latest; correct the month.',
      ),
      isResumed ? refusalOfResumption(input, facts, entitlement) : refusalOfStop(input, entitlement),
    )
    if (no !== null) return no
    const common = { effective: input.effective, method: 'SYSTEM', document: input.document } as const
    if (isResumed) {
      return [
        changeOf('entitlement', entitlement, { status: 'ACTIVE', status_reason: null, ended: null }),
        changeRow(source, entitlement, {
          kind: 'RESUME',
          reason: entitlement.status_reason ?? null,
          ...common,
        }),
      ]
    }
    const isEnd = input.operation === 'END'
    return [
      changeOf('entitlement', entitlement, {
        status: isEnd ? 'ENDED' : 'SUSPENDED',
        status_reason: input.cause,
        // The last month that is due.
        ...(isEnd ? { ended: formatMonth(monthIn(input.effective)! - 1) } : {}),
      }),
      changeRow(source, entitlement, { kind: isEnd ? 'END' : 'SUSPEND', reason: input.cause, ...common }),
    ]
  },
  assumed: (input, facts, source) => {
    const effect = statusChange.effect(input, facts, source)
    if (effect instanceof Refusal || input.operation !== 'RESUME') return effect
    const entitlement = entitlementOf(facts) as WrittenRow
    const amountFen = fenOf(entitlement.monthly_amount ?? '0.00')
    return [
      ...effect,
      nextRegularLine(source, facts, { entitlement, amountFen, from: monthIn(input.effective)! }),
    ]
  },
})

function refusalOfStop({ operation, cause, effective }: Input, entitlement: WrittenRow): Refusal | null {
  return firstRefusal(
    refusedIf(
      entitlement.status === 'ENDED',
      '该待遇已终止，不能再暂停或终止。',
      'the entitlement has ended already and cannot be stopped again.',
    ),
    refusedIf(
      operation === 'SUSPEND' && entitlement.status === 'SUSPENDED' && entitlement.status_reason === cause,
      '该待遇已因同一原因暂停，无需再办。',
      'the entitlement is suspended for this reason already; there is nothing to change.',
    ),
    refusedIf(
      monthIn(effective)! <= (monthIn(entitlement.starts) ?? 0),
      '生效年月须晚于享受开始年月，请核对。',
      'the change must take effect after the entitlement started; check the month.',
    ),
  )
}

function refusalOfResumption(input: Input, facts: OrderFacts, entitlement: WrittenRow): Refusal | null {
  const stop = latestStop(facts.changes ?? [])
  return firstRefusal(
    refusalOfDead(facts),
    refusalOfReportedDeath(facts),
    refusedIf(
      entitlement.status_reason === 'DEATH' || deathStops(facts).length > 0,
      '该待遇因死亡停发，不能按暂停转正常办理；请用“死亡恢复”，并提供误报的证明。',
      'the entitlement was stopped for death; use "resumption after death" with the proof of the mistake.',
    ),
    refusedIf(
      entitlement.status !== 'SUSPENDED',
      '该待遇不是暂停状态，不能恢复；请核对待遇编号。',
      'the entitlement is not suspended and cannot resume; check its number.',
    ),
    refusedIf(
      entitlement.status_reason !== input.cause,
      '填写的状态原因与登记的暂停原因不一致，请核对。',
      'the reason is not the one the entitlement was suspended for; check it.',
    ),
    refusedIf(
      stop !== null && monthIn(input.effective)! < (monthIn(stop.effective) ?? 0),
      '恢复年月早于暂停年月，请更正；暂停期间的待遇另办补发。',
      'it would resume before it was suspended; correct the month; months between are a back-pay of their own.',
    ),
    refusalOfPrison(facts, input.effective, input.effective),
    refusalOfUncertified(facts, entitlement, stop),
  )
}

function refusalOfUncertified(
  facts: OrderFacts,
  entitlement: WrittenRow,
  stop: WrittenRow | null,
): Refusal | null {
  if (entitlement.status_reason !== 'NO_CERTIFICATION') return null
  const since = stop?.recorded_at ?? ''
  if ((facts.certifications ?? []).some(({ certified_at }) => (certified_at ?? '') > since)) return null
  return refused(
    '因未认证暂停的待遇，须在暂停后通过资格认证才能恢复；请先为本人办理认证。',
    'suspended for want of certification, it resumes only after the person has been certified since; do that first.',
  )
}
