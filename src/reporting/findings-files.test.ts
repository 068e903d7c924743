import { describe, expect, test } from 'vitest'
import { tables } from '#standard/tables.ts'
import { collectEvidenceShown, maskEvidence } from './evidence-shown.ts'
import { findingCsvLine, findingJsonTexts, findingsCsvHeader } from './findings-files.ts'
import { deathRow, exampleFinding, paymentRow } from './test-run.ts'

const shortRow = paymentRow('L-1', { values: { amount: '3100.00', holder_name: '张三' } })

describe('findings.csv', () => {
  test('has the standard’s columns, with a byte-order mark and CRLF', () => {
    expect(findingsCsvHeader).toBe(
      '\uFEFFfinding_id,rule_code,rule_title,level,subject_kind,subject_id,person_name_masked,period_from,period_to,' +
        'amount,evidence_count,explanation,evidence,region\r\n',
    )
  })

  test('a line is exactly this', () => {
    const finding = exampleFinding({ explanation: '张*“停发”后仍发放, 请核查' })
    expect(findingCsvLine(finding, { counted: [shortRow], context: [] })).toBe(
      `${finding.findingId},DTH-01,死亡后继续发放待遇,1,person,P1,张*,2024-04,2024-05,6300.50,1,` +
        '"张*“停发”后仍发放, 请核查",' +
        '"[{""table"":""payment"",""key"":""L-1"",""amount"":""3100.00"",""holder_name"":""张三""}]",990101\r\n',
    )
  })

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])(
    '%j as a text cell gets an apostrophe',
    (text) => {
      const finding = exampleFinding({ subjectId: text, personName: text, region: text, explanation: text })
      const line = findingCsvLine(finding, { counted: [], context: [] })
      const cell = /[\r\n",]/.test(text) ? `"'${text}"` : `'${text}`
      expect(line.split(cell)).toHaveLength(5)
    },
  )

  test('a negative amount is a number and stays, and zero is 0.00', () => {
    const line = (amountFen: bigint) =>
      findingCsvLine(exampleFinding({ amountFen }), { counted: [], context: [] })
    expect(line(-5n)).toContain(',-0.05,1,')
    expect(line(0n)).toContain(',0.00,1,')
  })

  test('rows of context follow the rows that count, and say so', () => {
    const line = findingCsvLine(exampleFinding(), { counted: [shortRow], context: [deathRow] })
    const cell = line.slice(line.indexOf('"['), line.lastIndexOf(']"') + 2)
    const evidence = JSON.parse(cell.slice(1, -1).replaceAll('""', '"'))
    expect(evidence.map((row: { context?: true }) => row.context)).toEqual([undefined, true])
  })
})

describe('the evidence that findings.csv shows', () => {
  const rows = Array.from({ length: 50 }, (_, index) => paymentRow(`L-${index}`))
  const finding = exampleFinding({ evidenceCount: 50 })

  test('is the first 20 rows over all parts, and the context after them', () => {
    const take = collectEvidenceShown()
    expect(take({ finding, isFirst: true, isLast: false, rows: rows.slice(0, 15) })).toBeUndefined()
    expect(take({ finding, isFirst: false, isLast: false, rows: rows.slice(15) })).toBeUndefined()
    const shown = take({ finding, isFirst: false, isLast: true, rows: [deathRow] })
    expect(shown?.counted.map(({ key }) => key)).toEqual(rows.slice(0, 20).map(({ key }) => key))
    expect(shown?.context).toEqual([deathRow])
  })

  test('does not carry over to the next finding', () => {
    const take = collectEvidenceShown()
    take({ finding, isFirst: true, isLast: true, rows })
    expect(take({ finding, isFirst: true, isLast: true, rows: [] })).toEqual({ counted: [], context: [] })
  })

  test('names people by masked name, whatever the column is called, and nothing else', () => {
    expect(maskEvidence(paymentRow('L-1')).values).toMatchObject({
      holder_name: '张**',
      account_number: '6217000010001234567',
    })
    expect(maskEvidence(deathRow).values).toMatchObject({ name: '张*', source: 'HEALTH', revoked: null })
    const employer = { ...deathRow, table: 'employer' as const, values: { name: '某某公司' } }
    expect(maskEvidence(employer).values.name).toBe('某某公司')
  })
})

describe('findings.jsonl', () => {
  test('holds a finding’s rows of all parts in one line, raw', () => {
    const text = findingJsonTexts()
    const finding = exampleFinding({ subjectId: '=1+1', evidenceCount: 2 })
    const line = [
      text({ finding, isFirst: true, isLast: false, rows: [] }),
      text({ finding, isFirst: false, isLast: false, rows: [shortRow] }),
      text({ finding, isFirst: false, isLast: true, rows: [paymentRow('L-2', { values: {} }), deathRow] }),
    ].join('')
    expect(line.indexOf('\n')).toBe(line.length - 1)
    expect(JSON.parse(line)).toEqual({
      finding_id: finding.findingId,
      rule_code: 'DTH-01',
      rule_title: '死亡后继续发放待遇',
      level: 1,
      subject_kind: 'person',
      subject_id: '=1+1',
      person_name_masked: '张*',
      period_from: '2024-04',
      period_to: '2024-05',
      amount: '6300.50',
      evidence_count: 2,
      explanation: finding.explanation,
      evidence: [
        { table: 'payment', key: 'L-1', amount: '3100.00', holder_name: '张三' },
        { table: 'payment', key: 'L-2' },
        {
          table: 'death',
          key: deathRow.key,
          context: true,
          source: 'HEALTH',
          name: '张三',
          died_on: '2024-03-14',
          revoked: null,
        },
      ],
      region: '990101',
    })
  })

  test('a finding without rows is followed by one with rows, without a stray comma', () => {
    const text = findingJsonTexts()
    const finding = exampleFinding()
    text({ finding, isFirst: true, isLast: true, rows: [shortRow] })
    const line = text({ finding, isFirst: true, isLast: true, rows: [shortRow] })
    expect(JSON.parse(line).evidence).toHaveLength(1)
  })
})

test('no column of the standard is called as a key of evidence that is none of its values', () => {
  const names = tables.flatMap(({ columns }) => columns.map(({ name }): string => name))
  expect(names.filter((name) => ['table', 'key', 'context'].includes(name))).toEqual([])
})
