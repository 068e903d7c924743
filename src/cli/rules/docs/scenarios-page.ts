import type { Bilingual, Language } from '#base/bilingual.ts'
import type { Rule } from '#screening/rule.ts'
import { expectedRules } from '#screening/score-scripts.ts'
import { isScript, type Label } from '#simulator/labels.ts'
import { simulate } from '#simulator/simulate.ts'
import { blocks, code, generatedRemark, link, plain, table } from './markdown.ts'
import { scenarioTitles } from './scenario-titles.ts'
import { scripts } from './scripts.ts'

export const scenariosFile = 'scenarios.md'

/** Large enough for everything the simulator can play; which rules it labels is the same for every seed. */
const county = { persons: 20_000, months: 36, seed: 1 } as const

/** By scenario, the rules that fire and the rules that are near and must not. */
export interface Played {
  readonly fires: ReadonlySet<string>
  readonly silent: ReadonlySet<string>
}

export function playedScenarios(labels: readonly Label[]): ReadonlyMap<string, Played> {
  const played = new Map<string, { fires: Set<string>; silent: Set<string> }>()
  for (const { scenario, rule_code: rule, is_fraud: isFraud } of labels) {
    const each = played.get(scenario) ?? { fires: new Set(), silent: new Set() }
    played.set(scenario, each)
    ;(isFraud === 'true' ? each.fires : each.silent).add(rule)
  }
  return new Map([...played].sort(([one], [other]) => (one < other ? -1 : 1)))
}

export function simulatedScenarios(): ReadonlyMap<string, Played> {
  return playedScenarios(simulate(county).labels())
}

interface Texts {
  readonly rules: readonly Rule[]
  readonly language: Language
}

/** Codes with their exact titles, in the order of the catalogue. */
function named(codes: ReadonlySet<string>, { rules, language }: Texts): string {
  return rules
    .filter((rule) => codes.has(rule.code))
    .map((rule) => `${link(rule.code, `${rule.code}.md`)} ${plain(rule.title[language])}`)
    .join('<br>')
}

const byOthers = {
  zh: '（由其他痕迹发现，本应由右栏的规则）',
  en: '(seen by other traces; the rules on the right are meant for it)',
} as const

function because(rule: string, reason: Bilingual | undefined, texts: Texts): string {
  const why =
    reason === undefined ? '' : `${texts.language === 'zh' ? '：' : ': '}${plain(reason[texts.language])}`
  return `${named(new Set([rule]), texts)}${why}`
}

function scriptRows(played: ReadonlyMap<string, Played>, texts: Texts): string[][] {
  const exists = new Set(texts.rules.map((rule) => rule.code))
  const isWaiting = texts.language === 'zh' ? '未覆盖' : 'not covered'
  return Object.entries(scripts).map(([name, { text, quiet: reasons = {} }]) => {
    const expected = expectedRules[name] ?? []
    const fires = played.get(name)?.fires ?? new Set<string>()
    const isOwn = expected.some((rule) => exists.has(rule))
    const later = expected.filter((rule) => !exists.has(rule))
    const quiet = expected.filter((rule) => exists.has(rule) && !fires.has(rule))
    return [
      name,
      plain(text[texts.language]),
      fires.size === 0
        ? isWaiting
        : `${named(fires, texts)}${isOwn ? '' : `<br>${byOthers[texts.language]}`}`,
      quiet.length === 0 ? '–' : quiet.map((rule) => because(rule, reasons[rule], texts)).join('<br>'),
      later.length === 0 ? '–' : later.join(' '),
    ]
  })
}

function titleOf(name: string, language: Language): string {
  if (language === 'en') return plain(name.replaceAll('_', ' '))
  return `${plain(scenarioTitles[name] ?? '')} ${code(name)}`.trim()
}

function singleRows(entries: readonly [string, Played][], of: keyof Played, texts: Texts): string[][] {
  return entries.map(([name, played]) => [titleOf(name, texts.language), named(played[of], texts)])
}

const headers = {
  scripts: {
    zh: ['编号', '手法', '会报出的规则', '已有、本脚本不触发', '尚未实现的规则'],
    en: ['script', 'what happens', 'rules that fire', 'there, but do not fire here', 'rules to come'],
  },
  frauds: { zh: ['情形', '会报出的规则'], en: ['what happens', 'rules that fire'] },
  lookalikes: { zh: ['情形', '看似、但不报的规则'], en: ['what it is', 'rules that look and stay silent'] },
} as const

function inLanguage(played: ReadonlyMap<string, Played>, texts: Texts): string {
  const { language } = texts
  const singles = [...played].filter(([name]) => !isScript(name))
  const frauds = singles.filter(([, { fires }]) => fires.size > 0)
  const lookalikes = singles.filter(([, { fires }]) => fires.size === 0)
  const isChinese = language === 'zh'
  return blocks([
    isChinese ? '## 中文' : '## English',
    isChinese
      ? '模拟器把下面的作案手法藏进一个不存在的县，同时放入多得多的相似而无辜的情形。每一种会被哪些规则报出，这里逐一列明；测试检查程序报出的正是这些、没有别的。'
      : 'The simulator hides these frauds in a county that does not exist, among many more innocent cases that look like them. This is which rules fire for each; tests check that a run finds these and nothing else.',
    isChinese ? '### 成套手法' : '### Scripts',
    isChinese
      ? '取自已经发生的案件。“尚未实现的规则”指标准规则目录中以后加入的规则；标“未覆盖”的手法要等这些规则。注明由其他痕迹发现的，能报出它的规则不是为它而设的，同样要等这些规则。'
      : 'From cases that happened. “Rules to come” are those of the standard’s catalogue that do not exist yet; scripts that are not covered wait for them, and so do those that only other traces betray.',
    table(headers.scripts[language], scriptRows(played, texts)),
    isChinese ? '### 单项问题' : '### Single frauds and mistakes',
    table(headers.frauds[language], singleRows(frauds, 'fires', texts)),
    isChinese ? '### 相似而无辜' : '### Innocent look-alikes',
    isChinese
      ? '没有任何规则报出这些情形；右栏是最接近、会仔细看它的规则。'
      : 'No rule fires for any of these; on the right are the rules that come near.',
    table(headers.lookalikes[language], singleRows(lookalikes, 'silent', texts)),
  ])
}

/** Which rules see what the simulator hides, by the labels that it writes. */
export function scenariosPage(rules: readonly Rule[], played: ReadonlyMap<string, Played>): string {
  return blocks([
    '# 手法与规则 · Scenarios and the rules that see them',
    generatedRemark,
    `${link('全部规则 · all rules', 'README.md')} · ${link('中文', '#中文')} · ${link('English', '#english')}`,
    inLanguage(played, { rules, language: 'zh' }),
    inLanguage(played, { rules, language: 'en' }),
  ])
}
