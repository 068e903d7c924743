import { findingDetail } from './evidence.client.js'
import { element, fenOf, groupDigits, period, say, sayBoth, yuanOf } from './text.client.js'

/** The list of findings: filter, sort, pages, and rows that open. */

const rowsPerPage = 50
const rowsOnPaper = 100

/** What the list shows; `open` holds ids of opened findings. */
const view = {
  page: undefined,
  shown: [],
  sort: 'amount',
  isDescending: true,
  place: 0,
  open: new Set(),
  isPaper: false,
  // Findings that a review has cleared are listed apart.
  isCleared: false,
}

const byText = (value) => (a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0)

/** Ascending. Findings arrive with the largest amount first, so their rank stands for the exact amount. */
const orders = {
  level: (a, b) => a.level - b.level,
  rule: byText((finding) => finding.rule),
  subject: byText((finding) => finding.subjectId),
  region: byText((finding) => finding.region),
  period: byText((finding) => finding.from),
  amount: (a, b) => b.rank - a.rank,
  evidence: (a, b) => a.evidenceCount - b.evidenceCount,
}

const startsDescending = new Set(['amount', 'evidence', 'period'])

function sortTitles() {
  return {
    amount: say('金额', 'Money'),
    level: say('级别', 'Level'),
    rule: say('规则', 'Rule'),
    subject: say('对象', 'Subject'),
    region: say('地区', 'Region'),
    period: say('期间', 'Period'),
    evidence: say('证据行数', 'Evidence rows'),
  }
}

/** What the search looks in; made when first searched, for it is as large as the findings. */
function haystackOf(finding) {
  if (finding.haystack === undefined) {
    const rule = view.page.rulesByCode.get(finding.rule)
    const evidence = finding.rows.map((row) => [row.key, ...row.values].join(' '))
    finding.haystack = [
      finding.id,
      finding.rule,
      rule?.title.zh,
      rule?.title.en,
      finding.subjectId,
      finding.person,
      finding.region,
      finding.explanation,
      ...evidence,
    ]
      .join('\n')
      .toLowerCase()
  }
  return finding.haystack
}

function control(id) {
  return document.getElementById(id)
}

const filters = {
  level: (finding) => String(finding.level),
  rule: (finding) => finding.rule,
  kind: (finding) => finding.kind,
  region: (finding) => finding.region,
}

function selectFindings() {
  const words = control('search')
    .value.trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const wanted = Object.entries(filters).filter(([name]) => control(`filter-${name}`).selectedIndex > 0)
  const matches = view.page.findings.filter(
    (finding) =>
      finding.isCleared === view.isCleared &&
      wanted.every(([name, value]) => value(finding) === control(`filter-${name}`).value) &&
      words.every((word) => haystackOf(finding).includes(word)),
  )
  const order = orders[view.sort]
  const sign = view.isDescending ? -1 : 1
  view.shown = matches.toSorted((a, b) => sign * order(a, b) || a.rank - b.rank)
  view.place = 0
}

function subjectCell(finding) {
  const kind = element('span', { class: 'kind' }, sayBoth(view.page.kinds[finding.kind]))
  const id = element('span', { class: 'subject-id' }, finding.subjectId)
  const lines =
    finding.person === '' ? [id, kind] : [element('span', { class: 'person' }, finding.person, ' ', kind), id]
  return element('td', { class: 'column-subject' }, ...lines.map((line) => element('div', undefined, line)))
}

function explanation(finding) {
  const text = element('div', { class: 'explanation' }, finding.explanation)
  if (finding.judgement === undefined) return [text]
  return [text, element('div', { class: 'judgement' }, say('核查：', 'Review: '), sayBoth(finding.judgement))]
}

function findingRow(finding) {
  const isOpen = view.open.has(finding.id)
  const rule = view.page.rulesByCode.get(finding.rule)
  const title = rule === undefined ? finding.rule : sayBoth(rule.title)
  const label = `${isOpen ? say('收起', 'Close') : say('展开', 'Open')} ${finding.rule} ${finding.subjectId}`
  const button = element('button', {
    type: 'button',
    class: 'open',
    'aria-expanded': String(isOpen),
    'aria-controls': `detail-${finding.id}`,
    'aria-label': label,
    'data-finding': finding.id,
  })
  return element(
    'tr',
    { class: isOpen ? 'finding is-open' : 'finding', 'data-finding': finding.id },
    element('td', { class: 'column-open' }, button),
    element(
      'td',
      { class: 'column-level' },
      element('span', { class: `level level-${finding.level}` }, sayBoth(view.page.levels[finding.level])),
    ),
    element(
      'td',
      { class: 'column-rule' },
      element('code', undefined, finding.rule),
      element('div', { class: 'rule-title' }, title),
    ),
    subjectCell(finding),
    element('td', { class: 'column-region' }, finding.region === '' ? '—' : finding.region),
    element('td', { class: 'column-period' }, period(finding.from, finding.to)),
    element('td', { class: 'column-amount number' }, groupDigits(finding.amount)),
    element('td', { class: 'column-evidence number' }, groupDigits(finding.evidenceCount)),
    element('td', { class: 'column-explanation' }, ...explanation(finding)),
  )
}

function detailRow(finding) {
  const cell = element('td', { colspan: '9' }, findingDetail(view.page, finding))
  return element('tr', { class: 'detail', id: `detail-${finding.id}` }, cell)
}

function renderRows() {
  const from = view.isPaper ? 0 : view.place
  const listed = view.shown.slice(from, from + (view.isPaper ? rowsOnPaper : rowsPerPage))
  const rows = listed.flatMap((finding) =>
    view.open.has(finding.id) ? [findingRow(finding), detailRow(finding)] : [findingRow(finding)],
  )
  if (rows.length === 0)
    rows.push(
      element(
        'tr',
        undefined,
        element('td', { colspan: '9', class: 'nothing' }, say('没有符合条件的疑点。', 'No finding matches.')),
      ),
    )
  control('finding-rows').replaceChildren(...rows)
}

function renderResult() {
  const total = view.shown.reduce((sum, finding) => sum + fenOf(finding.amount), 0n)
  const { listed, all } = view.page.pageOf
  const scope =
    listed === all
      ? ''
      : say(`（在列出的 ${groupDigits(listed)} 条中）`, ` (of the ${groupDigits(listed)} listed)`)
  const money = groupDigits(yuanOf(total))
  const count = groupDigits(view.shown.length)
  control('result').replaceChildren(
    say('符合条件 ', 'Matching: '),
    element('strong', undefined, count),
    say(' 条，金额 ', ', money '),
    element('strong', undefined, money),
    say(' 元', ' yuan'),
    scope,
  )
  const left = view.shown.length - rowsOnPaper
  control('print-note').textContent =
    left > 0
      ? say(
          `打印只列前 ${rowsOnPaper} 条，其余 ${groupDigits(left)} 条见 findings.csv。`,
          `Only the first ${rowsOnPaper} are printed; ${groupDigits(left)} more are in findings.csv.`,
        )
      : ''
}

function turnTo(place) {
  view.place = place
  renderRows()
  renderPager()
  control('findings').scrollIntoView({ block: 'start' })
}

function renderPager() {
  const last = Math.max(0, Math.ceil(view.shown.length / rowsPerPage) - 1)
  const current = view.place / rowsPerPage
  const button = (text, page, isOff) =>
    element(
      'button',
      { type: 'button', class: 'quiet', disabled: isOff, onclick: () => turnTo(page * rowsPerPage) },
      text,
    )
  const first = view.shown.length === 0 ? 0 : view.place + 1
  const until = Math.min(view.place + rowsPerPage, view.shown.length)
  control('pager').replaceChildren(
    button(say('« 首页', '« First'), 0, current === 0),
    button(say('‹ 上一页', '‹ Previous'), current - 1, current === 0),
    element(
      'span',
      { class: 'pager-place' },
      `${groupDigits(first)}–${groupDigits(until)} / ${groupDigits(view.shown.length)}`,
    ),
    button(say('下一页 ›', 'Next ›'), current + 1, current >= last),
    button(say('末页 »', 'Last »'), last, current >= last),
  )
  control('pager').hidden = last === 0
}

function renderHeadings() {
  for (const button of document.querySelectorAll('[data-sort]')) {
    const isSorted = button.dataset.sort === view.sort
    button
      .closest('th')
      .setAttribute('aria-sort', isSorted ? (view.isDescending ? 'descending' : 'ascending') : 'none')
  }
  control('sort').value = view.sort
}

function refresh() {
  selectFindings()
  renderHeadings()
  renderResult()
  renderRows()
  renderPager()
}

function toggle(id) {
  if (!view.open.delete(id)) view.open.add(id)
  renderRows()
  document.querySelector(`button[data-finding="${CSS.escape(id)}"]`)?.focus({ preventScroll: true })
}

function fillSelect(id, choices) {
  const select = control(id)
  const chosen = select.options.length === 0 ? undefined : select.value
  select.replaceChildren(...choices.map(([value, text]) => element('option', { value }, text)))
  if (choices.some(([value]) => value === chosen)) select.value = chosen
}

/** Choices with how many findings each has, in the language of the moment. */
function fillControls() {
  const titles = {
    level: (value) => sayBoth(view.page.levels[value]),
    rule: (value) => `${value} ${sayBoth(view.page.rulesByCode.get(value)?.title ?? { zh: '', en: '' })}`,
    kind: (value) => sayBoth(view.page.kinds[value]),
    region: (value) => (value === '' ? say('未知', 'unknown') : value),
  }
  for (const [name, value] of Object.entries(filters)) {
    const counts = new Map()
    for (const finding of view.page.findings)
      counts.set(value(finding), (counts.get(value(finding)) ?? 0) + 1)
    const choices = [...counts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([each, count]) => [each, `${titles[name](each)} (${groupDigits(count)})`])
    // A value that no finding can have stands for all of them.
    fillSelect(`filter-${name}`, [['\n', say('全部', 'All')], ...choices])
  }
  fillSelect('sort', Object.entries(sortTitles()))
  control('search').placeholder = say(
    '姓名、编号、账号、说明、证据…',
    'Name, id, account, explanation, evidence…',
  )
}

/** Two lists, where a review has cleared findings. */
function renderApart() {
  const cleared = view.page.findings.filter(({ isCleared }) => isCleared).length
  control('apart').hidden = cleared === 0
  for (const button of document.querySelectorAll('[data-cleared]')) {
    const isCleared = button.dataset.cleared === 'yes'
    const count = groupDigits(isCleared ? cleared : view.page.findings.length - cleared)
    const title = isCleared ? say('此前已排除', 'Cleared before') : say('待核查', 'To verify')
    button.textContent = `${title} ${count}`
    button.setAttribute('aria-pressed', String(isCleared === view.isCleared))
  }
}

function showCleared(isCleared) {
  view.isCleared = isCleared
  renderApart()
  refresh()
}

function sortBy(name) {
  view.isDescending = view.sort === name ? !view.isDescending : startsDescending.has(name)
  view.sort = name
  refresh()
}

/** A click anywhere on a row opens it, unless text is being selected. */
function onRowClick(event) {
  const row = event.target.closest('tr.finding')
  if (row === null || event.target.closest('a') !== null) return
  if (event.target.closest('button') === null && String(getSelection()) !== '') return
  toggle(row.dataset.finding)
}

/** Arrow keys walk from row to row. */
function onRowKey(event) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const buttons = [...document.querySelectorAll('button.open')]
  const next = buttons[buttons.indexOf(event.target) + (event.key === 'ArrowDown' ? 1 : -1)]
  if (!buttons.includes(event.target) || next === undefined) return
  event.preventDefault()
  next.focus()
}

export function showOnlyRule(code) {
  control('filters').reset()
  control('filter-rule').value = code
  showCleared(false)
  control('findings').scrollIntoView({ block: 'start' })
}

export function renderListForPaper(isPaper) {
  view.isPaper = isPaper
  renderRows()
}

export function translateList() {
  fillControls()
  renderApart()
  refresh()
}

export function startList(page) {
  view.page = page
  let timer
  control('search').addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(refresh, 150)
  })
  control('filters').addEventListener('change', (event) => {
    if (event.target.id === 'sort') sortBy(event.target.value)
    else if (event.target.id !== 'search') refresh()
  })
  control('filters').addEventListener('submit', (event) => event.preventDefault())
  control('filters').addEventListener('reset', () => setTimeout(refresh))
  for (const button of document.querySelectorAll('[data-sort]'))
    button.addEventListener('click', () => sortBy(button.dataset.sort))
  for (const button of document.querySelectorAll('[data-cleared]')) {
    button.addEventListener('click', () => showCleared(button.dataset.cleared === 'yes'))
  }
  control('finding-rows').addEventListener('click', onRowClick)
  control('finding-rows').addEventListener('keydown', onRowKey)
  control('list').hidden = false
  translateList()
}
