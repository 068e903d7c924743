import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { changeOf, insertOf } from './edits.ts'
import { fields, needs, oneOf, personId, reason, refusalOfDead, refused } from './fields.ts'
import { type OrderFunction, orderFunction } from './order-function.ts'

const Input = z.strictObject({
  person_id: personId,
  old_account: fields.id('原账号'),
  new_account: fields.id('新账号'),
  bank: fields.text('开户银行'),
  holder_name: fields.text('户名', 50),
  holder_id_number: fields.id('户主证件号码'),
  holder_kind: fields.code('户主关系', ['SELF', 'GUARDIAN', 'INSTITUTION', 'OTHER']),
  kind: fields.code('账户类型', ['SOCIAL_CARD', 'BANK_CARD', 'PASSBOOK', 'CORPORATE']),
  channel: fields.code('渠道', ['COUNTER', 'ONLINE', 'BACKEND']),
  reason,
})

/** The old account ends on the day of the effect and the new one begins. */
export const accountChange: OrderFunction = orderFunction({
  code: 'ACCOUNT_CHANGE',
  basis: [
    {
      document: '004',
      clause: '二、排查内容（七）信息系统管理情况',
      quote:
        '系统未对待遇发放银行账号、待遇发放状态等关键信息变更、待遇核定、待遇补发等高风险业务设置初审、复核功能，并做到权限互斥',
    },
  ],
  input: Input,
  // No rule of mode `online` is about an account but ACC-07 (not built) and SYS-01, which the kernel enforces by itself:
  // nobody reviews what he entered. These are the ones of mode `pre-pay` and ACC-08, asked already now: once the next
  // payment has left, they come too late.
  ruleCodes: ['DTH-01', 'PRS-01', 'ACC-01', 'ACC-02', 'ACC-05', 'ACC-08'],
  // The dead change no account; where the report is a mistake, its source withdraws it first.
  hardStops: ['DTH-01'],
  isForTheLiving: true,
  attachments: [needs('APPLICATION', '账户变更申请及身份证件', 'application and identity document')],
  facts: (input) => ({
    old: {
      table: 'payee_account',
      where: { person_id: input.person_id, account_number: input.old_account },
    },
    next: {
      table: 'payee_account',
      where: { person_id: input.person_id, account_number: input.new_account },
    },
    lastPaid: {
      table: 'payment',
      where: { person_id: input.person_id, status: 'PAID' },
      latestBy: 'pay_month',
    },
  }),
  effect: (input, facts, source) => {
    const dead = refusalOfDead(facts)
    if (dead !== null) return dead
    const old = oneOf(facts, 'old')
    if (old === null || old.valid_to !== null) {
      return refused(
        '原账号不是该人员在用的发放账户，请核对。',
        'the old account is not one in use for this person; check it.',
      )
    }
    if (input.old_account === input.new_account) {
      return refused(
        '新账号与原账号相同，无需变更。',
        'the new account is the old one; there is nothing to change.',
      )
    }
    const day = source.at.slice(0, 10)
    const { person_id, bank, holder_name, holder_id_number, holder_kind, kind } = input
    const held = { bank, holder_name, holder_id_number, holder_kind, kind, valid_from: day, valid_to: null }
    const key = { person_id, account_number: input.new_account }
    const next = oneOf(facts, 'next')
    const ended = changeOf('payee_account', old, { valid_to: day })
    return [
      ended.operation === 'update'
        ? { ...ended, expected: { ...ended.expected, holder_name: old.holder_name ?? null } }
        : ended,
      next === null ? insertOf('payee_account', { ...key, ...held }) : changeOf('payee_account', next, held),
      insertOf('payee_account_change', {
        change_id: `${source.orderId}-1`,
        person_id,
        old_account: input.old_account,
        new_account: input.new_account,
        channel: input.channel,
        order_id: source.orderId,
        operator_id: source.operatorId,
        reviewer_id: source.reviewerId,
        recorded_at: source.at,
      }),
    ]
  },
  // Rules on accounts judge what was paid to them: asked as if the last payment had gone to the new one.
  assumed: (input, facts, source) => {
    const effect = accountChange.effect(input, facts, source)
    const line = oneOf(facts, 'lastPaid')
    if (effect instanceof Refusal || line === null) return effect
    const { new_account: account_number, holder_name } = input
    return [...effect, changeOf('payment', line, { account_number, holder_name })]
  },
})
