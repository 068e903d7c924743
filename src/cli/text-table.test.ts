import { expect, test } from 'vitest'
import { displayWidth, textTable } from './text-table.ts'

test('wide characters take two columns of a terminal', () => {
  expect(['abc', '张三', '张A', '，', '𠮷', '¥'].map(displayWidth)).toEqual([3, 4, 3, 2, 2, 1])
})

test('columns are aligned by what is seen, numbers to the right, nothing trailing', () => {
  expect(
    textTable(
      [
        ['名称', '行', 'x'],
        ['a', '1,000', ''],
      ],
      [1],
    ),
  ).toBe('名称     行  x\na     1,000\n')
})
