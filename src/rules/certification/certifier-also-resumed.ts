import { count } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'

/**
 * Whoever entered or reviewed that a person is alive also entered or reviewed, soon after, that the benefit resumes or
 * is paid back. The BACK_PAY changes count with their money; where there are none the RESUME changes count without.
 * The PASS rows, and RESUMEs beside back payments, are context.
 */
export const certifierAlsoResumed = defineRule({
  code: 'CER-03',
  id: 'certification/certifier-also-resumed',
  version: 1,
  title: { zh: '认证与恢复补发同一人办理', en: 'Certifier also resumed or paid back' },
  purpose: {
    zh: '认证人员同时办理恢复发放或补发，一个人就能让已停发的待遇重新发出，必须由他人复核。',
    en: 'Whoever certifies and also resumes or pays back can make a stopped benefit flow again alone.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（三）待遇发放内部控制情况',
      quote: '待遇发放与待遇资格认证由同一人负责',
    },
    {
      document: '004',
      clause: '二、排查内容（三）待遇发放内部控制情况',
      quote: '能够一人通办待遇发放、补发业务的情况',
    },
  ],
  level: 2,
  key: 'person',
  subjectKind: 'person',
  needs: [['certification'], ['entitlement_change']],
  reads: ['certification', 'entitlement_change'],
  parameters: {
    window_days: count({
      default: '90',
      meaning: {
        zh: '认证通过后多少天内（含）办理恢复或补发才算',
        en: 'days after the PASS, this one included, within which the change counts',
      },
    }),
  },
  sql: `
    with resuming_change as (
      select
        change_id,
        person_id,
        kind,
        case when kind = 'BACK_PAY' then coalesce(amount_after_fen, 0) else 0 end as amount_fen,
        recorded_at_day,
        operator_id,
        reviewer_id
      from entitlement_change
      where kind in ('RESUME', 'BACK_PAY')
        and (operator_id is not null or reviewer_id is not null)
    ),
    same_hand as (
      select
        resuming_change.change_id,
        resuming_change.person_id,
        resuming_change.kind,
        resuming_change.amount_fen,
        resuming_change.recorded_at_day,
        certification.certification_id,
        certification.certified_at_day,
        case
          when certification.operator_id = resuming_change.operator_id
            or certification.operator_id = resuming_change.reviewer_id
            then certification.operator_id
          else certification.reviewer_id
        end as staff_id
      from resuming_change
      join certification on certification.person_id = resuming_change.person_id
      where certification.result = 'PASS'
        and resuming_change.recorded_at_day - certification.certified_at_day >= 0
        and resuming_change.recorded_at_day - certification.certified_at_day <= $window_days
        and (
          certification.operator_id = resuming_change.operator_id
          or certification.operator_id = resuming_change.reviewer_id
          or certification.reviewer_id = resuming_change.operator_id
          or certification.reviewer_id = resuming_change.reviewer_id
        )
    ),
    change_found as (
      select distinct change_id, person_id, kind, amount_fen, recorded_at_day
      from same_hand
    ),
    change_count as (
      select
        person_id,
        cast(sum(case when kind = 'BACK_PAY' then 1 else 0 end) as bigint) as back_pays,
        cast(sum(case when kind = 'RESUME' then 1 else 0 end) as bigint) as resumes
      from change_found
      group by person_id
    ),
    first_hand as (
      select
        person_id,
        staff_id,
        certified_at_day,
        recorded_at_day,
        row_number() over (
          partition by person_id
          order by recorded_at_day, certified_at_day, change_id, certification_id
        ) as place
      from same_hand
    ),
    pass_found as (
      select distinct person_id, certification_id
      from same_hand
    ),
    row_shown as (
      select
        change_found.person_id,
        change_found.amount_fen,
        change_found.recorded_at_day as day,
        'entitlement_change' as evidence_table,
        change_found.change_id as evidence_key,
        case when change_found.kind = 'RESUME' and change_count.back_pays > 0 then 1 else 0 end as is_context
      from change_found
      join change_count on change_count.person_id = change_found.person_id
      union all
      select
        person_id,
        0 as amount_fen,
        null as day,
        'certification' as evidence_table,
        certification_id as evidence_key,
        1 as is_context
      from pass_found
    )
    select
      row_shown.person_id as subject_id,
      row_shown.amount_fen as amount_fen,
      case when row_shown.is_context = 0 then row_shown.day end as period_from,
      case when row_shown.is_context = 0 then row_shown.day end as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      first_hand.staff_id as fact_staff,
      first_hand.certified_at_day as fact_certified_on,
      first_hand.recorded_at_day as fact_recorded_on,
      change_count.back_pays as fact_back_pays,
      change_count.resumes as fact_resumes
    from row_shown
    join change_count on change_count.person_id = row_shown.person_id
    join first_hand on first_hand.person_id = row_shown.person_id
    where first_hand.place = 1`,
  facts: {
    staff: 'text',
    certified_on: 'day',
    recorded_on: 'day',
    back_pays: 'number',
    resumes: 'number',
  },
  evidence: {
    entitlement_change: [
      'recorded_at',
      'kind',
      'reason',
      'effective',
      'amount_before',
      'amount_after',
      'operator_id',
      'reviewer_id',
      'order_id',
    ],
    certification: ['certified_at', 'channel', 'operator_id', 'reviewer_id', 'evidence'],
  },
  check:
    '调取认证影像或佐证、恢复和补发的审批材料，由无关人员重新核实本人是否健在；人员少的站所确需兼办的，查看是否有事后复核记录。',
  explain: ({ who, amount, facts }) => {
    const what = [
      ...(facts.resumes === '0' ? [] : [`恢复 ${facts.resumes} 次`]),
      ...(facts.back_pays === '0' ? [] : [`补发 ${facts.back_pays} 次共 ${amount} 元`]),
    ]
    return (
      `${who}于 ${facts.certified_on} 由工号 ${facts.staff} 经办或复核认证通过，${facts.recorded_on} 起又由同一认证人员经办或复核` +
      `待遇${what.join('、')}，请由他人重新核实本人健在并复核恢复、补发依据。`
    )
  },
})
