import { defineRule } from '#screening/rule.ts'
import { roles } from '#standard/code-lists.ts'

/** System, security and audit officer are three people, and none of them does business. */
export const officerRolesMixed = defineRule({
  code: 'SYS-07',
  id: 'authority/officer-roles-mixed',
  version: 1,
  title: { zh: '三员兼任', en: 'Officer roles mixed' },
  purpose: {
    zh: '系统管理员、安全员、审计员应由三人分任，且都不得办理业务；兼任就能给自己授权、办理业务并抹去痕迹。',
    en: 'System, security and audit officer must be three people without any business role; whoever is two of them can grant, act and hide it.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（七）信息系统管理情况',
      quote: '系统管理员、安全员、操作员“三员"分立管理制度未落实到位',
    },
    {
      document: '004',
      clause: '二、排查内容（三）待遇发放内部控制情况',
      quote: '待遇发放业务人员与信息系统管理人员兼任',
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
      where code = 'SYS-07'
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
    '核对三员任命文件和授权记录，立即收回兼任的权限；由审计员以外的人复核其同时持有期间的授权、参数变更、数据维护和业务操作日志。',
  explain: ({ who, facts }) => {
    const pair = [facts.role_a, facts.role_b].map((role) => roles[role as keyof typeof roles]).join('”与“')
    const others = facts.pairs === '1' ? '' : `等 ${facts.pairs} 组`
    const state = facts.is_open === '1' ? '至截止日仍未收回' : '至截止日已收回'
    return (
      `${who}自 ${facts.since} 起同时持有“${pair}”${others}不得兼任的权限，违反三员分立，${state}，` +
      '请立即收回兼任的权限，并复核同时持有期间的授权、数据维护和业务操作日志。'
    )
  },
})
