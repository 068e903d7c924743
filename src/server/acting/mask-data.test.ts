import { expect, test } from 'vitest'
import { z } from 'zod'
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

test('a field whose schema says that it is no person’s is shown, wherever the schema has it', () => {
  const plan = z.strictObject({ name: z.string().max(9).meta({ isPersonal: false }), head_name: z.string() })
  const schema = z.strictObject({
    plan: plan.nullable(),
    plans: z.array(plan),
    by_id: z.record(z.string(), plan),
  })
  const given = { name: '风险排查', head_name: '张三' }
  const shown = { name: '风险排查', head_name: '张*' }
  expect(maskData({ plan: given, plans: [given], by_id: { a: given } }, '', schema)).toEqual({
    ...{ plan: shown, plans: [shown], by_id: { a: shown } },
  })
  // What looks like a number of a person is masked even there.
  expect(maskData({ name: '电话13800001234', head_name: '张三' }, '', plan)).toMatchObject({
    name: '电话138****1234',
  })
  expect(maskData(given)).toEqual({ ...shown, name: '风***' })
})
