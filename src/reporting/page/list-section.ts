import { groupedCount } from '#base/grouped-count.ts'
import { formatYuanGrouped } from '#base/money.ts'
import type { RunSummary } from '#screening/finding.ts'
import type { Total } from '../finding-totals.ts'
import { both, type Markup, markup, noMarkup } from './markup.ts'

export interface ListExtent {
  readonly listed: number
  readonly all: number
  /** Verified as untrue before; listed apart. */
  readonly cleared: Total
}

/** How many findings the list holds: said whether or not some are left out. */
function extentNote({ listed, all }: ListExtent): Markup {
  if (all === 0)
    return both(
      '没有发现疑点。请同时查看未评估的规则。',
      'Nothing was found. See also the rules that were not evaluated.',
    )
  if (listed === all) {
    return both(
      `全部 ${groupedCount(all)} 条疑点，每条最多显示 20 行证据；全部证据见 findings.jsonl。`,
      `All ${groupedCount(all)} findings, up to 20 evidence rows each; findings.jsonl has all rows.`,
    )
  }
  return both(
    `本页列出金额最大的 ${groupedCount(listed)} 条，另有 ${groupedCount(all - listed)} 条未列出：全部疑点见 findings.csv，全部证据见 findings.jsonl。上面的合计包含全部疑点。`,
    `The ${groupedCount(listed)} largest are listed here; ${groupedCount(all - listed)} more are left out: all findings are in findings.csv, all evidence in findings.jsonl. The totals above cover everything.`,
  )
}

const columns: readonly (readonly [string, string, string])[] = [
  ['level', '级别', 'Level'],
  ['rule', '规则', 'Rule'],
  ['subject', '对象', 'Subject'],
  ['region', '地区', 'Region'],
  ['period', '期间', 'Period'],
  ['amount', '金额（元）', 'Money (yuan)'],
  ['evidence', '证据（行）', 'Evidence rows'],
]

function headings(): Markup {
  const cells = columns.map(
    ([name, zh, en]) =>
      markup`<th scope="col" class="column-${name}"><button type="button" class="sort" data-sort="${name}">${both(zh, en)}</button></th>`,
  )
  return markup`<tr><th scope="col" class="column-open"><span class="unseen">${both('展开', 'Open')}</span></th>${cells}<th scope="col" class="column-explanation">${both('说明', 'Explanation')}</th></tr>`
}

function filter(name: string, zh: string, en: string): Markup {
  return markup`<label class="filter"><span>${both(zh, en)}</span><select id="filter-${name}" data-filter="${name}"></select></label>`
}

export function listSection(extent: ListExtent): Markup {
  const { cleared } = extent
  const clearedNote =
    cleared.findings === 0
      ? noMarkup
      : markup`<p class="hint">${both(
          `其中 ${groupedCount(cleared.findings)} 条（${formatYuanGrouped(cleared.amountFen)} 元）此前核查为不属实且证据未变，单独列出；合计仍包含它们。`,
          `${groupedCount(cleared.findings)} of them (${formatYuanGrouped(cleared.amountFen)} yuan) were verified as untrue, on the same evidence; they are listed apart and still in the totals.`,
        )}</p>`
  const total = markup`<p class="hint">${extentNote(extent)}</p>${clearedNote}`
  if (extent.all === 0) {
    return markup`<section id="findings" class="card"><h2>${both('疑点清单', 'Findings')}</h2>${total}</section>`
  }
  return markup`<section id="findings" class="card"><h2>${both('疑点清单', 'Findings')}</h2>${total}
<noscript><p class="hint">${both('清单需要启用 JavaScript；也可直接打开 findings.csv 或 report.xlsx。', 'The list needs JavaScript; or open findings.csv or report.xlsx.')}</p></noscript>
<div id="list" hidden>
<div class="apart" id="apart" hidden><button type="button" class="quiet" data-cleared="no"></button><button type="button" class="quiet" data-cleared="yes"></button></div>
<form class="filters" id="filters" role="search">
  <label class="filter filter-search"><span>${both('搜索', 'Search')}</span><input type="search" id="search" autocomplete="off" spellcheck="false"></label>
  ${filter('level', '级别', 'Level')}${filter('rule', '规则', 'Rule')}${filter('kind', '对象类型', 'Kind')}${filter('region', '地区', 'Region')}
  <label class="filter filter-sort"><span>${both('排序', 'Sort')}</span><select id="sort"></select></label>
  <button type="reset" class="quiet">${both('清除筛选', 'Clear')}</button>
</form>
<p class="result" id="result" role="status" aria-live="polite"></p>
<div class="scroll"><table class="grid finding-table" id="finding-table">
<caption class="unseen">${both('疑点清单', 'Findings')}</caption>
<thead>${headings()}</thead><tbody id="finding-rows"></tbody></table></div>
<p class="print-note" id="print-note"></p>
<div class="pager" id="pager"></div>
</div></section>`
}

export function pageFoot(summary: RunSummary): Markup {
  return markup`<footer class="page-foot"><p>${both(
    `疑点是线索，不是结论：请逐条核查后认定。合计 ${groupedCount(summary.findings)} 条，${formatYuanGrouped(summary.amountFen)} 元。`,
    `A finding is a lead, not a verdict: verify each before concluding. In all ${groupedCount(summary.findings)}, ${formatYuanGrouped(summary.amountFen)} yuan.`,
  )}</p><p>${both('同一文件夹中的文件：', 'Beside this page: ')}findings.csv · findings.jsonl · subjects.csv · report.xlsx · rejects.csv · run.json${summary.programVersion === '' ? noMarkup : markup` · ${both('防线', 'Fangxian')} ${summary.programVersion}`}</p></footer>`
}
