import { defineRule } from '#screening/rule.ts'
import { functions } from '#standard/code-lists.ts'
import { getColumn, getTable } from '#standard/tables.ts'

const stepTitles = getColumn(getTable('business_step'), 'step').codes ?? {}

/** `ENTRY REVIEW` → `初审、复核` */
function titlesOfSteps(steps: string | null | undefined): string {
  return (steps ?? '')
    .split(' ')
    .filter((step) => step !== '')
    .map((step) => stepTitles[step] ?? step)
    .join('、')
}

/** One member of staff decided several of the steps that are there to check each other. */
export const onePersonSeveralSteps = defineRule({
  code: 'SYS-01',
  id: 'authority/one-person-several-steps',
  version: 1,
  title: { zh: '一人通办', en: 'One person did several steps' },
  purpose: {
    zh: '初审、复核、审批、支付应由不同的人办理；一人办理两个以上环节，等于没有复核。',
    en: 'Entry, review, approval and payment belong to different people; whoever does two of them is reviewed by nobody.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（三）待遇发放内部控制情况',
      quote: '存在一人同时获得待遇支付、待遇审核等初审复核权限，能够一人通办待遇发放、补发业务的情况',
    },
    {
      document: '001',
      clause: '（三）加强社保基金风险防控管理的内控制度建设',
      quote: '严格执行“一事两岗两审”制，避免由一人承担全部工作',
    },
  ],
  level: 1,
  key: 'order',
  subjectKind: 'order',
  needs: [['business_order'], ['business_step']],
  reads: ['business_order', 'business_step'],
  parameters: {},
  // Two or more different steps: the same step decided twice is one step. The order's row carries the money.
  sql: `
    with decided_step as (
      select
        business_step.order_id,
        business_step.staff_id,
        business_step.step,
        business_step.row_key,
        business_step.decided_at_day
      from business_step
      join business_order on business_order.order_id = business_step.order_id
      where business_order.function_code <> 'ORDINARY'
        and business_step.step in ('ENTRY', 'REVIEW', 'APPROVAL', 'PAYMENT')
    ),
    staff_with_several as (
      select order_id, staff_id
      from decided_step
      group by order_id, staff_id
      having min(step) <> max(step)
    ),
    concerned_step as (
      select
        decided_step.order_id,
        decided_step.staff_id,
        decided_step.step,
        decided_step.row_key,
        decided_step.decided_at_day
      from decided_step
      join staff_with_several
        on staff_with_several.order_id = decided_step.order_id
        and staff_with_several.staff_id = decided_step.staff_id
    ),
    concerned_order as (
      select
        order_id,
        min(staff_id) as staff_id,
        count(distinct staff_id) as staff_members,
        max(case when step = 'ENTRY' then 'ENTRY ' else '' end)
          || max(case when step = 'REVIEW' then 'REVIEW ' else '' end)
          || max(case when step = 'APPROVAL' then 'APPROVAL ' else '' end)
          || max(case when step = 'PAYMENT' then 'PAYMENT ' else '' end) as steps
      from concerned_step
      group by order_id
    ),
    hit as (
      select
        order_id,
        0 as amount_fen,
        decided_at_day as period,
        'business_step' as evidence_table,
        row_key as evidence_key
      from concerned_step
      union all
      select
        business_order.order_id,
        coalesce(business_order.amount_fen, 0) as amount_fen,
        null as period,
        'business_order' as evidence_table,
        business_order.order_id as evidence_key
      from business_order
      join concerned_order on concerned_order.order_id = business_order.order_id
    )
    select
      hit.order_id as subject_id,
      hit.amount_fen as amount_fen,
      hit.period as period_from,
      hit.period as period_to,
      hit.evidence_table as evidence_table,
      hit.evidence_key as evidence_key,
      business_order.function_code as fact_function,
      concerned_order.staff_id as fact_staff,
      concerned_order.staff_members as fact_staff_members,
      concerned_order.steps as fact_steps
    from hit
    join concerned_order on concerned_order.order_id = hit.order_id
    join business_order on business_order.order_id = hit.order_id`,
  facts: { function: 'text', staff: 'text', staff_members: 'number', steps: 'text' },
  evidence: {
    business_order: [
      'function_code',
      'person_id',
      'employer_id',
      'channel',
      'amount',
      'applied_at',
      'status',
    ],
    business_step: ['step', 'staff_id', 'terminal', 'decided_at', 'decision'],
  },
  check:
    '调取业务单全部材料和操作日志，核对各环节是否本人登录、有无借用账号；由未参与办理的人重新审核，并收回该人员相互冲突的权限。',
  explain: ({ who, amount, facts, periodFrom, periodTo }) => {
    const business = functions[facts.function as keyof typeof functions]
    const when = periodFrom === periodTo ? `于 ${periodFrom} ` : `在 ${periodFrom} 至 ${periodTo} 间`
    const by =
      facts.staff_members === '1'
        ? `由工号 ${facts.staff} 一人${when}办理了`
        : `由工号 ${facts.staff} 等 ${facts.staff_members} 人${when}各自办理了两个以上环节，涉及`
    return (
      `${who}（${business}，金额 ${amount} 元）${by}${titlesOfSteps(facts.steps)}，` +
      '请由未参与办理的人重新审核业务材料，并核对账号是否本人使用。'
    )
  },
})
