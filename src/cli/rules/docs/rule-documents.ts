import type { AnyRule, Rule } from '#screening/rule.ts'
import { pageFile, rulePage } from './rule-page.ts'
import { rulesIndex } from './rules-index.ts'
import { scenariosFile, scenariosPage, simulatedScenarios } from './scenarios-page.ts'
import { sharedViewsFile, sharedViewsPage } from './shared-views.ts'

export const indexFile = 'README.md'

/** Every page of docs/rules, by file name: the same rules give the same bytes. */
export function ruleDocuments(
  rules: readonly Rule[],
  processRules: readonly AnyRule[],
): ReadonlyMap<string, string> {
  return new Map([
    ...[...rules, ...processRules].map((rule) => [pageFile(rule), rulePage(rule)] as const),
    [sharedViewsFile, sharedViewsPage()],
    [scenariosFile, scenariosPage(rules, simulatedScenarios())],
    [indexFile, rulesIndex(rules, processRules)],
  ])
}
