import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { fenOf } from '#records/form-fields.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { changeOf, monthOfOrder } from '../edits.ts'
import {
  fields,
  firstRefusal,
  monthIn,
  needs,
  personId,
  reason,
  refusalOfDead,
  refused,
  refusedIf,
} from '../fields.ts'
import { type OrderFacts, type OrderFunction, orderFunction } from '../order-function.ts'
import {
  changeRow,
  entitlementFacts,
  entitlementOf,
  imprisonmentFacts,
  refusalOfPrison,
} from './entitlements.ts'
import { accountFacts, nextRegularLine, paymentFacts } from './payment-lines.ts'

const Input = z.strictObject({
  person_id: personId,
  entitlement_id: fields.id('待遇编号'),
  effective: fields.month('恢复年月'),
  certification_id: fields.id('停发后的生存认证编号'),
  document: fields.text('误报死亡证明材料号', 64),
  reason,
})

/**
 * What was stopped for death resumes: never for somebody whom the register or any source still calls dead, and only
 * after the person was seen alive since. Months in between are a BACK_PAY.
 */
export const deathResume: OrderFunction = orderFunction({
  code: 'DEATH_RESUME',
  basis: [
    {
      document: '004',
      clause: '二、排查内容（一）养老金发放异常情况',
      quote: '因死亡原因暂停待遇发放人员恢复待遇、补发待遇情况',
    },
    {
      document: '001',
      clause: '（四）加强社保基金风险防控管理的信息化建设',
      quote: '采取双岗控制、两人同时确认后才能完成系统业务操作的方式',
    },
  ],
  input: Input,
  ruleCodes: [
    'DTH-01',
    'DTH-02',
    'DTH-03',
    'DTH-04',
    'CER-03',
    'CER-05',
    'PRS-01',
    'DUP-01',
    'ACC-01',
    'ACC-05',
  ],
  hardStops: ['DTH-01'],
  isForTheLiving: true,
  attachments: [
    needs(
      'DEATH_ERROR_PROOF',
      '死亡信息误报的证明（公安、民政、法院或卫健出具）',
      'proof that the report was wrong',
    ),
    needs('LIVING_PROOF', '本人生存证明（现场核实照片或视频）', 'proof that the person lives'),
  ],
  facts: (input) => ({
    ...entitlementFacts(input),
    ...imprisonmentFacts,
    ...accountFacts(input.person_id),
    ...paymentFacts(input.person_id),
    certification: {
      table: 'certification',
      where: { certification_id: input.certification_id, person_id: input.person_id },
    },
  }),
  effect: (input, facts, source) => {
    const entitlement = entitlementOf(facts)
    if (entitlement instanceof Refusal) return entitlement
    const stop = deathStop(facts)
    const no = firstRefusal(
      refusalOfDead(facts),
      refusedIf(
        stop === null || entitlement.status === 'ACTIVE' || entitlement.status === 'PENDING',
        '该待遇不是因死亡停发的，不能办理死亡恢复；请核对，其他原因的暂停用“暂停转正常”。',
        'the entitlement was not stopped for death; check it, other suspensions use "suspended to normal".',
      ),
      refusedIf(
        monthIn(input.effective)! < (monthIn(stop?.effective) ?? 0) ||
          monthIn(input.effective)! > monthOfOrder(source) + 1,
        '恢复年月应在停发年月与下月之间，请更正。',
        'it resumes between the month it was stopped and next month; correct the month.',
      ),
      refusalOfPrison(facts, input.effective, input.effective),
      stop === null ? null : refusalOfCertification(facts, stop),
    )
    if (no !== null) return no
    return [
      changeOf('entitlement', entitlement, { status: 'ACTIVE', status_reason: null, ended: null }),
      changeRow(source, entitlement, {
        kind: 'RESUME',
        reason: 'ERROR',
        effective: input.effective,
        method: 'SYSTEM',
        document: input.document,
      }),
    ]
  },
  assumed: (input, facts, source) => {
    const effect = deathResume.effect(input, facts, source)
    if (effect instanceof Refusal) return effect
    const entitlement = entitlementOf(facts) as WrittenRow
    const amountFen = fenOf(entitlement.monthly_amount ?? '0.00')
    const from = monthIn(input.effective)!
    return [...effect, nextRegularLine(source, facts, { entitlement, amountFen, from })]
  },
})

/** The latest; whether the death is withdrawn is the point of the order, not of this. */
function deathStop(facts: OrderFacts): WrittenRow | null {
  const stops = (facts.changes ?? []).filter(
    ({ kind, reason: why }) => (kind === 'SUSPEND' || kind === 'END') && why === 'DEATH',
  )
  return stops.toSorted((a, b) => ((a.recorded_at ?? '') < (b.recorded_at ?? '') ? -1 : 1)).at(-1) ?? null
}

/** A comparison of data is how the dead were called alive; somebody must have seen the person. */
function refusalOfCertification(facts: OrderFacts, stop: WrittenRow): Refusal | null {
  const [certification] = facts.certification ?? []
  const isSeen =
    certification !== undefined &&
    certification.result === 'PASS' &&
    certification.channel !== 'DATA_MATCH' &&
    (certification.certified_at ?? '') > (stop.recorded_at ?? '')
  if (isSeen) return null
  return refused(
    '停发之后没有本人通过的生存认证（数据比对不算）；请先见到本人并办理认证，再填写该认证编号。',
    'there is no certification since the stop in which the person was seen (a comparison of data does not count); certify the person first and give its number.',
  )
}
