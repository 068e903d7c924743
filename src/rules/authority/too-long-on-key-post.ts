import { dayLessMonths } from '#base/calendar-math.ts'
import { count } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'

/** Years on one key post without rotation; substitutes too, and each assignment by itself. */
export const tooLongOnKeyPost = defineRule({
  code: 'SYS-14',
  id: 'authority/too-long-on-key-post',
  version: 1,
  title: { zh: '风险岗位超期未轮岗', en: 'Too long on a key post' },
  purpose: {
    zh: '风险岗位应当三年轮岗；长期由一人把持，问题难以被接手的人发现。',
    en: 'Key posts rotate every three years; where one person stays on, no successor ever sees what was done.',
  },
  basis: [
    {
      document: '000',
      clause: '学习心得总结三（2）建立风险防控制度机制，加强制度监管',
      quote: '建立岗位风险防控制度，做到风险岗位3年轮岗',
    },
  ],
  level: 2,
  key: 'staff',
  subjectKind: 'staff',
  needs: [['post_assignment']],
  reads: ['post_assignment'],
  parameters: {
    months_max: count({
      default: '36',
      meaning: { zh: '在同一风险岗位最多任职的月数', en: 'months that one may stay on a key post' },
    }),
  },
  bind: (parameters, context) => ({
    rotated_from_day: dayLessMonths(context.asOfDay, Number(parameters.months_max)),
  }),
  sql: `
    with overdue_assignment as (
      select
        staff_id,
        post,
        row_key,
        started_on_day,
        row_number() over (partition by staff_id order by started_on_day, row_key) as place
      from post_assignment
      where is_key_post
        and ended_on_day is null
        and started_on_day < $rotated_from_day
    ),
    concerned_staff as (
      select
        staff_id,
        count(distinct post) as posts,
        max(case when place = 1 then post else '' end) as post,
        min(started_on_day) as started_on_day
      from overdue_assignment
      group by staff_id
    )
    select
      overdue_assignment.staff_id as subject_id,
      0 as amount_fen,
      overdue_assignment.started_on_day as period_from,
      overdue_assignment.started_on_day as period_to,
      'post_assignment' as evidence_table,
      overdue_assignment.row_key as evidence_key,
      concerned_staff.post as fact_post,
      concerned_staff.posts as fact_posts,
      concerned_staff.started_on_day as fact_started_on
    from overdue_assignment
    join concerned_staff on concerned_staff.staff_id = overdue_assignment.staff_id`,
  facts: { post: 'text', posts: 'number', started_on: 'day' },
  evidence: { post_assignment: ['post', 'is_key_post', 'started_on', 'ended_on', 'is_substitute'] },
  check:
    '核对任岗记录是否漏登离岗日期、有无经批准的专业岗位例外；确未轮岗的，安排轮岗并对其任职期间的业务做一次离任式检查。',
  explain: ({ who, facts, parameters }) => {
    const posts = facts.posts === '1' ? '' : `等 ${facts.posts} 个风险岗位`
    const post = facts.posts === '1' ? `风险岗位“${facts.post}”` : `“${facts.post}”`
    return (
      `${who}自 ${facts.started_on} 起在${post}${posts}任职，至截止日已超过 ${parameters.months_max} 个月未轮岗，` +
      '请核对任岗记录，安排轮岗并检查其任职期间的业务。'
    )
  },
})
