import { expect, test } from 'vitest'
import { count, formatParameter, month, ratio, time, yuan } from './parameter.ts'

const meaning = { zh: '测试', en: 'test' }

test.for([
  [count({ default: '0', meaning }), '24', 24n, '24'],
  [yuan({ default: '0', meaning }), '20000', 2_000_000n, '20000'],
  [yuan({ default: '0', meaning }), '0.5', 50n, '0.50'],
  [ratio({ default: '0', meaning }), '0.20', 200_000n, '0.2'],
  [ratio({ default: '0', meaning }), '3', 3_000_000n, '3'],
  [ratio({ default: '0', meaning }), '0.000001', 1n, '0.000001'],
  [time({ default: '08:00', meaning }), '18:30', 66_600n, '18:30'],
  [month({ default: '2019-01', meaning }), '2019-01', 24_228n, '2019-01'],
] as const)('%# is bound and written back', ([parameter, written, bound, canonical]) => {
  expect(parameter.schema.parse(written)).toBe(bound)
  expect(formatParameter(parameter, bound)).toBe(canonical)
})

test.for([
  [count({ default: '0', meaning }), '-1'],
  [count({ default: '2', min: 2, meaning }), '1'],
  [count({ default: '0', meaning }), '1.5'],
  [yuan({ default: '0', meaning }), '-1'],
  [yuan({ default: '0', meaning }), '1.005'],
  [ratio({ default: '0', meaning }), '0.1234567'],
  [ratio({ default: '0', meaning }), '20%'],
  [time({ default: '08:00', meaning }), '24:00'],
  [time({ default: '08:00', meaning }), '8:00'],
  [month({ default: '2019-01', meaning }), '2019-13'],
  [month({ default: '2019-01', meaning }), ''],
] as const)('%# is refused', ([parameter, written]) => {
  expect(parameter.schema.safeParse(written).success).toBe(false)
})
