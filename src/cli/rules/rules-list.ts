import { type Command, isSet } from '#cli/command.ts'
import { textTable } from '#cli/text-table.ts'
import { levelTitles } from '#screening/finding.ts'
import { chooseRules } from './find-rule.ts'

export const listRulesCommand: Command = {
  name: 'rules list',
  summary: { zh: '列出全部规则', en: 'List all rules' },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: { json: { text: { zh: '输出 JSON', en: 'Print JSON' } } },
  examples: [{ line: 'fangxian rules list', text: { zh: '有哪些规则', en: 'What is checked' } }],
  run: async ({ values }, { language, print }) => {
    const rules = chooseRules([])
    if (isSet(values, 'json')) {
      const rows = rules.map(({ code, id, version, title, level, subjectKind }) => ({
        code,
        id,
        version,
        title,
        level,
        subject_kind: subjectKind,
      }))
      print(`${JSON.stringify(rows, null, 2)}\n`)
      return 0
    }
    const rows = rules.map(({ code, level, title }) => [code, levelTitles[level][language], title[language]])
    print(textTable(rows))
    return 0
  },
}
