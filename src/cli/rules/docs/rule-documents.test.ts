import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '#rules/catalogue.ts'
import { checksInEnglish } from '#rules/checks-in-english.ts'
import { falsePositives } from '#rules/false-positives.ts'
import { familyTitles } from '#rules/families.ts'
import { foundingTexts } from '#rules/founding-texts.ts'
import { processRules } from '#rules/process/process-rules.ts'
import { processTexts } from '#rules/process/process-texts.ts'
import { whatRuleFinds } from '#rules/rule-words.ts'
import { whatRulesFind } from '#rules/what-rules-find.ts'
import type { CaseLabel } from '#screening/score-csv.ts'
import { scoreScenarios } from '#screening/score-scenarios.ts'
import { expectedRules } from '#screening/score-scripts.ts'
import { isScript } from '#simulator/labels.ts'
import { scenarios, simulate } from '#simulator/simulate.ts'
import { ruleDocuments } from './rule-documents.ts'
import { scenarioTitles } from './scenario-titles.ts'
import { playedScenarios, simulatedScenarios } from './scenarios-page.ts'
import { scripts } from './scripts.ts'
import { stepRows } from './step-rows.ts'

const root = path.join(import.meta.dirname, '../../../..')
const folder = path.join(root, 'docs/rules')
const foundingFolder = path.join(root, '../shared/seeds')
const codes = rules.map((rule) => rule.code)

describe('docs/rules', () => {
  const pages = ruleDocuments(rules, processRules)

  test('is what the rules say now', () => {
    const stale = [...pages].filter(([name, text]) => {
      const file = path.join(folder, name)
      return !existsSync(file) || readFileSync(file, 'utf8') !== text
    })
    expect(
      stale.map(([name]) => name),
      'docs/rules is stale; run: npm run docs',
    ).toEqual([])
  })

  test('has no page without a rule', () => {
    const strangers = readdirSync(folder).filter((name) => !pages.has(name))
    expect(strangers, 'docs/rules has pages of rules that are gone; run: npm run docs').toEqual([])
  })

  test('leaves no gap where a text is missing', () => {
    for (const [name, text] of pages) {
      const prose = text.replace(/^```[\s\S]*?^```/gm, '')
      expect(prose, name).not.toMatch(/undefined|\[object|\{\w+\}/)
      expect(prose, name).not.toMatch(/^#+ .+\n+(?=### |$(?![\s\S]))/m)
    }
  })
})

describe('the texts beside the rules', () => {
  const byCode = { whatRulesFind, falsePositives, checksInEnglish }
  test.for(Object.entries(byCode))('%s has each rule and nothing else', ([, texts]) => {
    expect(Object.keys(texts)).toEqual(codes)
  })

  test('say every parameter of a rule by its value', () => {
    for (const rule of rules) {
      for (const language of ['zh', 'en'] as const) {
        const text = whatRulesFind[rule.code]![language]
        const named = new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))
        expect([...named].sort(), rule.code).toEqual(Object.keys(rule.parameters).sort())
        expect(whatRuleFinds(rule, language)).not.toContain('{')
      }
    }
  })

  test('of rules about work have each of them, say every parameter, and leave no name of one', () => {
    expect(Object.keys(processTexts)).toEqual(processRules.map(({ code }) => code))
    for (const rule of processRules) {
      for (const language of ['zh', 'en'] as const) {
        const named = [...processTexts[rule.code]!.finds[language].matchAll(/\{(\w+)\}/g)].map(
          ([, name]) => name!,
        )
        expect([...new Set(named)].sort(), rule.code).toEqual(Object.keys(rule.parameters).sort())
        expect(whatRuleFinds(rule, language)).not.toContain('{')
      }
    }
  })

  test('have a title for each family', () => {
    expect(Object.keys(familyTitles).sort()).toEqual(
      [...new Set(rules.map((rule) => rule.id.split('/')[0]!))].sort(),
    )
  })

  test('show for each step of each rule where its rows come from', () => {
    for (const rule of rules) {
      const rows = stepRows(rule)
      expect(rows.at(-1)![0]).toBe('结果 · result')
      for (const [name, sources] of rows) expect(sources, `${rule.code} ${name}`).not.toBe('')
    }
  })
})

describe('scenarios', () => {
  const played = simulatedScenarios()

  test('each has a Chinese title, and each title a scenario: src/cli/rules/docs/scenario-titles.ts', () => {
    const singles = [...played.keys()].filter((name) => !isScript(name))
    expect(Object.keys(scenarioTitles)).toEqual(singles)
    expect(Object.values(scenarioTitles).filter((title) => !/\p{Script=Han}/u.test(title))).toEqual([])
  })

  test('each script that is played stands in the list of scripts', () => {
    expect([...played.keys()].filter((name) => isScript(name) && scripts[name] === undefined)).toEqual([])
  })

  test('each script is played, or score says that it waits for rules to come', () => {
    const label: CaseLabel = {
      ruleCode: 'PRS-01',
      subjectKind: 'person',
      subjectId: 'P1',
      level: 1,
      amountFen: 0n,
      scenario: 'S-22',
      isFraud: true,
      caseId: 'S-22#1',
      began: '2025-01',
    }
    const input = { findings: [], labels: [label], beneficiaries: null }
    const rulesThere = new Set(codes)
    const scores = scoreScenarios({ ...input, played: new Set(played.keys()), rules: rulesThere })
    const waiting = scores.filter(({ coverage }) => coverage === 'not_covered')
    expect(waiting.map(({ scenario }) => scenario)).toEqual(
      Object.keys(scripts).filter((name) => !played.has(name)),
    )
    for (const { scenario, waitsFor } of waiting) expect(expectedRules[scenario]).toEqual(waitsFor)
    const rest = Object.entries(scripts).filter(([name]) => !played.has(name))
    for (const [name] of rest)
      expect(
        expectedRules[name]!.filter((code) => codes.includes(code)),
        name,
      ).toEqual([])
  })

  test('each rule that a script expects, that exists and stays quiet has a reason; no other has', () => {
    for (const [name, { quiet = {} }] of Object.entries(scripts)) {
      const fires = played.get(name)?.fires
      const silent = expectedRules[name]!.filter((code) => codes.includes(code) && fires?.has(code) === false)
      expect(Object.keys(quiet), name).toEqual(silent)
    }
  })

  test('the list of scripts is that of their rules', () => {
    expect(Object.keys(scripts)).toEqual(Object.keys(expectedRules))
  })

  test('everybody who plays is on the page', () => {
    expect(scenarios.map(({ name }) => name).filter((name) => !played.has(name))).toEqual([])
  })

  test('the same rules fire in another county', () => {
    const other = playedScenarios(simulate({ persons: 12_000, months: 36, seed: 77 }).labels())
    expect(other).toEqual(played)
  })
})

/** White space and byte-order marks do not matter: the texts are broken into lines anywhere. */
function squeezed(text: string): string {
  return text.replace(/[\s\uFEFF]/gu, '')
}

describe.skipIf(!existsSync(foundingFolder))(
  'the basis of each rule (skipped where ../shared/seeds is absent)',
  () => {
    const quotes = [...rules, ...processRules].flatMap(({ code, basis }) =>
      basis.map((each) => ({ code, ...each })),
    )

    test.for(quotes)('$code quotes $document $clause literally', ({ document, quote }) => {
      const text = foundingTexts[document]
      expect(text, `no founding text ${document}`).toBeDefined()
      const source = squeezed(readFileSync(path.join(foundingFolder, text!.file), 'utf8'))
      expect(squeezed(quote).length).toBeGreaterThan(5)
      expect(source).toContain(squeezed(quote))
    })

    /** 004 has headings that can be found: the quote stands between that of its clause and the next. */
    const clauses = quotes.flatMap((each) => {
      const heading = /（[一二三四五六七八九十]+）.+$/.exec(each.clause)?.[0]
      return each.document === '004' && heading !== undefined ? [{ ...each, heading }] : []
    })

    test.for(clauses)('$code: “$quote” stands in $heading', ({ quote, heading }) => {
      const source = squeezed(readFileSync(path.join(foundingFolder, foundingTexts['004']!.file), 'utf8'))
      const start = source.indexOf(squeezed(heading))
      expect(start).toBeGreaterThan(0)
      const rest = source.slice(start + squeezed(heading).length)
      const end = rest.search(/（[一二三四五六七八九十]+）/)
      expect(rest.slice(0, end === -1 ? undefined : end)).toContain(squeezed(quote))
    })
  },
)
