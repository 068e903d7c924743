import { defineRule } from '#screening/rule.ts'
import { conflictingGrants, heldTogether } from './conflicting-grants.ts'

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
  ...conflictingGrants('SYS-07'),
  check:
    '核对三员任命文件和授权记录，立即收回兼任的权限；由审计员以外的人复核其同时持有期间的授权、参数变更、数据维护和业务操作日志。',
  explain: (finding) => {
    const { held, state } = heldTogether(finding)
    return `${held}不得兼任的权限，违反三员分立，${state}，请立即收回兼任的权限，并复核同时持有期间的授权、数据维护和业务操作日志。`
  },
})
