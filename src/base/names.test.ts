import { expect, test } from 'vitest'
import { maskName, normaliseName } from './names.ts'

test.for([
  ['古丽·巴哈尔', '古丽•巴哈尔'],
  ['古丽·巴哈尔', '古丽．巴哈尔'],
  ['古丽·巴哈尔', '古丽・巴哈尔'],
  ['古丽·巴哈尔', '古丽‧巴哈尔'],
  ['古丽·巴哈尔', '古丽.巴哈尔'],
  ['古丽·巴哈尔', ' 古 丽 · 巴\u3000哈尔 '],
  ['张三', '张\u200B三\uFEFF'],
  ['JOHN', 'ｊｏｈｎ'],
  ['ABC', 'a\u00A0b\u2003c'],
] as const)('%s equals %s when normalised', ([one, other]) => {
  expect(normaliseName(other)).toBe(normaliseName(one))
})

test('names that differ stay different', () => {
  expect(normaliseName('张三')).not.toBe(normaliseName('张叁'))
  expect(normaliseName('古丽·巴哈尔')).not.toBe(normaliseName('古丽巴哈尔'))
})

test.for([
  ['张三', '张*'],
  ['欧阳娜娜', '欧***'],
  ['𠮷田', '𠮷*'],
  ['王', '王'],
  ['', ''],
] as const)('%s is masked as %s', ([name, masked]) => {
  expect(maskName(name)).toBe(masked)
})
