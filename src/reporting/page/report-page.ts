import type { Language } from '#base/bilingual.ts'
import { assert } from '#base/refusal.ts'
import type { RunSummary, SubjectRisk } from '#screening/finding.ts'
import type { FindingTotals } from '../finding-totals.ts'
import { dataSection } from './data-sections.ts'
import { listSection, pageFoot } from './list-section.ts'
import { type Markup, markup } from './markup.ts'
import { figures, navigation, notices, pageHead } from './overview-sections.ts'
import { type FindingEncoder, pageDataTexts } from './page-data.ts'
import { type PageFiles, scriptDigest } from './page-files.ts'
import { chartSection, ruleDescriptions, ruleTable } from './rule-sections.ts'
import { subjectSection } from './subject-section.ts'

/** report.html lists this many findings at most (standard, Precisely, A run). */
export const findingsListed = 5_000

export interface ReportPage {
  readonly summary: RunSummary
  readonly totals: FindingTotals
  readonly language: Language
  readonly isUnmasked: boolean
  readonly encoder: FindingEncoder
  /** Encoded, largest first. */
  readonly findings: readonly string[]
  /** The first of subjects.csv, and the number of all. */
  readonly subjects: readonly SubjectRisk[]
  readonly subjectCount: number
  readonly files: PageFiles
}

/**
 * Nothing is fetched and nothing is sent. Scripts are named by their digests: text from a delivery could not run even
 * if it got onto the page as HTML. Charts set styles on their elements, hence the inline styles.
 */
function securityPolicy(scripts: readonly string[]): string {
  const sources = scripts.map(scriptDigest).join(' ')
  return `default-src 'none'; script-src ${sources}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`
}

function body({ summary, totals, isUnmasked, findings, subjects, subjectCount }: ReportPage): Markup {
  const extent = { listed: findings.length, all: totals.all.findings, cleared: totals.cleared }
  return markup`<div class="band">${pageHead(summary, isUnmasked)}</div>
${navigation()}
<main id="overview">
${figures(summary, totals)}
${notices(summary)}
${chartSection(summary)}
${ruleTable(summary)}
${subjectSection(subjects, subjectCount)}
${listSection(extent)}
${ruleDescriptions(summary)}
${dataSection(summary)}
</main>
${pageFoot(summary)}`
}

/** The page, text by text: its findings may be many megabytes. */
export function reportPageTexts(page: ReportPage): readonly string[] {
  const { summary, language, files } = page
  for (const script of files.scripts) assert(!/<\/script/i.test(script), 'a script would end its own element')
  const data = pageDataTexts(page)
  return [
    `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}" data-language="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${securityPolicy(files.scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
${markup`<title>社会保险基金疑点筛查报告 ${summary.asOf}</title>`.html}
<style>
${files.style}</style>
</head>
<body>
`,
    body(page).html,
    `\n<script type="application/json" id="page-data">${data.page}</script>`,
    `\n<script type="application/json" id="findings-data">${data.findings}</script>`,
    ...files.scripts.map((script) => `\n<script>${script}</script>`),
    '\n</body>\n</html>\n',
  ]
}
