import { expect, test } from 'vitest'
import { maskData } from './mask-data.ts'

test('fields are masked by their name, in either spelling, however deep', () => {
  expect(
    maskData({
      id_number: '990101199001011234',
      oldAccountNumber: '6222000011112222',
      lines: [{ holderName: '欧阳晓明', mobile: '13800001234', amountFen: '123456789012' }],
      person_id: 'P0001',
      name: '张三',
      username_hint: '无',
    }),
  ).toEqual({
    id_number: '990101********1234',
    oldAccountNumber: '************2222',
    lines: [{ holderName: '欧***', mobile: '138****1234', amountFen: '123456789012' }],
    person_id: 'P0001',
    name: '张*',
    username_hint: '无',
  })
})

test('numbers of persons are masked in any text, and only they', () => {
  expect(maskData('电话13800001234，证件 99010119900101123x，卡6222000011112222。')).toBe(
    '电话138****1234，证件 990101********123x，卡************2222。',
  )
  const harmless = ['2026-11-21', '019a2b3c-7d8e-7f01-8a9b-123456789012', '123456789012345', true, null, 5]
  expect(maskData(harmless)).toEqual(harmless)
})
