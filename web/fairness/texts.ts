import type { Texts } from '#web/language/language.ts'

export const fairnessTexts = {
  asOf: { zh: '数据截止 {day}', en: 'data as of {day}' },
  rule: { zh: '规则', en: 'Rule' },
  anyRule: { zh: '全部规则', en: 'All rules' },
  sex: { zh: '按性别', en: 'By sex' },
  age: { zh: '按年龄', en: 'By age' },
  region: { zh: '按地区', en: 'By region' },
  group: { zh: '分组', en: 'Group' },
  persons: { zh: '参与筛查人数', en: 'Persons screened' },
  found: { zh: '有疑点人数', en: 'With findings' },
  hitRate: { zh: '命中率', en: 'Hit rate' },
  verified: { zh: '已核实', en: 'Verified' },
  held: { zh: '属实', en: 'True' },
  trueRate: { zh: '属实率', en: 'True rate' },
  apart: { zh: '差异明显', en: 'Apart' },
  few: { zh: '人数过少，不显示', en: 'too few to show' },
  fewConclusions: { zh: '核实过少', en: 'too few verified' },
  all: { zh: '合计', en: 'All' },
  interval: { zh: '95% 区间 {low} 至 {high}', en: '95 % interval {low} to {high}' },
  none: {
    zh: '尚无已完成的筛查可供统计；完成一次筛查后即有本报告。',
    en: 'No finished run has been counted yet; after the next one this report is there.',
  },
  meaning: {
    zh: '本报告检查规则是否对某些人群命中过多或错误过多。“差异明显”指该组与其余人员的 95% 区间不重叠；差异本身不等于不公平（例如高龄组死亡后发放的疑点自然较多），但应说明原因。性别、年龄和地区只用于本报告，任何规则和排序都不使用；民族和住址不采集、不统计。人数或核实数不超过 9 的分组不显示。',
    en: 'This report asks whether rules meet some groups too often or wrongly. "Apart" says that the 95 % intervals of a group and of everybody else do not touch; a difference is no unfairness by itself (among the oldest more are paid after death) but should be explained. Sex, age and region serve this report only: no rule and no ranking uses them; nationality and neighbourhood are neither collected nor counted. Groups of nine or fewer are not shown.',
  },
} as const satisfies Texts
