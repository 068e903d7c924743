import { defineProcessRule } from '#screening/on-records/process-rule.ts'
import { count } from '#screening/parameter.ts'

/**
 * A payment batch that no allocation meeting stands behind. A batch names its meeting by id or number; one that is not of
 * the month's payments is an emergency, which a meeting may ratify within some working days.
 */
export const paymentWithoutMeeting = defineProcessRule({
  code: 'WF-08',
  id: 'process/payment-without-meeting',
  version: 1,
  title: { zh: '支付未经调拨会议', en: 'Payment without an allocation meeting' },
  purpose: {
    zh: '基金支付应当按“三重一大”集体决定；没有调拨会议的支付，等于一个人说了算。',
    en: 'Payments are decided together; one without a meeting was decided by somebody alone.',
  },
  basis: [
    {
      document: '000',
      clause: '基金财务制度化管理',
      quote: '按照“三重一大”要求，每月召开基金支付调拨会议',
    },
  ],
  level: 2,
  cadence: { zh: '每月', en: 'monthly' },
  subjectKind: 'batch',
  needs: [['payment_batch']],
  reads: ['payment_batch', 'record_meeting', 'work_calendar'],
  parameters: {
    ratify_days: count({
      default: '5',
      meaning: {
        zh: '应急支付后多少个工作日内可由会议追认',
        en: 'working days within which a meeting may ratify an emergency payment',
      },
    }),
    months: count({
      default: '3',
      min: 1,
      meaning: { zh: '检查最近多少个月的批次', en: 'months of batches that are looked at' },
    }),
  },
  weakness: {
    sql: `
      select exists (
        select
        from register.payment_batch
        where meeting_id is not null
          and pay_month > $1::integer - 3
          and not exists (
            select
            from app.record_meeting
            where record_meeting.meeting_id = payment_batch.meeting_id
              or record_meeting.number = payment_batch.meeting_id
          )
      )
      -- Where no batch names one and none was entered, meetings are not kept here: that says nothing of the payments.
      or not exists (
        select
        from register.payment_batch
        where meeting_id is not null
        union all
        select
        from app.record_meeting
        where kind = 'PAY_ALLOC'
      ) as is_weak`,
    reason: {
      zh: '支付批次没有登记会议，或登记的会议不在本系统中，无法核对',
      en: 'batches name no meetings, or meetings that are not in this system, so they cannot be compared',
    },
  },
  sql: `
    with meeting_kept as (
      select 1 as is_kept
      from payment_batch
      where meeting_id is not null
      union
      select 1 as is_kept
      from record_meeting
      where kind = 'PAY_ALLOC'
    ),
    meeting_decided as (
      select
        meeting_id,
        number,
        held_on_day,
        -- 202411 in the months of the standard.
        div(month, 100) * 12 + mod(month, 100) - 1 as meeting_month
      from record_meeting
      where kind = 'PAY_ALLOC'
        and decided
    ),
    meeting_known as (
      select meeting_id as name
      from record_meeting
      union
      select number
      from record_meeting
      where number is not null
    ),
    batch_paid as (
      select batch_id, meeting_id, kind, pay_month, total_amount_fen, sent_at_day
      from payment_batch
      where (sent_at_day is not null or approved_by is not null)
        and pay_month > $as_of_month - $months
        and pay_month <= $as_of_month
    ),
    batch_ratified as (
      select distinct batch_paid.batch_id
      from batch_paid
      join work_calendar as sent on sent.day = batch_paid.sent_at_day
      join meeting_decided on meeting_decided.held_on_day >= batch_paid.sent_at_day
      join work_calendar as held on held.day = meeting_decided.held_on_day
      where coalesce(batch_paid.kind, 'MONTHLY') <> 'MONTHLY'
        and held.working_number - sent.working_number <= $ratify_days
    ),
    batch_judged as (
      select
        batch_paid.batch_id,
        batch_paid.total_amount_fen,
        batch_paid.pay_month,
        case
          when batch_paid.meeting_id is null then 'NONE'
          -- A meeting that nobody entered here cannot be judged.
          when meeting_known.name is null then null
          when meeting_decided.meeting_id is null then 'OTHER'
        end as fault
      from batch_paid
      left join meeting_known on meeting_known.name = batch_paid.meeting_id
      left join meeting_decided on (
          meeting_decided.meeting_id = batch_paid.meeting_id or meeting_decided.number = batch_paid.meeting_id
        )
        and meeting_decided.meeting_month = batch_paid.pay_month
    )
    select
      batch_judged.batch_id as subject_id,
      batch_judged.total_amount_fen as amount_fen,
      batch_judged.pay_month as period_from,
      batch_judged.pay_month as period_to,
      'payment_batch' as evidence_table,
      batch_judged.batch_id as evidence_key,
      batch_judged.fault as fact_fault
    from batch_judged
    join meeting_kept on meeting_kept.is_kept = 1
    left join batch_ratified on batch_ratified.batch_id = batch_judged.batch_id
    where batch_judged.fault is not null
      and batch_ratified.batch_id is null`,
  facts: { fault: 'text' },
  evidence: { payment_batch: ['pay_month', 'kind', 'total_amount', 'approved_by', 'meeting_id', 'sent_at'] },
  check: '核对当月支付调拨会议纪要；确属应急支付的核对追认手续，没有会议的查明由谁决定支付。',
  explain: ({ who, amount, periodFrom, facts }) =>
    `${who}（${periodFrom}，${amount} 元）` +
    (facts.fault === 'NONE' ? '没有登记支付调拨会议' : '登记的会议不是当月已决定的支付调拨会议') +
    '，请核对会议纪要和支付审批。',
})
