import { defineRule } from '#screening/rule.ts'
import { conflictingGrants, heldTogether } from './conflicting-grants.ts'

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
  ...conflictingGrants('SYS-02'),
  check:
    '核对授权审批记录和岗位分工，立即收回其中一方权限；并核查同时持有期间由本人办理又由本人复核、支付的业务。确为只读查询权限的，应改用单独角色。',
  explain: (finding) => {
    const { held, state } = heldTogether(finding)
    return `${held}互斥权限，${state}，请收回其中一方权限，并核查同时持有期间本人经手的业务。`
  },
})
