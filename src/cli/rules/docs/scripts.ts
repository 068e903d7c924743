import type { Bilingual } from '#base/bilingual.ts'

export interface Script {
  readonly text: Bilingual
  /** The rules by which the standard's list of scenarios expects it to be found, existing or not. */
  readonly expected: readonly string[]
}

/** The scripts S-01 to S-25 of the standard's list of scenarios. */
export const scripts: Readonly<Record<string, Script>> = {
  'S-01': {
    text: {
      zh: '出纳独掌 U 盾和印章又编制对账，一年多里把支出户的钱分批转给公司和个人，改动银行对账单掩盖',
      en: 'A cashier who holds all keys and prepares the reconciliations sends money of the expenditure account to a firm and a private card, and alters the bank statement',
    },
    expected: 'FIN-03 FIN-04 FIN-05 FIN-06 FIN-13 FIN-15 FIN-19 FIN-24 FIN-08 SYS-02'.split(' '),
  },
  'S-02': {
    text: {
      zh: '待遇支付人员恢复死亡或停发人员的待遇，发放前几天改到亲属账户大额补发，到账后改回账户、再次停发',
      en: 'A payment clerk revives benefits of the dead, pays large arrears to a relative’s card changed days before, then changes it back and stops the benefit again',
    },
    expected:
      'DTH-02 DTH-03 AMT-01 AMT-02 AMT-04 ACC-03 ACC-04 ACC-05 ACC-08 SYS-01 SYS-03 SYS-05 SYS-12 SYS-18 SYS-20'.split(
        ' ',
      ),
  },
  'S-03': {
    text: {
      zh: '负责人以暂付款名义把资金出借给公司，逐年滚动',
      en: 'Managers lend pooled money to a company as a temporary payment, rolled over each year',
    },
    expected: 'FIN-21 FIN-18 FIN-12 FIN-14 FIN-30'.split(' '),
  },
  'S-04': {
    text: {
      zh: '征缴股长与乡镇所负责人收集死亡人员的社保卡，瞒报死亡，代为认证，恢复待遇后取现',
      en: 'A section chief and town station heads collect the cards of the dead, certify them, have benefits revived and draw the cash',
    },
    expected:
      'DTH-01 DTH-02 DTH-06 DTH-07 CER-04 CER-05 CER-06 CRD-02 CRD-04 CRD-05 ACC-14 SYS-17 NET-03 SYS-11'.split(
        ' ',
      ),
  },
  'S-05': {
    text: {
      zh: '会计代班出纳，把退款和退票重发到自己的卡上',
      en: 'An accountant who covers for the cashier resends refunds and returned payments to their own card',
    },
    expected: 'FIN-13 FIN-17 ACC-05 ACC-10 SYS-03 SYS-26 FIN-24'.split(' '),
  },
  'S-06': {
    text: {
      zh: '经办人员虚构转移接续，收取现金后替人凭空办理转入',
      en: 'A clerk takes cash and records transfers from elsewhere that never happened',
    },
    expected: 'TRF-01 CTR-11 CTR-24 RET-07 SYS-01 NET-02'.split(' '),
  },
  'S-07': {
    text: {
      zh: '以破产企业职工身份为两千多名外人集中参保、补缴并退休',
      en: 'Two thousand outsiders are registered as workers of a bankrupt factory, paid up and retired',
    },
    expected: 'CTR-18 CTR-25 RET-07 RET-11 RET-12 SYS-21'.split(' '),
  },
  'S-08': {
    text: {
      zh: '虚构一名退休人员，用共用账号审批，养老金发给亲属',
      en: 'A retiree who does not exist, approved by a shared account, paid to a relative',
    },
    expected: 'DQ-03 ACC-05 RET-14 ARC-01 SYS-01'.split(' '),
  },
  'S-09': {
    text: {
      zh: '给几百个长期不动的居民账户每月加发十几到四十元，再以账号更正归集到一张卡',
      en: 'Fifteen to forty yuan a month on dormant resident accounts, swept to one card as corrections',
    },
    expected: 'AMT-16 AMT-18 ACC-01 SYS-23'.split(' '),
  },
  'S-10': {
    text: {
      zh: '收钱后在退休前为人补填补录高基数缴费，没有凭证',
      en: 'For a fee, years of high bases are filled into accounts shortly before retirement, without receipts',
    },
    expected: 'CTR-21 CTR-11 CTR-24 RET-10 AMT-06'.split(' '),
  },
  'S-11': {
    text: {
      zh: '发放文件导出后改掉几个账号，总额不变',
      en: 'A few account numbers are replaced in the exported payment file, the totals stay',
    },
    expected: 'FIN-27 AMT-14 ACC-02'.split(' '),
  },
  'S-12': {
    text: {
      zh: '数据库管理员深夜直接改动领取账户，两小时后改回',
      en: 'A database administrator changes payee accounts directly at night and reverts them hours later',
    },
    expected: 'SYS-09 SYS-18 SYS-03'.split(' '),
  },
  'S-13': {
    text: {
      zh: '把计发基数调高一天，核定几名熟人后改回',
      en: 'The base of calculation is raised for one day, friends are determined, then it is set back',
    },
    expected: 'SYS-22 AMT-13 AMT-06'.split(' '),
  },
  'S-14': {
    text: {
      zh: '家属退回的多发款被经办人员截留，账上记为无法追回',
      en: 'What families pay back is kept by staff and booked as not recoverable',
    },
    expected: 'FIN-28 WF-14 FIN-23'.split(' '),
  },
  'S-15': {
    text: {
      zh: '为在世或已领过的人冒领丧葬费和抚恤金，进同一亲属账户',
      en: 'Funeral and survivors’ grants for the living or a second time, to one relative’s account',
    },
    expected: 'DTH-10 DUP-10 ACC-01'.split(' '),
  },
  'S-16': {
    text: { zh: '离职两个月后账号仍被使用', en: 'An account is used after its owner left' },
    expected: 'SYS-06 SYS-15'.split(' '),
  },
  'S-17': {
    text: { zh: '九分钟审批一千二百笔，不看内容', en: '1,200 approvals in nine minutes, unread' },
    expected: ['SYS-11'],
  },
  'S-18': {
    text: {
      zh: '“代办退休”中介收费，挂靠小企业补缴几个月后办理退休',
      en: 'A “retirement agency” sells places at a small firm, a few months of contributions and a pension',
    },
    expected: 'RET-11 CTR-18 CTR-19 NET-02'.split(' '),
  },
  'S-19': {
    text: {
      zh: '村干部代管全村存折，独自代为认证并取款',
      en: 'A village cadre keeps the passbooks, certifies their owners alone and draws the money',
    },
    expected: 'ACC-12 ACC-14 CTR-11'.split(' '),
  },
  'S-20': {
    text: {
      zh: '村会计把自己的父母列入失地农民名单，补录缴费年限',
      en: 'A village accountant puts their own parents on the list of farmers who lost their land',
    },
    expected: 'CTR-27 DQ-08 SYS-16'.split(' '),
  },
  'S-21': {
    text: {
      zh: '家属隐瞒死亡，代为人脸认证继续领取',
      en: 'A family conceals a death and passes the certification',
    },
    expected: 'DTH-01 DTH-05 CER-05'.split(' '),
  },
  'S-22': {
    text: { zh: '服刑人员继续领取养老金', en: 'A prisoner goes on drawing the pension' },
    expected: ['PRS-01'],
  },
  'S-23': {
    text: { zh: '职工养老与居民养老双领', en: 'Employee and resident pension together' },
    expected: ['DUP-01'],
  },
  'S-24': {
    text: { zh: '在两个省同时领取养老金', en: 'A pension from two provinces' },
    expected: ['DUP-03'],
  },
  'S-25': {
    text: {
      zh: '涂改档案提前退休，“一岁工作、二十二岁退休”',
      en: 'An altered archive: at work at one year of age, retired at twenty-two',
    },
    expected: 'RET-02 RET-03 DUP-11 ARC-02'.split(' '),
  },
}
