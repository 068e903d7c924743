import type { Bilingual } from '#base/bilingual.ts'

export interface ProcessText {
  /** What decides; `{name}` stands for a parameter's value. */
  readonly finds: Bilingual
  /** Where it may be innocent. */
  readonly innocent: Bilingual
  readonly checkInEnglish: string
}

/** What the other rules have in three files, for the rules about work, by code. */
export const processTexts: Readonly<Record<string, ProcessText>> = {
  'WF-01': {
    finds: {
      zh: '疑点下达后没有按期首次反馈，或者没有按期批准结论：一级 {first_days_1} 和 {conclude_days_1} 个工作日，二级 {first_days_2} 和 {conclude_days_2}，三级 {first_days_3} 和 {conclude_days_3}。按机构汇总；静默的疑点和批准延期的案件在期限以前不算。',
      en: 'Leads without a first answer or an approved conclusion in time: {first_days_1} and {conclude_days_1} working days at level 1, {first_days_2} and {conclude_days_2} at level 2, {first_days_3} and {conclude_days_3} at level 3. One finding for each agency; silenced findings and cases with an approved extension count only after their day.',
    },
    innocent: {
      zh: '已按程序批准延期、尚未登记的；等待外单位协查回复的。',
      en: 'An extension that was approved and not entered yet; an inquiry that waits for another authority.',
    },
    checkInEnglish:
      'Compare the day of each lead with the work done and the extensions approved; approve those that are justified, and ask who delayed the others.',
  },
  'WF-02': {
    finds: {
      zh: '一次排查中，期限已到的问题处理率或整改率低于 {rate}（1 为全部）。须由上级完善制度的问题单列，不计入整改率。',
      en: 'In a campaign the share of problems handled or rectified, of those whose time is over, is below {rate} (1 is all). Problems that need legislation stand apart and do not count for rectification.',
    },
    innocent: {
      zh: '须完善制度才能解决的问题（已单列）。',
      en: 'Problems that need legislation; they stand apart.',
    },
    checkInEnglish:
      'Go through the problems that are open, with the reason for each; set a last day, and verify on the spot what is reported as rectified.',
  },
  'WF-03': {
    finds: {
      zh: '要情首报迟于时限（一级发现后 {hours_1} 小时，其他 {days} 个工作日）；查实案件损失达到 {amount} 元而没有要情报告；上报金额低于查实损失的 {share}（重情轻报）。已移送、在 {secrecy_days} 天保密期内的案件不算未报。',
      en: 'A major event first reported too late (grade 1: {hours_1} hours after it was found, others {days} working days); a confirmed case with a loss of {amount} yuan or more that no report names; a report of less than {share} of the confirmed loss. A case handed over does not count as unreported for {secrecy_days} days.',
    },
    innocent: {
      zh: '纪检监察机关办案需要保密的；损失认定后又有变化的。',
      en: 'A discipline organ that needs secrecy; a loss that was assessed anew.',
    },
    checkInEnglish:
      'Compare the dates of finding and reporting and the amounts with the case; whoever delayed, concealed or belittled it is held to account, and the report is made good.',
  },
  'WF-04': {
    finds: {
      zh: '经办机构的半年风险防控报告过了 1 月 20 日或 7 月 20 日仍未报送，或者迟报（宽限 {grace_days} 天）。',
      en: 'An agency’s half-year risk report not filed by 20 January or 20 July, or filed late ({grace_days} days of grace).',
    },
    innocent: { zh: '没有已知的例外。', en: 'None known.' },
    checkInEnglish: 'Ask for the report at once and find out why it is missing.',
  },
  'WF-05': {
    finds: {
      zh: '到期的稽核抽样没有查够：死亡恢复 {ratio_death_resume}、补发 {ratio_back_pay}、账号变更 {ratio_account_change}、其他 {ratio}（1 为全部）。按每个机构、每月、每类业务核对已查数与业务量。',
      en: 'Samples whose time is over and of which too little was checked: resumptions after death {ratio_death_resume}, back-pay {ratio_back_pay}, account changes {ratio_account_change}, others {ratio} (1 is all), for each agency, month and function.',
    },
    innocent: { zh: '没有已知的例外。', en: 'None known.' },
    checkInEnglish: 'Have the sample completed, and ask why it was not checked in time.',
  },
  'WF-06': {
    finds: {
      zh: '监督机构当年现场检查过的经办机构占比没有达到进度：年底 {share}（1 为全部），各季末按四分之一、一半、四分之三提示。',
      en: 'A supervisor’s share of handling agencies inspected on site is behind: {share} at the end of the year (1 is all), a quarter, half and three quarters of it at the ends of the quarters before.',
    },
    innocent: { zh: '没有已知的例外。', en: 'None known.' },
    checkInEnglish: 'Compare plan and inspections done, and choose the agencies that are still missing.',
  },
  'WF-07': {
    finds: {
      zh: '一次排查中，市级检查期限已到而没有覆盖全部单位（应为 {city_share}），或者省级抽查覆盖的市不到 {province_share}，或者被抽的市没有查市本级和至少 {counties} 个县区。',
      en: 'In a campaign a city has not checked all its units in time ({city_share} asked), or the province has spot-checked less than {province_share} of the cities, or in a city not the city itself and at least {counties} counties.',
    },
    innocent: { zh: '没有已知的例外。', en: 'None known.' },
    checkInEnglish:
      'See which units nobody has checked, and have it made good before the campaign is closed.',
  },
  'WF-08': {
    finds: {
      zh: '最近 {months} 个月已审批或发送的支付批次，没有登记支付调拨会议，或者登记的不是当月已作决定的会议。非月发放批次在发送后 {ratify_days} 个工作日内由会议追认的不算；登记的会议不在本系统的，不作判断。',
      en: 'Payment batches of the last {months} months, approved or sent, that name no allocation meeting, or one that is not a decided meeting of their month. Other than monthly batches may be ratified by a meeting within {ratify_days} working days; meetings that are not in this system are not judged.',
    },
    innocent: { zh: '会后追认的应急支付。', en: 'An emergency payment that a meeting ratified.' },
    checkInEnglish:
      'Ask for the minutes of the month’s allocation meeting; of an emergency payment for its ratification, of any other find out who decided it.',
  },
  'WF-09': {
    finds: {
      zh: '最近 {days} 天内，基金账户的工作日没有在 {daily_days} 个工作日内完成日对账，或者次月 {monthly_day} 日前没有完成月对账；只看已交付数据到达的日期，节假日不算；交付中完全没有日对账（或月对账）的，该类不作判断。',
      en: 'In the last {days} days that the delivered data reach, a working day of a fund account not reconciled within {daily_days} working days, or a month not by day {monthly_day} of the next. Days off do not count; a kind of which nothing was delivered is not judged.',
    },
    innocent: {
      zh: '节假日；停用而未登记销户的账户。',
      en: 'Days off; an account out of use that was not closed.',
    },
    checkInEnglish:
      'Get the bank’s statements and the reconciliations, have what is missing done and reviewed by somebody other than the cashier, and see whether it hid a difference.',
  },
  'WF-10': {
    finds: {
      zh: '生效的风险点缺少防控措施或三级责任人，责任人已离岗，或者超过 {months} 个月没有评审。',
      en: 'A risk point in force without measures or one of its three responsible people, with one who has left, or not reviewed for {months} months.',
    },
    innocent: { zh: '没有已知的例外。', en: 'None known.' },
    checkInEnglish: 'Have the ledger completed: measures, responsible people who are on post, and a review.',
  },
  'WF-11': {
    finds: {
      zh: '本系统尚无举报记录，暂不评估。',
      en: 'There are no tips in this system yet: it is not evaluated.',
    },
    innocent: { zh: '批准延期的。', en: 'An approved extension.' },
    checkInEnglish: 'Not evaluated yet.',
  },
  'WF-12': {
    finds: {
      zh: '本系统尚无档案记录，暂不评估。',
      en: 'There are no archives in this system yet: it is not evaluated.',
    },
    innocent: { zh: '以电子材料归档的。', en: 'Papers that are kept electronically.' },
    checkInEnglish: 'Not evaluated yet.',
  },
  'WF-13': {
    finds: {
      zh: '一条规则的疑点在一个机构查实（属实或部分属实）办结后 {months} 个月内，同一规则在同一机构又有新的疑点；后来认定不属实的不算。',
      en: 'Within {months} months after a finding of a rule was concluded as true or partly true at an agency, the same rule finds something new there; what proves untrue does not count.',
    },
    innocent: {
      zh: '办结以前已经发生、后来才交付的数据。',
      en: 'Data that are older than the conclusion and were delivered later.',
    },
    checkInEnglish:
      'Compare with the earlier conclusion and its measures: were they carried out, or does the procedure itself have a gap?',
  },
  'WF-14': {
    finds: {
      zh: '未结清的追缴 {idle_days} 天没有任何办理，分期到期未到账，或者距立项 {limit_months} 个月的时限不足 {warn_days} 天。已移送的不看停滞和时限。',
      en: 'A recovery that is not settled, without any act for {idle_days} days, with an instalment that did not come, or with less than {warn_days} days left of the {limit_months} months from its opening. What was handed over is not judged by idleness and limit.',
    },
    innocent: { zh: '已进入司法程序、等待裁判或执行的。', en: 'A court procedure that takes its time.' },
    checkInEnglish:
      'See the plan and the reminders, find out why it stands still, remind about missed instalments, and act by law where the limit is near.',
  },
  'WF-15': {
    finds: {
      zh: '一张数据表最近一次筛查时的截止日期距今超过约定天数（死亡默认 {death_days} 天，其他默认并且最长 {days_max} 天），或者行数比上次交付减少超过 {drop}。',
      en: 'A table, as last screened, ends longer ago than agreed (deaths {death_days} days by default, others {days_max}, which nothing may exceed), or lost more than {drop} of its rows since the delivery before.',
    },
    innocent: { zh: '确实没有发生业务的数据表。', en: 'A table in which nothing happened.' },
    checkInEnglish:
      'Ask the source why nothing came, have it delivered and screened again; until then silence of the rules named proves nothing.',
  },
  'WF-16': {
    finds: {
      zh: '自查答“否”而系统有同项疑点且没有说明，答复全部为零而系统有疑点，或者文字说明与其他单位相似度超过 {likeness}（1 为相同）。答复以后才发现的疑点给 {days} 天核对。',
      en: 'A self-check answers “no” where the system has findings for the same item and nothing is explained, answers nothing but zero while there are findings, or reads like another unit’s by more than {likeness} (1 is the same). What was found after the answer has {days} days.',
    },
    innocent: {
      zh: '答复以后才发现的疑点；统一下发的模板文字。',
      en: 'Findings that came after the answer; words of a common template.',
    },
    checkInEnglish:
      'Set the answers against the findings, ask the unit for its explanation, and return the self-check for redoing where it was done for form only.',
  },
  'WF-17': {
    finds: {
      zh: '本系统记录的环节缺号、前后状态不接、不是流程允许的环节，或者现状与最后环节不符；核心系统办结的业务单没有初审或复核，或者先后颠倒。',
      en: 'A record of this system with a step missing, out of turn or not allowed by its workflow, or in another state than its last step left it; an order of the core system done without entry or review, or in the wrong order.',
    },
    innocent: {
      zh: '核心系统只交付了部分环节。',
      en: 'A core system that delivered only some of the steps.',
    },
    checkInEnglish:
      'Get the steps, the operation log and the trail, and find out who skipped it or entered it afterwards; close the gap where the system allowed it.',
  },
  'WF-18': {
    finds: {
      zh: '检查组成员在被检查单位任职，离开不满 {years} 年，或者有登记的亲属在该单位任职。',
      en: 'A member of an inspection team who works or worked at the inspected agency within {years} years, or has a declared relative there.',
    },
    innocent: { zh: '没有已知的例外。', en: 'None known.' },
    checkInEnglish: 'Replace the member, and have what that person checked checked again by somebody else.',
  },
}
