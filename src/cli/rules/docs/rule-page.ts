import type { Bilingual, Language } from '#base/bilingual.ts'
import { sha256 } from '#base/digest.ts'
import { familyOf } from '#rules/families.ts'
import { foundingTexts } from '#rules/founding-texts.ts'
import { checkOf, innocentOf, levelText, nameNeed, unindented, whatRuleFinds } from '#rules/rule-words.ts'
import type { Parameter } from '#screening/parameter.ts'
import type { AnyRule } from '#screening/rule.ts'
import { findShownTable, getShownTable } from '#standard/record-views.ts'
import { getColumn } from '#standard/tables.ts'
import { blocks, code, codeBlock, generatedRemark, link, plain, table } from './markdown.ts'
import { isProcessRule, referenceTitles, subjectTitle } from './process-words.ts'
import { sharedViewsFile, viewTexts } from './shared-views.ts'
import { stepRows } from './step-rows.ts'

const words = {
  title: { zh: '中文', en: 'English' },
  finds: { zh: '查什么', en: 'What it finds' },
  why: { zh: '为什么查', en: 'Why' },
  basis: { zh: '依据', en: 'Basis' },
  data: { zh: '用到的数据', en: 'Data' },
  needs: { zh: '缺一不可', en: 'Needed' },
  reads: { zh: '查询读取', en: 'Read by the query' },
  parameters: { zh: '参数', en: 'Parameters' },
  innocent: { zh: '可能无辜的情形', en: 'Where it may be innocent' },
  check: { zh: '怎样核查', en: 'What to check' },
  evidence: { zh: '证据', en: 'Evidence' },
} as const satisfies Record<string, Bilingual>

const units: Readonly<Record<Parameter['kind'], Bilingual>> = {
  count: { zh: '整数', en: 'whole number' },
  yuan: { zh: '元', en: 'yuan' },
  ratio: { zh: '比例或倍数', en: 'ratio' },
  time: { zh: '时:分', en: 'time' },
  month: { zh: '年-月', en: 'month' },
}

export function pageFile(rule: AnyRule): string {
  return `${rule.code}.md`
}

/** `待遇发放明细 payment` in Chinese; English goes by the names of the standard. */
export function tableName(name: string, language: Language): string {
  const known = viewTexts[name as keyof typeof viewTexts]?.title ?? referenceTitles[name]
  const title = findShownTable(name)?.title ?? known?.[language] ?? ''
  const shown = name in viewTexts ? link(code(name), `${sharedViewsFile}#${name}`) : code(name)
  if (language === 'en') return shown
  return `${plain(title)} ${shown}`
}

/** Literal, so in Chinese on both halves of the page. */
function basis(rule: AnyRule, language: Language): string {
  const quotes = rule.basis.map(({ document, clause, quote }) => {
    const text = foundingTexts[document]
    const file = code(text?.file ?? document)
    const source =
      language === 'zh'
        ? `《${plain(text?.title.zh ?? document)}》，${plain(clause)}（${file}）`
        : `${plain(text?.title.en ?? document)}, ${plain(clause)} (${file})`
    return `> “${plain(quote)}”\n>\n> — ${source}`
  })
  return blocks([language === 'zh' ? '' : 'Quoted literally:', ...quotes])
}

function data(rule: AnyRule, language: Language): string {
  const or = language === 'zh' ? '或' : ' or '
  const separator = language === 'zh' ? '、' : ', '
  const colon = language === 'zh' ? '：' : ': '
  const need = (each: string): string => (language === 'zh' ? plain(nameNeed(each, 'zh')) : code(each))
  const needs = rule.needs.map((anyOf) => anyOf.map(need).join(or)).join(separator)
  const reads = rule.reads.map((name) => tableName(name, language)).join(separator)
  const missing =
    language === 'zh'
      ? '缺少所需数据时，本规则报“未评估”，不会当作通过。'
      : 'Where what is needed is missing the rule says so; it never passes for lack of data.'
  const none = language === 'zh' ? '无' : 'nothing'
  return `- ${words.needs[language]}${colon}${needs === '' ? none : needs}\n- ${words.reads[language]}${colon}${reads === '' ? none : reads}\n\n${missing}`
}

function parameters(rule: AnyRule, language: Language): string {
  const entries = Object.entries(rule.parameters)
  if (entries.length === 0) return language === 'zh' ? '没有可调的参数。' : 'None.'
  const header =
    language === 'zh' ? ['参数', '默认值', '单位', '含义'] : ['parameter', 'default', 'unit', 'meaning']
  const rows = entries.map(([name, { kind, default: value, meaning }]) => [
    code(name),
    value,
    units[kind][language],
    plain(meaning[language]),
  ])
  const [first, { default: value }] = entries[0]!
  const how = code(`--set ${rule.code}.${first}=${value}`)
  const set = isProcessRule(rule)
    ? { zh: '由两人在系统中变更，自某日起生效。', en: 'Two people change them in the system, from a day on.' }
    : { zh: `筛查时可另行设定，例如 ${how}。`, en: `Set others for a run like this: ${how}.` }
  return `${table(header, rows)}\n${set[language]}`
}

function evidence(rule: AnyRule, language: Language): string {
  const entries = Object.entries(rule.evidence)
  if (entries.length === 0) return language === 'zh' ? '没有。' : 'None.'
  const rows = entries.map(([name, columns = []]) => {
    const of = getShownTable(name)
    const shown = columns.map((column) =>
      language === 'zh'
        ? plain(getColumn(of, column).title)
        : `${code(column)} ${getColumn(of, column).title}`,
    )
    return [tableName(name, language), shown.join(language === 'zh' ? '、' : ', ')]
  })
  const intro =
    language === 'zh'
      ? '每个疑点附上下列各表中的行，列出这些列：'
      : 'Each finding comes with rows of these tables, showing these columns (with their titles in reports):'
  return `${intro}\n\n${table(language === 'zh' ? ['表', '列'] : ['table', 'columns'], rows)}`
}

function facts(rule: AnyRule, language: Language): string {
  const subject = subjectTitle(rule)[language]
  const family = familyOf(rule)[language]
  const level = levelText(rule, language)
  return language === 'zh'
    ? table(['类别', '级别', '对象', '版本'], [[family, level, subject, `第 ${rule.version} 版`]])
    : table(['family', 'level', 'subject', 'version'], [[family, level, subject, String(rule.version)]])
}

function inLanguage(rule: AnyRule, language: Language): string {
  const heading = (name: keyof typeof words): string => `### ${words[name][language]}`
  return blocks([
    `## ${words.title[language]}`,
    `**${rule.code} ${plain(rule.title[language])}**`,
    facts(rule, language),
    heading('finds'),
    plain(whatRuleFinds(rule, language)),
    heading('why'),
    plain(rule.purpose[language]),
    heading('basis'),
    basis(rule, language),
    heading('innocent'),
    plain(innocentOf(rule)[language]),
    heading('check'),
    plain(checkOf(rule)[language]),
    heading('evidence'),
    evidence(rule, language),
    heading('parameters'),
    parameters(rule, language),
    heading('data'),
    data(rule, language),
  ])
}

function query(rule: AnyRule): string {
  const source = `../../src/rules/${rule.id}.ts`
  if (rule.sql === '') return blocks(['## SQL', '尚无查询 · there is no query yet.'])
  return blocks([
    '## SQL',
    '下面是程序实际执行的查询，供审计人员核对。它分步写成，每一步的名称说明它留下哪些行；金额以分、年月以“年×12＋月−1”计。',
    'This is the query that runs, for auditors. It is written in steps, each named for what its rows are; money is in fen, months are year × 12 + month − 1.',
    table(['步骤 · step', '取自 · from'], stepRows(rule)),
    codeBlock('sql', unindented(rule.sql)),
    ...(isProcessRule(rule)
      ? []
      : [
          `每一步在某次交付中留下多少行、是哪些行 · the rows of each step on a delivery:\n\n${codeBlock('sh', `fangxian rules explain ${rule.code} DELIVERY`)}`,
        ]),
    `SQL SHA-256，与 run.json 的 ${code('sql_sha256')} 相同，按${link('规则源文件', source)}中带缩进的原文计算 · the same as in run.json, of the text with its indentation in ${link('the rule’s file', source)}:\n\n${codeBlock('text', sha256(rule.sql))}`,
  ])
}

/** Everything about a rule on one page, in Chinese, in English, and as SQL. */
export function rulePage(rule: AnyRule): string {
  return blocks([
    `# ${rule.code} ${plain(rule.title.zh)} · ${plain(rule.title.en)}`,
    generatedRemark,
    `${link('全部规则 · all rules', 'README.md')} · ${link('中文', '#中文')} · ${link('English', '#english')} · ${link('SQL', '#sql')}`,
    inLanguage(rule, 'zh'),
    inLanguage(rule, 'en'),
    query(rule),
  ])
}
