import type { Texts } from '#web/language/language.ts'

export const searchTexts = {
  open: { zh: '查找', en: 'Find' },
  openMore: { zh: '全局查找（按 / 或 Ctrl+K）', en: 'Find anything (press / or Ctrl+K)' },
  title: { zh: '全局查找', en: 'Find anything' },
  placeholder: {
    zh: '证件号码、个人编号、账号、姓名开头、单号、规则或页面',
    en: 'id number, person, account, beginning of a name, record, rule or page',
  },
  hint: {
    zh: '证件号码、账号和单号须完整（单号可为末 12 位），姓名和单位名称可只输开头。查找内容留痕。',
    en: 'Numbers in full (of a record the last twelve characters will do), names from their beginning. What is sought is on record.',
  },
  pages: { zh: '页面', en: 'Pages' },
  person: { zh: '参保人员', en: 'Persons' },
  account: { zh: '收款账户', en: 'Accounts' },
  employer: { zh: '参保单位', en: 'Employers' },
  staff: { zh: '工作人员', en: 'Staff' },
  findings: { zh: '疑点', en: 'Findings' },
  records: { zh: '业务单与案件', en: 'Orders and cases' },
  rules: { zh: '规则', en: 'Rules' },
  nothing: { zh: '没有找到“{query}”，或不在您的权限范围内', en: 'Nothing within your scope for “{query}”' },
  more: {
    zh: '还有更多结果，请输入更完整的内容，或到列表中筛选',
    en: 'There are more; type more of it, or use a list with its filters',
  },
  searching: { zh: '正在查找', en: 'Searching' },
  found: { zh: '找到 {count} 项', en: '{count} found' },
  keys: { zh: '↑↓ 选择，回车打开，Esc 关闭', en: '↑↓ choose, Enter opens, Esc closes' },
  amount: { zh: '{amount} 元', en: '{amount} yuan' },
} as const satisfies Texts
