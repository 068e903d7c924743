import type { Bilingual, Language } from '#base/bilingual.ts'
import { groupedCount } from '#base/grouped-count.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { textTable } from '#cli/text-table.ts'
import type { CauseKind } from '#reporting/comparison/causes.ts'
import type { Comparison, Counts, RuleComparison } from '#reporting/comparison/compare-runs.ts'
import type { RecordedRun } from '#reporting/comparison/run-record.ts'

const headers = {
  zh: ['规则', '', '新增', '消失', '变化', '相同', '前一次金额', '后一次金额'],
  en: ['rule', '', 'new', 'gone', 'changed', 'same', 'amount before', 'amount after'],
} as const

function row(name: string, title: string, counts: Counts): string[] {
  return [
    name,
    title,
    ...[counts.added, counts.gone, counts.changed, counts.same].map(groupedCount),
    formatYuanGrouped(counts.amountBeforeFen),
    formatYuanGrouped(counts.amountAfterFen),
  ]
}

function describeRun(title: Bilingual, { name, record }: RecordedRun, language: Language): string {
  const text: Bilingual = {
    zh: `${title.zh}  ${name}（截止 ${record.as_of}，程序 ${record.program_version}）\n`,
    en: `${title.en}  ${name} (as of ${record.as_of}, program ${record.program_version})\n`,
  }
  return text[language]
}

export function isDifferent({ added, gone, changed }: Counts): boolean {
  return added + gone + changed > 0
}

/** One sentence a rule: what differs and why. */
function sentence({ code, added, gone, changed, causes }: RuleComparison, language: Language): string {
  const text: Bilingual = {
    zh: `${code} 新增 ${groupedCount(added)}、消失 ${groupedCount(gone)}、变化 ${groupedCount(changed)}，可能的原因：${causes.map((cause) => cause.text.zh).join('；')}。\n`,
    en: `${code}: ${groupedCount(added)} new, ${groupedCount(gone)} gone, ${groupedCount(changed)} changed; possible reasons: ${causes.map((cause) => cause.text.en).join('; ')}.\n`,
  }
  return text[language]
}

/** Rules that ran in one of the runs only need no sentence each. */
function sentences(different: readonly RuleComparison[], language: Language): string {
  const ranOnce = (kind: CauseKind): readonly string[] =>
    different.filter(({ causes }) => causes[0]?.kind === kind).map(({ code }) => code)
  const [removed, added] = [ranOnce('rule_removed'), ranOnce('rule_added')]
  const others = different.filter(({ code }) => ![...removed, ...added].includes(code))
  const told: Bilingual[] = []
  if (removed.length > 0) {
    told.push({
      zh: `后一次没有运行的规则：${removed.join('、')}。\n`,
      en: `Rules that did not run afterwards: ${removed.join(', ')}.\n`,
    })
  }
  if (added.length > 0) {
    told.push({
      zh: `前一次没有运行的规则：${added.join('、')}。\n`,
      en: `Rules that did not run before: ${added.join(', ')}.\n`,
    })
  }
  return [...others.map((rule) => sentence(rule, language)), ...told.map((each) => each[language])].join('')
}

function closing({ total }: Comparison, language: Language): string {
  const text: Bilingual = isDifferent(total)
    ? {
        zh: `与前一次相比，新增 ${groupedCount(total.added)} 条疑点，消失 ${groupedCount(total.gone)} 条，变化 ${groupedCount(total.changed)} 条，相同 ${groupedCount(total.same)} 条。\n`,
        en: `Compared with the run before, ${groupedCount(total.added)} findings are new, ${groupedCount(total.gone)} gone, ${groupedCount(total.changed)} changed and ${groupedCount(total.same)} the same.\n`,
      }
    : {
        zh: `两次运行的 ${groupedCount(total.same)} 条疑点完全相同。\n`,
        en: `Both runs have the same findings (${groupedCount(total.same)}).\n`,
      }
  return text[language]
}

export function diffText(comparison: Comparison, language: Language): string {
  const { before, after, rules, total } = comparison
  const different = rules.filter(isDifferent)
  const heading =
    describeRun({ zh: '前一次', en: 'before' }, before, language) +
    describeRun({ zh: '后一次', en: 'after ' }, after, language)
  if (different.length === 0) return `${heading}\n${closing(comparison, language)}`
  const rows = [
    headers[language],
    ...different.map((rule) => row(rule.code, rule.title[language], rule)),
    row(language === 'zh' ? '合计' : 'total', '', total),
  ]
  return `${heading}\n${textTable(rows, [2, 3, 4, 5, 6, 7])}\n${sentences(different, language)}\n${closing(comparison, language)}`
}
