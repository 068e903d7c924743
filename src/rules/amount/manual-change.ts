import { yuan } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'

/** An amount was put in by hand instead of computed. Each such change and each such determination counts on its day. */
export const manualChange = defineRule({
  code: 'AMT-07',
  id: 'amount/manual-change',
  version: 1,
  title: { zh: '手工核定或手工调整金额', en: 'Amount determined or changed by hand' },
  purpose: {
    zh: '待遇金额应由系统按参数计算；手工录入结果绕过了计算和校验，多发、错发和套取都由此发生。',
    en: 'The system computes benefits; an amount typed in goes around its checks and is how too much is paid, by mistake or on purpose.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（二）待遇核定、发放情况',
      quote: '核定待遇时存在手工核定、录入结果情况',
    },
    {
      document: '004',
      clause: '二、排查内容（七）信息系统管理情况',
      quote: '未对大额支付、多次补发、死亡注销后恢复参保、待遇手工调整等设置预警功能',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['entitlement_change', 'retirement']],
  reads: ['entitlement_change', 'retirement'],
  parameters: {
    change_min: yuan({
      default: '500',
      meaning: {
        zh: '手工核定、调整、更正使月待遇变动至少达到的金额',
        en: 'a manual GRANT, ADJUST or CORRECT counts from this change of the amount on',
      },
    }),
    back_pay_min: yuan({
      default: '5000',
      meaning: { zh: '手工补发至少达到的金额', en: 'a manual BACK_PAY counts from this amount on' },
    }),
  },
  sql: `
    with manual_change as (
      select
        change_id,
        person_id,
        kind,
        recorded_at_day,
        case
          when kind = 'BACK_PAY' then amount_after_fen
          else abs(amount_after_fen - coalesce(amount_before_fen, 0))
        end as changed_fen
      from entitlement_change
      where method = 'MANUAL'
        and kind in ('GRANT', 'ADJUST', 'CORRECT', 'BACK_PAY')
        and amount_after_fen is not null
    ),
    hit as (
      select
        person_id,
        changed_fen as amount_fen,
        recorded_at_day as period,
        'entitlement_change' as evidence_table,
        change_id as evidence_key
      from manual_change
      where (kind = 'BACK_PAY' and changed_fen >= $back_pay_min)
        or (kind <> 'BACK_PAY' and changed_fen >= $change_min)
      union all
      select
        person_id,
        total_fen as amount_fen,
        decided_at_day as period,
        'retirement' as evidence_table,
        retirement_id as evidence_key
      from retirement
      where determined_by = 'MANUAL'
    ),
    manual_person as (
      select
        person_id,
        cast(sum(case when evidence_table = 'retirement' then 0 else 1 end) as bigint) as changes,
        cast(sum(case when evidence_table = 'retirement' then 1 else 0 end) as bigint) as retirements,
        max(amount_fen) as largest_fen
      from hit
      group by person_id
    )
    select
      hit.person_id as subject_id,
      hit.amount_fen as amount_fen,
      hit.period as period_from,
      hit.period as period_to,
      hit.evidence_table as evidence_table,
      hit.evidence_key as evidence_key,
      0 as is_context,
      manual_person.changes as fact_changes,
      manual_person.retirements as fact_retirements,
      manual_person.largest_fen as fact_largest
    from hit
    join manual_person on manual_person.person_id = hit.person_id`,
  facts: { changes: 'number', retirements: 'number', largest: 'fen' },
  evidence: {
    entitlement_change: [
      'recorded_at',
      'kind',
      'reason',
      'effective',
      'amount_before',
      'amount_after',
      'method',
      'entitlement_id',
      'operator_id',
      'reviewer_id',
      'support_document',
      'order_id',
    ],
    retirement: [
      'decided_at',
      'kind',
      'scheme',
      'retire_month',
      'total',
      'determined_by',
      'operator_id',
      'reviewer_id',
      'approver_id',
    ],
  },
  check:
    '调取手工录入前后的金额、系统计算值、手工处理原因和审批材料，按政策重算；系统确不支持且已登记的例外可以排除，多发的更正并追回。',
  explain: ({ who, amount, facts, periodFrom, periodTo }) => {
    const what = [
      facts.changes === '0' ? '' : `手工核定、调整或补发 ${facts.changes} 次`,
      facts.retirements === '0' ? '' : `手工核定退休待遇 ${facts.retirements} 次`,
    ].filter((each) => each !== '')
    const when = periodFrom === '' ? '（核定时间未记录）' : `在 ${periodFrom} 至 ${periodTo} `
    return (
      `${who}${when}被${what.join('、')}，涉及金额共 ${amount} 元，最大一项 ${facts.largest} 元，` +
      '请按政策重新计算，并核对手工处理的原因、依据和审批。'
    )
  },
})
