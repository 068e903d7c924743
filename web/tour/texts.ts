import type { Texts } from '#web/language/language.ts'

export const tourTexts = {
  start: { zh: '五分钟导览', en: 'Five-minute tour' },
  resume: { zh: '继续导览（{at}/{all}）', en: 'Go on with the tour ({at} of {all})' },
  again: { zh: '再看导览', en: 'The tour again' },
  next: { zh: '下一步', en: 'Next' },
  previous: { zh: '上一步', en: 'Back' },
  close: { zh: '离开导览', en: 'Leave the tour' },
  finish: { zh: '结束导览', en: 'End the tour' },
  place: { zh: '{at} / {all}', en: '{at} of {all}' },
  leave: {
    zh: '可随时关闭，页面顶部的“继续导览”会回到这一步；导览期间页面可照常操作。',
    en: 'Close it whenever you like: the button at the top comes back to this step. The page works meanwhile.',
  },
} as const satisfies Texts

/** What each page is for, by its address; shown to whoever has it in the menu, in the order of the menu. */
export const tourSteps = {
  '/': {
    zh: '每天从这里开始：轮到您办的事、快到期限的事，以及昨天以来的变化。点任一条即可打开办理。',
    en: 'Begin the day here: what waits for you, what is nearly due, and what changed since yesterday. Each line opens what it is about.',
  },
  '/overview': {
    zh: '基金哪里有风险、涉及多少钱：按规则、等级、地区和月份汇总。点图上任一处，就到背后的疑点清单。',
    en: 'Where the fund is at risk and with how much money: by rule, level, region and month. Whatever you click leads to the findings behind it.',
  },
  '/findings': {
    zh: '筛查发现的疑点。每条都说明谁、何事、多少钱、从何时起、该核查什么。可筛选、批量立案，j/k 键上下移动。',
    en: 'What the rules found: who, what, how much, since when, and what to check. Filter them, open cases for many at once, move with j and k.',
  },
  '/cases': {
    zh: '疑点立案后在这里核查：分派、底稿和证据、告知申辩、结论、第二人审批、处理、办结，每步都有期限和责任人。',
    en: 'Findings are verified here: assigned, looked into with papers and evidence, heard, concluded, approved by a second person, handled and closed. Each step has a deadline and a person.',
  },
  '/recoveries': {
    zh: '多发的钱如何退回：应退、已退、核销和尚欠始终相等，每一笔都对应银行流水。',
    en: 'How money comes back: due, recovered, written off and outstanding always add up, and each receipt is a line of the bank.',
  },
  '/profiles': {
    zh: '一人一档：一个人、账户、单位或经办人的全部信息在同一条时间轴上，并可见与谁共用账户或电话。查看留痕。',
    en: 'Everything known of a person, account, employer or clerk on one time axis, and with whom an account or phone is shared. Looking is on record.',
  },
  '/calendar': {
    zh: '台账、排查、稽核、检查、报告和案件的期限都在一张日历上：哪天到期、哪些逾期，可导出到其他日历。',
    en: 'Deadlines of ledger, campaigns, audit, inspections, reports and cases in one calendar: what is due, what is late, and a file for other calendars.',
  },
  '/risk-ledger': {
    zh: '风险防控台账：每个单位、岗位的风险点、措施和三级责任人，连着实时疑点；11 月 30 日前报送，按上级要求的七栏格式打印。这里有一项复查已逾期。',
    en: 'The ledger: risk points of each unit and post with their measures and three responsible people, beside the live findings; filed by 30 November in the seven columns. The review of one is overdue here.',
  },
  '/campaigns': {
    zh: '专项排查：省里部署、逐级下发、单位自查 50 问；每个答案旁就是系统筛查到的疑点，报“无问题”而有疑点的须说明。',
    en: 'Campaigns from province to township: each unit answers fifty questions, and beside each answer stands what screening found; a “no” against findings must be explained.',
  },
  '/sampling': {
    zh: '每月随机抽查上月业务：谁也不能选、不能预知，抽取可重演；复核人提交意见前看不到原结果。打开计划可看已查出的差错和推断区间。',
    en: 'Each month’s business sampled at random: nobody can choose or know it, anybody can repeat the draw, and who checks sees no first result. A plan has what was found wrong, and how much that may mean.',
  },
  '/inspections': {
    zh: '现场检查与非现场监督：年度 20% 覆盖、检查组回避、通知、陈述、意见、整改、回头看。这里有一项整改已逾期。',
    en: 'Inspections: the fifth on site, teams without conflicts, notice, statement, opinion, rectification, look-back; and what is known of each agency without going there. One rectification is overdue here.',
  },
  '/reports': {
    zh: '要情、半年风险防控报告、会议与议定事项：数字取自系统，成文即冻结，迟报、漏报看得见：这里有一件要情首报已超时。',
    en: 'Major events, half-year reports, meetings and what they decided: figures come from the system and are frozen with the report; what is late or missing shows, as the first report of one event here.',
  },
  '/duties': {
    zh: '督办、培训考试、轮岗计划：谁该做、何时做、做了没有。这里有一件督办已逾期。',
    en: 'Ordered matters, trainings with exams, rotation plans: who has to, by when, and whether it was done. One matter is overdue here.',
  },
  '/handling': {
    zh: '录入业务单。提交前就用规则校验，例如已报死亡的人不能变更账户。试着打开“待遇账号变更”。',
    en: 'Enter an order. The rules check it before it is submitted: the account of somebody reported dead cannot be changed. Try a change of account.',
  },
  '/review': {
    zh: '等待您复核的单。先看原值和新值、校验结果，打开全文后才能通过；自己录入的不能自己复核。',
    en: 'What waits for your review. Old and new values and the checks come first; only what was opened can be passed, and nobody reviews their own.',
  },
  '/records': {
    zh: '全部业务记录，按类型查看、筛选和导出。',
    en: 'All records by kind, to filter and to export.',
  },
  '/rules': {
    zh: '规则目录：每条规则的法规依据原文、SQL、参数和实测准确率。改参数须两人、注明生效日。',
    en: 'The catalogue: the law each rule quotes, its SQL, parameters and measured precision. Parameters change by two people from a date on.',
  },
  '/authority': {
    zh: '谁在什么岗位、有什么权限、哪些职责不能由同一人承担。',
    en: 'Who holds which post and grant, and which duties must never be one person’s.',
  },
  '/trail': {
    zh: '谁在何时做了什么，包括查看和被拒绝的操作。每条都有无法篡改的证明，可独立验证。',
    en: 'Who did what and when, looking and being refused included. Every entry has a proof that anybody can verify.',
  },
  '/deliveries': {
    zh: '交付数据：断线可续传，导入前先看每个文件识别为哪张表，退回的行注明原因，更正后补充即可。',
    en: 'Data come in here: an interrupted upload goes on, you see which file is which table before it is imported, and rejected rows say why.',
  },
  '/runs': {
    zh: '用规则筛查数据：进度、预计时间、每条规则的结果；影子规则可在旁试算而不产生疑点。',
    en: 'Rules are run on the data: how far, how long, what each gave. A shadow tries other parameters beside and makes no findings.',
  },
  search: {
    zh: '按 / 或 Ctrl+K，从任何页面查找人员、账户、单位、疑点、业务单、案件、规则和页面。',
    en: 'Press / or Ctrl+K anywhere to find persons, accounts, employers, findings, records, rules and pages.',
  },
} as const satisfies Texts
