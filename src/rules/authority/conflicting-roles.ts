import { defineRule } from '#screening/rule.ts'
import { roles } from '#standard/code-lists.ts'

/** One person held roles that are there to check each other, whatever accounts they were granted to. */
export const conflictingRoles = defineRule({
  code: 'SYS-02',
  id: 'authority/conflicting-roles',
  version: 1,
  title: { zh: '权限互斥冲突', en: 'Conflicting roles' },
  purpose: {
    zh: '办理与复核、审核与支付、记账与管钱、发放与认证应由不同的人承担；一人同时持有互斥权限，随时可以一人办完全程。',
    en: 'Whoever enters, pays or holds the money must not review, certify or keep the books; conflicting roles in one hand let one person do it all.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（三）待遇发放内部控制情况',
      quote: '存在一人同时获得待遇支付、待遇审核等初审复核权限，能够一人通办待遇发放、补发业务的情况',
    },
    {
      document: '004',
      clause: '二、排查内容（三）待遇发放内部控制情况',
      quote: '待遇发放业务人员与信息系统管理人员兼任；待遇发放与待遇资格认证由同一人负责',
    },
    { document: '004', clause: '二、排查内容（四）基金财务管理情况', quote: '会计、出纳兼任' },
    {
      document: '002',
      clause: '二、社保基金监管中存在的问题 3',
      quote: '社保基金的经营者与监督者的身份重合',
    },
  ],
  level: 1,
  key: 'staff',
  subjectKind: 'staff',
  needs: [['role_grant'], ['user_account']],
  reads: ['role_grant', 'user_account', 'held_conflict'],
  parameters: {},
  // Each grant that takes part in a conflict counts once, with the day it was granted.
  sql: `
    with conflict as (
      select
        holder_id,
        role_a,
        role_b,
        grant_key_a,
        grant_key_b,
        granted_day_a,
        granted_day_b,
        since_day,
        case when until_second > ($as_of_day + 1) * 86400 then 1 else 0 end as is_open,
        row_number() over (
          partition by holder_id
          order by since_second, role_a, role_b, grant_key_a, grant_key_b
        ) as place
      from held_conflict
      where code = 'SYS-02'
    ),
    holder as (
      select
        holder_id,
        count(distinct role_a || ' ' || role_b) as pairs,
        max(is_open) as is_open,
        max(case when place = 1 then role_a else '' end) as role_a,
        max(case when place = 1 then role_b else '' end) as role_b,
        min(since_day) as since_day
      from conflict
      group by holder_id
    ),
    conflicting_grant as (
      select holder_id, grant_key_a as grant_key, granted_day_a as granted_day
      from conflict
      union all
      select holder_id, grant_key_b as grant_key, granted_day_b as granted_day
      from conflict
    ),
    counted_grant as (
      select distinct holder_id, grant_key, granted_day
      from conflicting_grant
    )
    select
      counted_grant.holder_id as subject_id,
      0 as amount_fen,
      counted_grant.granted_day as period_from,
      counted_grant.granted_day as period_to,
      'role_grant' as evidence_table,
      counted_grant.grant_key as evidence_key,
      holder.role_a as fact_role_a,
      holder.role_b as fact_role_b,
      holder.pairs as fact_pairs,
      holder.since_day as fact_since,
      holder.is_open as fact_is_open
    from counted_grant
    join holder on holder.holder_id = counted_grant.holder_id`,
  facts: { role_a: 'text', role_b: 'text', pairs: 'number', since: 'day', is_open: 'number' },
  evidence: { role_grant: ['account_id', 'role', 'granted_at', 'revoked_at'] },
  check:
    '核对授权审批记录和岗位分工，立即收回其中一方权限；并核查同时持有期间由本人办理又由本人复核、支付的业务。确为只读查询权限的，应改用单独角色。',
  explain: ({ who, facts }) => {
    const pair = [facts.role_a, facts.role_b].map((role) => roles[role as keyof typeof roles]).join('”与“')
    const others = facts.pairs === '1' ? '' : `等 ${facts.pairs} 组`
    const state = facts.is_open === '1' ? '至截止日仍未收回' : '至截止日已收回'
    return (
      `${who}自 ${facts.since} 起同时持有“${pair}”${others}互斥权限，${state}，` +
      '请收回其中一方权限，并核查同时持有期间本人经手的业务。'
    )
  },
})
