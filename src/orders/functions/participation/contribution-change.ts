import { z } from 'zod'
import { formatYuan } from '#base/money.ts'
import type { Refusal } from '#base/refusal.ts'
import { fenOf } from '#records/form-fields.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { changeOf } from '../edits.ts'
import {
  document,
  fields,
  firstRefusal,
  monthIn,
  needs,
  oneOf,
  orNone,
  personId,
  reason,
  refusalOfDead,
  refused,
  refusedIf,
  scheme,
} from '../fields.ts'
import { type OrderFunction, orderFunction } from '../order-function.ts'
import { adjustmentRow, shareOf } from './months.ts'

const Input = z.strictObject({
  person_id: personId,
  contribution_id: fields.id('缴费明细编号'),
  scheme,
  base: fields.yuan('更正后缴费基数'),
  employer_rate: fields.rate('更正后单位费率'),
  person_rate: fields.rate('更正后个人费率'),
  voucher_number: orNone('税票号码', fields.id('税票号码')),
  document,
  reason,
})
type Input = z.infer<typeof Input>

/**
 * A month's base and rates put right, in place; the personal account gets what that changes, as a row of its own. The
 * standard keeps no history of contributions: what was there before stands on the order.
 */
export const contributionChange: OrderFunction = orderFunction({
  code: 'CONTRIBUTION_CHANGE',
  basis: [
    {
      document: '001',
      clause: '（二）社保基金基础管理工作不规范，中期监控虚位',
      quote: '出现了参保信息后台违规录入、擅自修改现象，致使中期监控虚位',
    },
    {
      document: '000',
      clause: '严格系统数据管理',
      quote: '前台操作和后台审核必须分开，任何修改操作都要经过审批留痕可溯',
    },
  ],
  input: Input,
  ruleCodes: ['CTR-01', 'DTH-01', 'DTH-04'],
  hardStops: ['DTH-01'],
  isForTheLiving: true,
  attachments: [needs('SUPPORT', '更正依据（申报表、税票、工资台账）', 'papers on which it is corrected')],
  facts: ({ person_id, contribution_id }) => ({
    contribution: { table: 'contribution', where: { person_id, contribution_id } },
  }),
  effect: (input, facts, source) => {
    const row = oneOf(facts, 'contribution')
    if (row === null) {
      return refused(
        '该人员没有这一缴费明细，请核对编号。',
        'the person has no contribution of this number; check it.',
      )
    }
    const after = correctedRow(input, row)
    const no = firstRefusal(refusalOfDead(facts), refusalOfRow(input, row, after))
    if (no !== null) return no
    const credited = fenOf(after.person_amount!) - fenOf(row.person_amount ?? '0.00')
    const month = monthIn(row.period)!
    return [
      changeOf('contribution', row, after),
      adjustmentRow(source, {
        personId: input.person_id,
        scheme: input.scheme,
        period: { from: month, to: month },
        months: 0,
        amount: formatYuan(credited),
        kind: 'ADJUST',
        document: input.document,
        voucher: input.voucher_number,
      }),
    ]
  },
})

function correctedRow(input: Input, row: WrittenRow): WrittenRow {
  const { base, employer_rate, person_rate } = input
  return {
    base,
    employer_rate,
    person_rate,
    employer_amount: shareOf(base, employer_rate),
    person_amount: shareOf(base, person_rate),
    voucher_number: input.voucher_number ?? row.voucher_number ?? null,
  }
}

function refusalOfRow(input: Input, row: WrittenRow, after: WrittenRow): Refusal | null {
  const { kind, scheme: registered } = row
  const isSame = (['base', 'employer_amount', 'person_amount', 'voucher_number'] as const).every(
    (column) => (row[column] ?? null) === (after[column] ?? null),
  )
  return firstRefusal(
    refusedIf(
      registered !== input.scheme,
      '填写的险种与该缴费明细不一致，请核对。',
      'the scheme is not that of the contribution; check it.',
    ),
    refusedIf(
      kind === 'TRANSFER' || kind === 'DEEMED',
      '转入和视同缴费不在此更正；请由转出地或档案认定更正。',
      'transferred and deemed months are corrected where they come from.',
    ),
    refusedIf(
      fenOf(row.person_amount ?? '0.00') < 0n || fenOf(row.employer_amount ?? '0.00') < 0n,
      '这是退费冲销的记录，不能更正。',
      'the row takes back a refund and cannot be corrected.',
    ),
    refusedIf(isSame, '更正前后内容相同，无需办理。', 'nothing changes; there is nothing to correct.'),
  )
}
