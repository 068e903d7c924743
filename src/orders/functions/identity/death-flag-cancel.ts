import { z } from 'zod'
import { isUnderway } from '../benefit/payment-lines.ts'
import { changeOf } from '../edits.ts'
import {
  document,
  fields,
  firstRefusal,
  needs,
  oneOf,
  personId,
  reason,
  refused,
  refusedIf,
} from '../fields.ts'
import { type OrderFunction, orderFunction } from '../order-function.ts'
import { personChangeRow } from './person-changes.ts'

const Input = z.strictObject({
  person_id: personId,
  death_date: fields.day('登记的死亡日期'),
  cause: fields.code('撤销原因', ['WRONG_PERSON', 'WRONG_REPORT', 'COURT_REVOKED']),
  certification_id: fields.id('本人到场的资格认证编号'),
  document,
  reason,
})

/**
 * The register's own flag, once every source has withdrawn its report and somebody has seen the person. Entitlements and
 * participation that were stopped for the death stay so: they come back by DEATH_RESUME and a new enrolment, each an
 * order of its own.
 */
export const deathFlagCancel: OrderFunction = orderFunction({
  code: 'DEATH_FLAG_CANCEL',
  basis: [
    {
      document: '004',
      clause: '二、排查内容（七）信息系统管理情况',
      quote: '死亡注销后恢复参保',
    },
    {
      document: '004',
      clause: '二、排查内容（一）养老金发放异常情况',
      quote: '人员死亡终止参保关系后恢复待遇发放情况',
    },
  ],
  input: Input,
  ruleCodes: ['DTH-01', 'DTH-02', 'DTH-03', 'DTH-04', 'CER-05', 'CER-06'],
  hardStops: [],
  // Of reports that were not withdrawn; the flag itself is what the order is about.
  isForTheLiving: true,
  attachments: [
    needs(
      'DEATH_ERROR_PROOF',
      '死亡登记错误的证明（公安、民政、法院或卫健出具）',
      'proof that the registration was wrong',
    ),
    needs('LIVING_PROOF', '本人生存证明（现场核实照片或视频）', 'proof that the person lives'),
  ],
  facts: (input) => ({
    certification: {
      table: 'certification',
      where: { certification_id: input.certification_id, person_id: input.person_id },
    },
    grants: { table: 'payment', where: { person_id: input.person_id, benefit: 'FUNERAL' } },
    lumps: { table: 'payment', where: { person_id: input.person_id, benefit: 'SURVIVOR_LUMP' } },
    refunds: { table: 'payment', where: { person_id: input.person_id, benefit: 'ACCOUNT_REFUND' } },
  }),
  effect: (input, facts, source) => {
    const person = oneOf(facts, 'person')
    if (person === null) {
      return refused(
        '登记中没有该人员，请核对个人编号。',
        'the register has no such person; check the number.',
      )
    }
    const certification = oneOf(facts, 'certification')
    const isSeen =
      certification?.result === 'PASS' &&
      certification.channel !== 'DATA_MATCH' &&
      (certification.certified_at ?? '').slice(0, 10) > input.death_date
    const paid = [facts.grants, facts.lumps, facts.refunds].flatMap((rows) => rows ?? []).filter(isUnderway)
    const no = firstRefusal(
      refusedIf(
        person.life_status !== 'DEAD',
        '该人员未登记死亡，没有死亡标识可撤销。',
        'the person is not registered as dead; there is no flag to cancel.',
      ),
      refusedIf(
        (person.death_date ?? input.death_date) !== input.death_date,
        `登记的死亡日期是 ${person.death_date}，与填写的不一致，请核对。`,
        `the register has ${person.death_date} as day of death, not the one given; check it.`,
      ),
      refusedIf(
        paid.length > 0,
        '该人员的丧葬抚恤或个人账户返还已发放或在途，不能撤销死亡标识；请先追回或撤销该笔发放。',
        'grants for the death were paid or are on their way; recover or cancel them first.',
      ),
      refusedIf(
        !isSeen,
        '登记的死亡日期之后没有本人通过的资格认证（数据比对不算）；请先见到本人并办理认证。',
        'there is no certification after that day in which the person was seen (a comparison of data does not count); certify the person first.',
      ),
    )
    if (no !== null) return no
    return [
      changeOf('person', person, { life_status: 'ALIVE', death_date: null }),
      personChangeRow(source, {
        personId: input.person_id,
        field: 'life_status',
        before: 'DEAD',
        after: 'ALIVE',
        document: input.document,
      }),
    ]
  },
})
