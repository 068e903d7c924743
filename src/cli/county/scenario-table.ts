import type { Language } from '#base/bilingual.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { textTable } from '#cli/text-table.ts'
import type { ScenarioScore } from '#screening/score-scenarios.ts'

const headers = {
  zh: ['剧本', '次数', '找到', '最早可见（月）', '金额', '每万人误报', '规则'],
  en: ['scenario', 'played', 'found', 'months until seen', 'money', 'false per 10,000', 'rules'],
} as const

const notCovered = { zh: '未覆盖，等待', en: 'not covered, waits for' } as const

function monthsText({ monthsUntilSeen }: ScenarioScore): string {
  if (monthsUntilSeen === null) return ''
  const { least, median, most } = monthsUntilSeen
  return least === most ? String(median) : `${least}–${most} (${median})`
}

function row(score: ScenarioScore, language: Language): string[] {
  if (!score.isCovered) {
    const rules = `${notCovered[language]} ${score.waitsFor.join(' ')}`
    return [score.scenario, '', '', '', '', '', rules]
  }
  return [
    score.scenario,
    String(score.cases),
    String(score.casesFound),
    monthsText(score),
    formatYuanGrouped(score.foundFen),
    score.falsePositivesPer10000 === null ? '' : score.falsePositivesPer10000.toFixed(1),
    score.foundBy.join(' '),
  ]
}

/** A line for every script: how often it was played and found, how soon, how much, by which rules. */
export function scenarioTable(scores: readonly ScenarioScore[], language: Language): string {
  if (scores.length === 0) return ''
  return textTable([headers[language], ...scores.map((score) => row(score, language))], [1, 2, 3, 4, 5])
}
