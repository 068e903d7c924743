import { groupedCount } from '#base/grouped-count.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { levelTitles, type SubjectRisk } from '#screening/finding.ts'
import { formatScore } from '../subject/subjects-csv.ts'
import { subjectMeaning } from '../subject/subjects-sheet.ts'
import { bilingual, both, type Markup, markup } from './markup.ts'
import { subjectKindTitles } from './page-data.ts'

/** report.html shows this many subjects; subjects.csv has all. */
export const subjectsListed = 50

function row(subject: SubjectRisk): Markup {
  const name = subject.personName === '' ? '' : `${subject.personName} `
  return markup`<tr><td>${bilingual(subjectKindTitles[subject.subjectKind])}</td><td class="file">${name}<code>${subject.subjectId}</code></td><td class="number"><strong>${formatScore(subject.scoreTenThousandths)}</strong></td><td class="number">${formatYuanGrouped(subject.amountFen)}</td><td class="number">${groupedCount(subject.findings)}</td><td>${subject.ruleCodes.map((code) => markup`<a href="#rule-${code}"><code>${code}</code></a> `)}</td><td>${bilingual(levelTitles[subject.highestLevel])}</td><td>${subject.region}</td></tr>`
}

/** 风险画像: a static table, there without a script and on paper. */
export function subjectSection(subjects: readonly SubjectRisk[], all: number): Markup {
  const title = both('风险画像', 'Risk by subject')
  if (all === 0) {
    return markup`<section id="subjects" class="card"><h2>${title}</h2><p class="hint">${both('没有疑点。', 'No findings.')}</p></section>`
  }
  const extent = both(
    `人员、账号、工作人员、单位共 ${groupedCount(all)} 个，列出风险分最高的 ${groupedCount(subjects.length)} 个；全部见 subjects.csv。`,
    `${groupedCount(all)} persons, accounts, members of staff and employers; the ${groupedCount(subjects.length)} with the highest scores are listed, subjects.csv has all.`,
  )
  return markup`<section id="subjects" class="card"><h2>${title}</h2><p class="hint">${extent}</p><p class="hint">${bilingual(subjectMeaning)}</p>
<div class="scroll"><table class="grid subject-table"><thead><tr><th scope="col">${both('类别', 'Kind')}</th><th scope="col">${both('对象', 'Subject')}</th><th scope="col" class="number">${both('风险分', 'Score')}</th><th scope="col" class="number">${both('涉及金额（元）', 'Amount (yuan)')}</th><th scope="col" class="number">${both('疑点', 'Findings')}</th><th scope="col">${both('命中规则', 'Rules')}</th><th scope="col">${both('最高等级', 'Highest level')}</th><th scope="col">${both('统筹区', 'Region')}</th></tr></thead>
<tbody>${subjects.map(row)}</tbody></table></div></section>`
}
