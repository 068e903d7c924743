import type { Bilingual, Language } from '#base/bilingual.ts'
import { groupedCount } from '#base/grouped-count.ts'
import type { OutputCell, OutputSheet } from '#platform/xlsx/xlsx-types.ts'
import { levelTitles, type SubjectReader } from '#screening/finding.ts'
import { subjectKindTitles } from '../page/page-data.ts'
import { headerIn, sheetNames } from '../report-xlsx-words.ts'
import { formatScore } from './subjects-csv.ts'

export const subjectMeaning: Bilingual = {
  zh: '风险分 = 1 − Π(1 − 级别权重 × 置信度)，权重一级 0.60、二级 0.30、三级 0.10，置信度未测定时为 0.5；核查不属实且证据未变的疑点不计，核查属实的置信度为 1；涉及金额另列，不计入风险分，同一笔证据只计一次。风险分只用于安排核查顺序，不是结论。',
  en: 'Score = 1 − Π(1 − weight × confidence); weights 0.60, 0.30 and 0.10 for levels 1 to 3, confidence 0.5 where it was not measured; a finding that a review cleared does not count while its evidence stays the same, one that it confirmed counts with confidence 1. Money stands beside it and is no part of it; a row of evidence counts once. The score says whom to look at first, and proves nothing.',
}

async function* rowsOf(
  subjects: SubjectReader,
  language: Language,
  rowsMax: number,
): AsyncGenerator<OutputCell[]> {
  let count = 0
  for await (const subject of subjects.read()) {
    if (count === rowsMax) return
    count += 1
    yield [
      subjectKindTitles[subject.subjectKind][language],
      subject.subjectId,
      subject.personName,
      formatScore(subject.scoreTenThousandths),
      subject.amountFen,
      subject.findings,
      subject.ruleCodes.join(' '),
      levelTitles[subject.highestLevel][language],
      subject.region,
    ]
  }
}

/** 风险画像: who has most against them. */
export function subjectsSheet(subjects: SubjectReader, language: Language, rowsMax: number): OutputSheet {
  const header = (zh: string, en: string): string => headerIn({ zh, en }, language)
  const count = groupedCount(subjects.count)
  const heading = {
    zh: `风险画像（人员、账号、工作人员、单位共 ${count} 个）`,
    en: `Risk by subject: ${count} persons, accounts, members of staff and employers`,
  }
  const leftOut = groupedCount(subjects.count - rowsMax)
  const footer = {
    zh: `本表另有 ${leftOut} 个对象未列出，全部内容见 subjects.csv。`,
    en: `${leftOut} more subjects are left out here; subjects.csv has all of them.`,
  }
  return {
    name: sheetNames.subjects,
    heading: [heading[language], subjectMeaning[language]],
    columns: [
      { header: header('对象类别', 'Subject kind'), width: 12, kind: 'text' },
      { header: header('对象编号', 'Subject'), width: 24, kind: 'wrapped' },
      { header: header('姓名', 'Name'), width: 10, kind: 'text' },
      { header: header('风险分', 'Score'), width: 10, kind: 'text' },
      { header: header('涉及金额（元）', 'Amount (yuan)'), width: 16, kind: 'yuan' },
      { header: header('疑点数', 'Findings'), width: 10, kind: 'integer' },
      { header: header('命中规则', 'Rules'), width: 40, kind: 'wrapped' },
      { header: header('最高等级', 'Highest level'), width: 12, kind: 'text' },
      { header: header('统筹区', 'Region'), width: 12, kind: 'text' },
    ],
    rows: rowsOf(subjects, language, rowsMax),
    footer: subjects.count > rowsMax ? [footer[language]] : [],
  }
}
