import { element, groupDigits, say, sayBoth, shortYuan } from './text.client.js'

/** The three charts. They are drawn as SVG, without animation: so they print as they stand. */

const levelColours = { 1: '#b3372b', 2: '#c98a1b', 3: '#4c7ba6' }
const ink = '#33414f'
const faint = '#8592a0'
const line = '#e3e8ed'
const widthOnPaper = 690
/** From this width on the two rings stand beside each other. */
const ringsBesideWidth = 480

/** A tooltip made of elements: titles come from data, and ECharts would take a string for HTML. */
function tip(title, lines) {
  const rows = lines.map(([name, value]) =>
    element(
      'div',
      { class: 'tip-line' },
      element('span', undefined, name),
      element('strong', undefined, value),
    ),
  )
  return element('div', { class: 'tip' }, element('div', { class: 'tip-title' }, title), ...rows)
}

const tooltipLook = { backgroundColor: '#fff', borderColor: '#cfd7df', padding: [8, 12], confine: true }

function yuanText(amount) {
  return `${groupDigits(amount)} ${say('元', 'yuan')}`
}

function countText(count) {
  return `${groupDigits(count)} ${say('条', 'findings')}`
}

function valueAxis(gridIndex, format, name) {
  return {
    type: 'value',
    gridIndex,
    name,
    nameLocation: 'start',
    nameTextStyle: { color: faint },
    splitNumber: 3,
    axisLabel: { color: faint, hideOverlap: true, formatter: format },
    splitLine: { lineStyle: { color: line } },
  }
}

function ruleOption(page, width) {
  const rules = page.charts.rules.toReversed()
  const isNarrow = width < 620
  const title = (rule) => sayBoth(page.rulesByCode.get(rule.code).title)
  const labels = rules.map((rule) => (isNarrow ? rule.code : `${rule.code}  ${title(rule)}`))
  const left = isNarrow ? 64 : 252
  const moneyWidth = Math.floor((width - left) * 0.56)
  const bars = (index, value, label) => ({
    type: 'bar',
    xAxisIndex: index,
    yAxisIndex: index,
    barMaxWidth: 14,
    data: rules.map((rule) => ({
      value: value(rule),
      itemStyle: { color: levelColours[rule.level], borderRadius: [0, 2, 2, 0] },
    })),
    label: {
      show: true,
      position: 'right',
      color: ink,
      fontSize: 11,
      formatter: ({ dataIndex }) => label(rules[dataIndex]),
    },
  })
  const category = (gridIndex, show) => ({
    type: 'category',
    gridIndex,
    data: labels,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: '#c3ccd5' } },
    axisLabel: { show, color: ink, width: left - 16, overflow: 'truncate' },
  })
  return {
    animation: false,
    grid: [
      { left, width: moneyWidth - 70, top: 24, bottom: 28 },
      { left: left + moneyWidth + 8, right: 44, top: 24, bottom: 28 },
    ],
    xAxis: [valueAxis(0, shortYuan), valueAxis(1, groupDigits)].map((axis, index) => ({
      ...axis,
      minInterval: index,
    })),
    yAxis: [category(0, true), category(1, false)],
    title: [say('涉及金额（元）', 'Money (yuan)'), say('疑点（条）', 'Findings')].map((text, index) => ({
      text,
      left: index === 0 ? left : left + moneyWidth + 8,
      top: 0,
      textStyle: { color: faint, fontSize: 12, fontWeight: 'normal' },
    })),
    tooltip: {
      ...tooltipLook,
      trigger: 'item',
      formatter: ({ dataIndex }) => {
        const rule = rules[dataIndex]
        return tip(`${rule.code} ${title(rule)}`, [
          [say('金额', 'Money'), yuanText(rule.amount)],
          [say('疑点', 'Findings'), countText(rule.findings)],
        ])
      },
    },
    series: [
      bars(
        0,
        (rule) => Number(rule.amount),
        (rule) => shortYuan(Number(rule.amount)),
      ),
      bars(
        1,
        (rule) => rule.findings,
        (rule) => groupDigits(rule.findings),
      ),
    ],
  }
}

function levelOption(page, width) {
  const levels = page.charts.levels.filter(({ findings }) => findings > 0)
  const title = ({ level }) => sayBoth(page.levels[level])
  const isSideBySide = width >= ringsBesideWidth
  const ring = (name, place, value, text) => ({
    type: 'pie',
    stillShowZeroSum: false,
    ...place,
    radius: ['44%', '66%'],
    center: ['50%', '50%'],
    // A negative sum has no slice; the figures above the charts have it.
    data: levels.map((each) => ({
      name: title(each),
      value: Math.max(0, value(each)),
      itemStyle: { color: levelColours[each.level] },
    })),
    label: {
      color: ink,
      fontSize: 12,
      lineHeight: 16,
      // At the edge the labels of thin slices lie on nothing.
      alignTo: 'edge',
      edgeDistance: 4,
      formatter: ({ dataIndex }) => `${title(levels[dataIndex])}\n${text(levels[dataIndex])}`,
    },
    labelLine: { length: 8, length2: 4, maxSurfaceAngle: 80 },
    itemStyle: { borderColor: '#fff', borderWidth: 2 },
    tooltip: {
      formatter: ({ dataIndex }) =>
        tip(title(levels[dataIndex]), [
          [say('金额', 'Money'), yuanText(levels[dataIndex].amount)],
          [say('疑点', 'Findings'), countText(levels[dataIndex].findings)],
        ]),
    },
    name,
  })
  const places = isSideBySide
    ? [
        { left: 0, width: '50%' },
        { left: '50%', width: '50%' },
      ]
    : [
        { top: 0, height: '50%' },
        { top: '50%', height: '50%' },
      ]
  const middles = isSideBySide
    ? [
        ['25%', '50%'],
        ['75%', '50%'],
      ]
    : [
        ['50%', '25%'],
        ['50%', '75%'],
      ]
  const names = [say('金额', 'Money'), say('条数', 'Findings')]
  return {
    animation: false,
    tooltip: { ...tooltipLook, trigger: 'item' },
    title: names.map((text, index) => ({
      text,
      left: middles[index][0],
      top: middles[index][1],
      padding: 0,
      textAlign: 'center',
      textVerticalAlign: 'middle',
      textStyle: { color: faint, fontSize: 12, fontWeight: 'normal' },
    })),
    series: [
      ring(
        names[0],
        places[0],
        ({ amount }) => Number(amount),
        ({ amount }) => shortYuan(Number(amount)),
      ),
      ring(
        names[1],
        places[1],
        ({ findings }) => findings,
        ({ findings }) => countText(findings),
      ),
    ],
  }
}

function monthOption(page) {
  const { labels, amounts } = page.charts.months
  return {
    animation: false,
    grid: { left: 76, right: 16, top: 36, bottom: 28 },
    legend: {
      top: 0,
      left: 'center',
      itemWidth: 12,
      itemHeight: 12,
      textStyle: { color: ink },
      selectedMode: false,
    },
    xAxis: {
      type: 'category',
      data: labels,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: '#c3ccd5' } },
      axisLabel: { color: faint, hideOverlap: true },
    },
    yAxis: valueAxis(0, shortYuan),
    tooltip: {
      ...tooltipLook,
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: 'rgba(60, 90, 120, 0.06)' } },
      formatter: ([{ dataIndex }]) =>
        tip(
          labels[dataIndex],
          [1, 2, 3].map((level) => [sayBoth(page.levels[level]), yuanText(amounts[level - 1][dataIndex])]),
        ),
    },
    series: [1, 2, 3].map((level) => ({
      type: 'bar',
      stack: 'month',
      barMaxWidth: 28,
      name: sayBoth(page.levels[level]),
      itemStyle: { color: levelColours[level] },
      data: amounts[level - 1].map(Number),
    })),
  }
}

/** Every chart's place, option, name, and height by its width. */
function chartPlans(page) {
  const byRules = Math.max(180, 64 + page.charts.rules.length * 26)
  // Above each other the rings are as high as the chart beside them.
  const ofLevels = (width) => (width >= ringsBesideWidth ? 200 : Math.min(420, Math.max(300, byRules)))
  return [
    ['chart-rules', ruleOption, say('按规则的涉及金额与疑点数', 'Money and findings by rule'), () => byRules],
    ['chart-levels', levelOption, say('按级别的涉及金额与疑点数', 'Money and findings by level'), ofLevels],
    ['chart-months', monthOption, say('按月份的涉及金额', 'Money by month'), () => 240],
  ]
}

export function drawCharts(page, onRule) {
  const font = getComputedStyle(document.body).fontFamily
  const charts = []
  for (const [id, option, label, heightOf] of chartPlans(page)) {
    const place = document.getElementById(id)
    if (place === null) continue
    place.setAttribute('aria-label', label)
    place.style.height = '180px'
    const chart = echarts.init(place, { textStyle: { fontFamily: font } }, { renderer: 'svg' })
    const draw = (isOnPaper) => {
      const width = isOnPaper ? widthOnPaper : place.clientWidth
      const height = heightOf(width)
      place.style.height = `${height}px`
      // Sizes are given, for without them the chart would keep the ones it was given for paper.
      chart.resize({ width, height })
      chart.setOption(option(page, width), true)
    }
    draw(false)
    charts.push(draw)
    if (id === 'chart-rules')
      chart.on('click', ({ dataIndex }) => onRule(page.charts.rules.toReversed()[dataIndex].code))
  }
  const drawAll = (isOnPaper) => {
    for (const draw of charts) draw(isOnPaper)
  }
  return { redraw: () => drawAll(false), drawForPaper: () => drawAll(true) }
}
