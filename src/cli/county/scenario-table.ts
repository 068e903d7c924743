import type { Language } from '#base/bilingual.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { textTable } from '#cli/text-table.ts'
import type { ScenarioScore } from '#screening/score-scenarios.ts'

const headers = {
  zh: ['剧本', '次数', '找到', '最早可见（月）', '金额', '每万人误报', '规则'],
  en: ['scenario', 'played', 'found', 'months until seen', 'money', 'false per 10,000', 'rules'],
} as const

const notCovered = { zh: '未覆盖，等待', en: 'not covered, waits for' } as const
const byOthers = { zh: '由其他痕迹发现，等待', en: 'seen by other traces, waits for' } as const

function monthsText({ monthsUntilSeen }: ScenarioScore): string {
  if (monthsUntilSeen === null) return ''
  const { least, median, most } = monthsUntilSeen
  return least === most ? String(median) : `${least}–${most} (${median})`
}

/** A script that none of its own rules can see yet is not passed off as covered. */
function rulesText({ coverage, foundBy, waitsFor }: ScenarioScore, language: Language): string {
  const found = foundBy.join(' ')
  return coverage === 'own_rules' ? found : `${found} (${byOthers[language]} ${waitsFor.join(' ')})`.trim()
}

function row(score: ScenarioScore, language: Language): string[] {
  if (score.coverage === 'not_covered') {
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
    rulesText(score, language),
  ]
}

/** A line for every script: how often it was played and found, how soon, how much, by which rules. */
export function scenarioTable(scores: readonly ScenarioScore[], language: Language): string {
  if (scores.length === 0) return ''
  return textTable([headers[language], ...scores.map((score) => row(score, language))], [1, 2, 3, 4, 5])
}
