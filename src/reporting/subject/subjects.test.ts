import { statSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { SubjectRisk } from '#screening/finding.ts'
import { reportFolder, withoutScripts } from '../test-report.ts'
import { manyFindings } from '../test-run.ts'
import { subjectReaderOf } from '../test-subjects.ts'
import { formatScore } from './subjects-csv.ts'

const folder = reportFolder()
afterAll(() => folder.remove())

function subject(over: Partial<SubjectRisk> = {}): SubjectRisk {
  return {
    subjectKind: 'person',
    subjectId: 'P1',
    personName: '张*',
    scoreTenThousandths: 8_265,
    amountFen: 123_456n,
    findings: 3,
    ruleCodes: ['DTH-01', 'DTH-02'],
    highestLevel: 1,
    region: '990101',
    ...over,
  }
}

const write = (subjects: readonly SubjectRisk[]) =>
  folder.write(manyFindings(3), { subjects: subjectReaderOf(subjects) })

test.for([
  [0, '0.0000'],
  [5, '0.0005'],
  [8_265, '0.8265'],
  [10_000, '1.0000'],
] as const)('a score of %i ten-thousandths is printed %s', ([score, expected]) => {
  expect(formatScore(score)).toBe(expected)
})

describe('subjects.csv', () => {
  test('has a line a subject in the order given, guarded, for the owner only', async () => {
    const { directory, text } = await write([
      subject(),
      subject({ subjectKind: 'account', subjectId: '=1+1', personName: '', amountFen: -5n, region: '@x,y' }),
    ])
    expect(text('subjects.csv')).toBe(
      '\uFEFFsubject_kind,subject_id,person_name_masked,score,amount,findings,rules,highest_level,region\r\n' +
        'person,P1,张*,0.8265,1234.56,3,DTH-01 DTH-02,1,990101\r\n' +
        'account,\'=1+1,,0.8265,-0.05,3,DTH-01 DTH-02,1,"\'@x,y"\r\n',
    )
    expect(statSync(path.join(directory, 'subjects.csv')).mode & 0o777).toBe(0o600)
  })

  test('is there without a subject', async () => {
    expect((await write([])).text('subjects.csv').split('\r\n')).toHaveLength(2)
  })

  test('a reader that gives fewer than it counts is a bug', async () => {
    const subjects = { ...subjectReaderOf([subject()]), count: 2 }
    await expect(folder.write([], { subjects })).rejects.toThrow('2 subjects were ranked, but 1 were read')
  })
})

const hundred = Array.from({ length: 100 }, (_, index) =>
  subject({ subjectId: `P${String(index).padStart(3, '0')}`, personName: '<b>*' }),
)

test('report.html shows the first 50 and says how many there are, escaped', async () => {
  const html = withoutScripts((await write(hundred)).text('report.html'))
  const section = html.split('<section id="subjects"')[1]!.split('</section>')[0]!
  expect(section.match(/<tr><td>/g)).toHaveLength(50)
  expect(section).toContain('共 100 个，列出风险分最高的 50 个')
  expect(section).toContain('P049')
  expect(section).not.toContain('P050')
  expect(section).toContain('&lt;b&gt;')
  expect(html).toContain('href="#subjects"')
})
