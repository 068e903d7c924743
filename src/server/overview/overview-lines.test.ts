import { expect, test } from 'vitest'
import { overviewColumns, overviewLines, type ShownTotals } from './overview-lines.ts'

const sums = { findings: 3, amount_fen: '900719925474099301', open_amount_fen: '150' }
const place = { region: '990101', name: '青川县', level: 'COUNTY' } as const
const balance = {
  recoveries: 2,
  due_fen: '1000',
  recovered_fen: '400',
  written_off_fen: '100',
  outstanding_fen: '500',
}
const shown: ShownTotals = {
  findings: {
    regions: [place],
    totals: sums,
    by_status: [{ status: 'OPEN', ...sums }],
    by_level: [{ level: 1, ...sums }],
    by_rule: [{ rule_code: 'DTH-01', rule_title: { zh: '死亡后继续发放待遇', en: '' }, ...sums }],
    by_month: [{ month: '2026-10', level: 2, ...sums }],
    by_region: [
      { ...place, is_own: true, ...sums },
      { ...place, is_own: false, ...sums },
    ],
  },
  work: {
    cases: {
      today: '2026-11-21',
      regions: [place],
      totals: { cases: 7, open: 5, overdue: 2, due_soon: 1, concluded: 3, confirmed_fen: '1200' },
      by_status: [
        { status: 'OPENED', title: { zh: '待分派', en: 'opened' }, cases: 4, overdue: 1, due_soon: 0 },
      ],
      by_region: [{ ...place, is_own: false, cases: 7, open: 5, overdue: 2, confirmed_fen: '1200' }],
    },
    recovery: {
      regions: [place],
      totals: { ...balance, confirmed_fen: '1200' },
      by_status: [],
      by_region: [{ ...place, is_own: false, ...balance }],
    },
  },
}

const cells = (given: ShownTotals) =>
  overviewLines(given).map((line) => overviewColumns.map(({ valueOf: of }) => of(line)))

test('every figure of the page is a line of the file, its money to the fen', () => {
  const money = [3, 900_719_925_474_099_301n, 150n, null]
  expect(cells(shown)).toEqual([
    ['疑点合计', '', '', ...money],
    ['按状态', 'OPEN', expect.any(String), ...money],
    ['按等级', '1', '一级', ...money],
    ['按规则', 'DTH-01', '死亡后继续发放待遇', ...money],
    ['按首次发现月份', '2026-10', '二级', ...money],
    ['按地区', '990101', '青川县（本级）', ...money],
    ['按地区', '990101', '青川县', ...money],
    ['案件合计', '', '', 7, 1_200n, null, 2],
    ['案件按状态', 'OPENED', '待分派', 4, null, null, 1],
    ['案件按地区', '990101', '青川县', 7, 1_200n, null, 2],
    ['追回合计', '', '', 2, 1_000n, 500n, null],
    ['追回按地区', '990101', '青川县', 2, 1_000n, 500n, null],
  ])
})

test('whoever reads no cases has no line of them', () => {
  const lines = cells({ ...shown, work: null })
  expect(lines).toHaveLength(7)
  expect(JSON.stringify(lines.map(([group]) => group))).not.toMatch(/案件|追回/)
})
