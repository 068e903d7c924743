import type { Bilingual } from '#base/bilingual.ts'

export interface Script {
  readonly text: Bilingual
  /** Why an expected rule that exists does not fire for it. */
  readonly quiet?: Readonly<Record<string, Bilingual>>
}

/** The scripts S-01 to S-25 of the standard's list of scenarios; the rules that they expect: screening/score-scripts.ts. */
export const scripts: Readonly<Record<string, Script>> = {
  'S-01': {
    text: {
      zh: '出纳独掌 U 盾和印章又编制对账，一年多里把支出户的钱分批转给公司和个人，改动银行对账单掩盖',
      en: 'A cashier who holds all keys and prepares the reconciliations sends money of the expenditure account to a firm and a private card, and alters the bank statement',
    },
  },
  'S-02': {
    text: {
      zh: '待遇支付人员恢复死亡或停发人员的待遇，发放前几天改到亲属账户大额补发，到账后改回账户、再次停发',
      en: 'A payment clerk revives benefits of the dead, pays large arrears to a relative’s card changed days before, then changes it back and stops the benefit again',
    },
    quiet: {
      'ACC-03': {
        zh: '比对最近一月与上月的正常发放，这些人的养老金已停发，钱走的是补发',
        en: 'compares regular payments of the latest month with the month before; these pensions are stopped, the money goes out as arrears',
      },
    },
  },
  'S-03': {
    text: {
      zh: '负责人以暂付款名义把资金出借给公司，逐年滚动',
      en: 'Managers lend pooled money to a company as a temporary payment, rolled over each year',
    },
  },
  'S-04': {
    text: {
      zh: '征缴股长与乡镇所负责人收集死亡人员的社保卡，瞒报死亡，代为认证，恢复待遇后取现',
      en: 'A section chief and town station heads collect the cards of the dead, certify them, have benefits revived and draw the cash',
    },
  },
  'S-05': {
    text: {
      zh: '会计代班出纳，把退款和退票重发到自己的卡上',
      en: 'An accountant who covers for the cashier resends refunds and returned payments to their own card',
    },
  },
  'S-06': {
    text: {
      zh: '经办人员虚构转移接续，收取现金后替人凭空办理转入',
      en: 'A clerk takes cash and records transfers from elsewhere that never happened',
    },
  },
  'S-07': {
    text: {
      zh: '以破产企业职工身份为两千多名外人集中参保、补缴并退休',
      en: 'Two thousand outsiders are registered as workers of a bankrupt factory, paid up and retired',
    },
  },
  'S-08': {
    text: {
      zh: '虚构一名退休人员，用共用账号审批，养老金发给亲属',
      en: 'A retiree who does not exist, approved by a shared account, paid to a relative',
    },
  },
  'S-09': {
    text: {
      zh: '给几百个长期不动的居民账户每月加发十几到四十元，再以账号更正归集到一张卡',
      en: 'Fifteen to forty yuan a month on dormant resident accounts, swept to one card as corrections',
    },
  },
  'S-10': {
    text: {
      zh: '收钱后在退休前为人补填补录高基数缴费，没有凭证',
      en: 'For a fee, years of high bases are filled into accounts shortly before retirement, without receipts',
    },
  },
  'S-11': {
    text: {
      zh: '发放文件导出后改掉几个账号，总额不变',
      en: 'A few account numbers are replaced in the exported payment file, the totals stay',
    },
    quiet: {
      'AMT-14': {
        zh: '笔数和总额与系统明细仍一致，被改的文件由文件摘要查出',
        en: 'count and total still agree with the lines of the system; the changed file shows in its hash',
      },
    },
  },
  'S-12': {
    text: {
      zh: '数据库管理员深夜直接改动领取账户，两小时后改回',
      en: 'A database administrator changes payee accounts directly at night and reverts them hours later',
    },
  },
  'S-13': {
    text: {
      zh: '把计发基数调高一天，核定几名熟人后改回',
      en: 'The base of calculation is raised for one day, friends are determined, then it is set back',
    },
  },
  'S-14': {
    text: {
      zh: '家属退回的多发款被经办人员截留，账上记为无法追回',
      en: 'What families pay back is kept by staff and booked as not recoverable',
    },
  },
  'S-15': {
    text: {
      zh: '为在世或已领过的人冒领丧葬费和抚恤金，进同一亲属账户',
      en: 'Funeral and survivors’ grants for the living or a second time, to one relative’s account',
    },
  },
  'S-16': {
    text: { zh: '离职两个月后账号仍被使用', en: 'An account is used after its owner left' },
  },
  'S-17': {
    text: { zh: '九分钟审批一千二百笔，不看内容', en: '1,200 approvals in nine minutes, unread' },
  },
  'S-18': {
    text: {
      zh: '“代办退休”中介收费，挂靠小企业补缴几个月后办理退休',
      en: 'A “retirement agency” sells places at a small firm, a few months of contributions and a pension',
    },
  },
  'S-19': {
    text: {
      zh: '村干部代管全村存折，独自代为认证并取款',
      en: 'A village cadre keeps the passbooks, certifies their owners alone and draws the money',
    },
  },
  'S-20': {
    text: {
      zh: '村会计把自己的父母列入失地农民名单，补录缴费年限',
      en: 'A village accountant puts their own parents on the list of farmers who lost their land',
    },
  },
  'S-21': {
    text: {
      zh: '家属隐瞒死亡，代为人脸认证继续领取',
      en: 'A family conceals a death and passes the certification',
    },
  },
  'S-22': {
    text: { zh: '服刑人员继续领取养老金', en: 'A prisoner goes on drawing the pension' },
  },
  'S-23': {
    text: { zh: '职工养老与居民养老双领', en: 'Employee and resident pension together' },
  },
  'S-24': {
    text: { zh: '在两个省同时领取养老金', en: 'A pension from two provinces' },
  },
  'S-25': {
    text: {
      zh: '涂改档案提前退休，“一岁工作、二十二岁退休”',
      en: 'An altered archive: at work at one year of age, retired at twenty-two',
    },
  },
}
