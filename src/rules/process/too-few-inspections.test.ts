import { testProcessRule } from './test-process-rule.ts'
import { tooFewInspections } from './too-few-inspections.ts'

const coverage = (year: number, units: number, inspected: number, other: Record<string, unknown> = {}) => ({
  coverage_id: `A1#${year}`,
  agency_id: 'A1',
  region: '990100',
  year,
  units,
  inspected,
  ...other,
})

testProcessRule(tooFewInspections, [
  {
    name: 'no quarter is over: nothing is behind',
    asOf: '2024-03-31',
    given: { record_inspection_coverage: [coverage(2024, 20, 0)] },
    found: [],
  },
  {
    name: 'after the first quarter a quarter of the fifth is asked',
    asOf: '2024-04-01',
    given: {
      record_inspection_coverage: [
        coverage(2024, 20, 0),
        coverage(2024, 20, 1, { coverage_id: 'B', agency_id: 'A2' }),
      ],
    },
    found: [{ subjectId: 'A1', evidence: ['A1#2024'], says: '前 1 季度没有达到进度' }],
  },
  {
    name: 'after the year a fifth is asked, of the year before the last nobody asks any more',
    asOf: '2025-01-01',
    given: {
      record_inspection_coverage: [
        coverage(2024, 20, 3),
        coverage(2024, 20, 4, { coverage_id: 'B', agency_id: 'A2' }),
        coverage(2023, 20, 0, { coverage_id: 'C', agency_id: 'A3' }),
        coverage(2025, 20, 0, { coverage_id: 'D', agency_id: 'A4' }),
      ],
    },
    found: [{ subjectId: 'A1', says: '2024 年应现场检查的经办机构 20 个，已检查 3 个，全年没有达到进度' }],
  },
])
