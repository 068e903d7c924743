import type { Language } from '#base/bilingual.ts'
import type { Command } from '#cli/command.ts'
import { textTable } from '#cli/text-table.ts'
import { nameNeed, unindented } from '#rules/rule-words.ts'
import { levelTitles } from '#screening/finding.ts'
import type { Rule } from '#screening/rule.ts'
import { chooseRules } from './find-rule.ts'

const labels = {
  zh: { basis: '依据', needs: '所需数据', or: '或', parameters: '参数', check: '核查', version: '版本' },
  en: {
    basis: 'Basis',
    needs: 'Needs',
    or: ' or ',
    parameters: 'Parameters',
    check: 'To check',
    version: 'version',
  },
} as const

function describeRule(rule: Rule, language: Language): string {
  const label = labels[language]
  const parameters = Object.entries(rule.parameters).map(([name, parameter]) => [
    `  ${rule.code}.${name}`,
    parameter.default,
    parameter.meaning[language],
  ])
  const basis = rule.basis.map(({ document, clause, quote }) => `  ${document} ${clause}\n    “${quote}”\n`)
  const needs = rule.needs.map((anyOf) => anyOf.map((need) => nameNeed(need, language)).join(label.or))
  return (
    `${rule.code} ${rule.title[language]} (${levelTitles[rule.level][language]}, ${label.version} ${rule.version})\n` +
    `${rule.purpose[language]}\n\n${label.basis}\n${basis.join('')}\n${label.needs}\n  ${needs.join(language === 'zh' ? '、' : ', ')}\n\n` +
    (parameters.length === 0 ? '' : `${label.parameters}\n${textTable(parameters)}\n`) +
    `${label.check}\n  ${rule.check}\n\nSQL\n${unindented(rule.sql)}\n`
  )
}

export const showRuleCommand: Command = {
  name: 'rules show',
  summary: {
    zh: '说明一条规则：依据、参数、核查要点、SQL',
    en: 'Explain a rule: basis, parameters, what to check, SQL',
  },
  operands: 'CODE',
  operandCount: { min: 1, max: 1 },
  options: {},
  examples: [
    {
      line: 'fangxian rules show DTH-01',
      text: { zh: '“死亡后继续发放”怎样判断', en: 'How "paid after death" decides' },
    },
  ],
  run: async ({ operands }, { language, print }) => {
    for (const rule of chooseRules(operands)) print(describeRule(rule, language))
    return 0
  },
}
