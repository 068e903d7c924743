import path from 'node:path'
import type { Language } from '#base/bilingual.ts'
import { allTexts, type Call, type Command, findWholeNumber, type Surroundings } from '#cli/command.ts'
import { parseAsOf, parseSettings } from '#cli/screen/screen-options.ts'
import { textTable } from '#cli/text-table.ts'
import type { Step } from '#screening/explain-steps.ts'
import type { Explanation } from './explain-rule.ts'
import { getRule } from './find-rule.ts'

const defaultFirstRows = 5

function stepText(step: Step, language: Language): string {
  const rows = step.rows.toString().replace(/\B(?=(\d{3})+$)/g, ',')
  const ownResult = language === 'zh' ? '（计入的行）' : '(the rows that count)'
  const name = step.name === '' ? ownResult : step.name
  const heading = language === 'zh' ? `${name}：${rows} 行\n` : `${name}: ${rows} rows\n`
  if (step.first.length === 0) return heading
  const left = step.rows - step.first.length
  const more = left > 0 ? (language === 'zh' ? `  ……另有 ${left} 行\n` : `  … and ${left} more\n`) : ''
  return (
    heading +
    textTable([step.columns, ...step.first])
      .replace(/^/gm, '  ')
      .trimEnd() +
    `\n${more}`
  )
}

async function explain({ operands, values }: Call, surroundings: Surroundings): Promise<number> {
  const { language, print, workingDirectory } = surroundings
  const [code, delivery] = operands as [string, string]
  const explanation: Explanation = {
    rule: getRule(code),
    delivery: path.resolve(workingDirectory, delivery),
    settings: parseSettings(allTexts(values, 'set')),
    asOfDay: parseAsOf(values),
    firstRows: findWholeNumber(values, 'rows', { min: 0, max: 1000 }) ?? defaultFirstRows,
  }
  const { explainRule } = await import('./explain-rule.ts')
  const steps = await explainRule(explanation, surroundings)
  print(steps.map((step) => stepText(step, language)).join('\n'))
  return 0
}

export const explainRuleCommand: Command = {
  name: 'rules explain',
  summary: {
    zh: '在一份数据上逐步展示规则的 SQL：每一步的行数与前几行',
    en: "Show each named step of a rule's SQL on a delivery: row counts and first rows",
  },
  operands: 'CODE DELIVERY',
  operandCount: { min: 2, max: 2 },
  options: {
    'as-of': { value: 'YYYY-MM-DD', text: { zh: '截止日', en: "Day of the run in the data's time" } },
    set: {
      value: 'CODE.parameter=value',
      isRepeatable: true,
      text: { zh: '设置规则参数', en: "Set the rule's parameter" },
    },
    rows: { value: 'N', text: { zh: '每一步显示的行数，默认 5', en: 'Rows shown of each step; default 5' } },
  },
  examples: [
    {
      line: 'fangxian rules explain DTH-01 screening-2024-12-31',
      text: {
        zh: '以一次运行的快照说明 DTH-01 的疑点从何而来',
        en: 'Where the findings of DTH-01 come from, on the snapshot of a run',
      },
    },
  ],
  run: explain,
}
