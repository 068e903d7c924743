import { drawCharts } from './charts.client.js'
import { renderListForPaper, showOnlyRule, startList, translateList } from './list.client.js'
import { currentLanguage, element, say, setLanguage } from './text.client.js'

/** Starts the page: reads its data, brings the list and the charts to life, and keeps both fit for paper. */

function readJson(id) {
  return JSON.parse(document.getElementById(id).textContent)
}

function toRow([shape, isContext, key, amount, ...values]) {
  return { shape, isContext: isContext === 1, key, amount, values }
}

function toFinding(fields, rank) {
  const [
    id,
    rule,
    level,
    kind,
    subjectId,
    person,
    region,
    from,
    to,
    amount,
    evidenceCount,
    explanation,
    rows,
    judgement,
  ] = fields
  return {
    rank,
    id,
    rule,
    level,
    kind,
    subjectId,
    person,
    region,
    from,
    to,
    amount,
    evidenceCount,
    explanation,
    rows: rows.map(toRow),
    judgement: judgement?.text,
    isCleared: judgement?.isCleared === true,
  }
}

function readPage() {
  const page = readJson('page-data')
  page.rulesByCode = new Map(page.rules.map((rule) => [rule.code, rule]))
  page.findings = readJson('findings-data').map(toFinding)
  return page
}

/** A link to a rule's description opens it. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (target instanceof HTMLDetailsElement) target.open = true
}

/** The counts of the rule table lead to the findings of that rule. */
function linkRuleCounts(page) {
  const codes = new Set(page.findings.map(({ rule }) => rule))
  for (const cell of document.querySelectorAll('[data-rule]')) {
    const code = cell.dataset.rule
    if (!codes.has(code)) continue
    const button = element(
      'button',
      { type: 'button', class: 'link', onclick: () => showOnlyRule(code) },
      cell.textContent,
    )
    button.title = say('查看这些疑点', 'Show these findings')
    cell.replaceChildren(button)
  }
}

function preparePaper(hasList, charts) {
  const details = [...document.querySelectorAll('details.rule-description')]
  let closed = []
  addEventListener('beforeprint', () => {
    closed = details.filter((each) => !each.open)
    for (const each of closed) each.open = true
    if (hasList) renderListForPaper(true)
    charts?.drawForPaper()
  })
  addEventListener('afterprint', () => {
    for (const each of closed) each.open = false
    if (hasList) renderListForPaper(false)
    charts?.redraw()
  })
}

function start() {
  const page = readPage()
  setLanguage(page.language)
  for (const hidden of document.querySelectorAll('[data-needs-script]')) hidden.hidden = false
  const hasFindings = page.findings.length > 0
  if (hasFindings) startList(page)
  const charts = hasFindings ? drawCharts(page, showOnlyRule) : undefined
  if (hasFindings) linkRuleCounts(page)
  preparePaper(hasFindings, charts)

  const button = document.getElementById('language')
  const nameLanguage = () => {
    button.textContent = say('English', '中文')
  }
  nameLanguage()
  button.addEventListener('click', () => {
    setLanguage(currentLanguage() === 'zh' ? 'en' : 'zh')
    nameLanguage()
    if (hasFindings) translateList()
    charts?.redraw()
  })
  document.getElementById('print').addEventListener('click', () => print())
  addEventListener('hashchange', openTarget)
  openTarget()
  let timer
  addEventListener('resize', () => {
    clearTimeout(timer)
    timer = setTimeout(() => charts?.redraw(), 120)
  })
}

start()
