import type { Language } from '#base/bilingual.ts'
import { familyOf } from '#rules/families.ts'
import { levelText } from '#rules/rule-words.ts'
import type { AnyRule } from '#screening/rule.ts'
import { blocks, generatedRemark, link, plain, table } from './markdown.ts'
import { subjectTitle } from './process-words.ts'
import { pageFile } from './rule-page.ts'
import { scenariosFile } from './scenarios-page.ts'
import { sharedViewsFile } from './shared-views.ts'

function familyTable(rules: readonly AnyRule[], language: Language): string {
  const header = language === 'zh' ? ['规则', '名称', '级别', '对象'] : ['rule', 'title', 'level', 'subject']
  const rows = rules.map((rule) => [
    link(rule.code, pageFile(rule)),
    plain(rule.title[language]),
    levelText(rule, language),
    subjectTitle(rule)[language],
  ])
  return table(header, rows)
}

function families(rules: readonly AnyRule[], language: Language): string[] {
  const titles = [...new Set(rules.map((rule) => familyOf(rule)[language]))]
  return titles.flatMap((title) => [
    `### ${title}`,
    familyTable(
      rules.filter((rule) => familyOf(rule)[language] === title),
      language,
    ),
  ])
}

/** The list of all rules by family, in Chinese, then in English. */
export function rulesIndex(rules: readonly AnyRule[], processRules: readonly AnyRule[]): string {
  return blocks([
    `# 规则目录 · Rules`,
    generatedRemark,
    `${link('中文', '#中文')} · ${link('English', '#english')}`,
    '## 中文',
    `共 ${rules.length} 条规则。每条规则一页：查什么、为什么查、依据哪一条、哪些情形可能无辜、怎样核查、附哪些证据、有哪些参数，以及实际执行的查询。疑点是需要核实的线索，不是结论。一级最重，三级最轻。`,
    `各种作案手法会被哪些规则发现，哪些相似情形不应报出，见${link('手法与规则', scenariosFile)}；规则共用的中间结果见${link('规则共用的中间结果', sharedViewsFile)}。`,
    ...families(rules, 'zh'),
    '### 流程规则',
    `另有 ${processRules.length} 条流程规则检查工作本身，每天夜里在本系统的记录上运行，不用于筛查交付；疑点由上级处理。`,
    familyTable(processRules, 'zh'),
    '## English',
    `${rules.length} rules, a page each: what it finds, why, on which ground, where it may be innocent, what to check, its evidence and parameters, and the query that runs. A finding is something to verify, never a decision. Level 1 is the gravest, level 3 the lightest.`,
    `Which rules see which frauds, and what looks like them and must not be reported: ${link('scenarios', scenariosFile)}. What rules share: ${link('shared views', sharedViewsFile)}.`,
    ...families(rules, 'en'),
    '### Rules about work',
    `${processRules.length} more look at the work itself: they are asked every night of the system’s own records, never of a delivery, and the superior unit owns what they find.`,
    familyTable(processRules, 'en'),
  ])
}
