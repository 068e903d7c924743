import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { caseKinds } from '#cases/case-kinds.ts'
import { dutyKinds } from '#duties/duty-kinds.ts'
import { gateKey } from '#gate/keys/gate-key.ts'
import { majorEventKind } from '#major-events/major-event.ts'
import { leadingGroupKind } from '#meetings/leading-group.ts'
import { meetingKind } from '#meetings/meeting.ts'
import { fileKinds } from '#orders/files/file-kinds.ts'
import { orderKinds } from '#orders/order-functions.ts'
import { feedDecisionKind } from '#orders/standing/feed-decision.ts'
import { periodicReportKind } from '#periodic-reports/periodic-report.ts'
import { ledgerKinds } from '#risk-ledger/ledger-kinds.ts'
import { staffingKinds } from '#staffing/staffing-kinds.ts'
import { codeName } from './code-names.ts'
import { inputOfVariant } from './form-values.ts'
import { type Field, type Json, variantsOf } from './read-schema.ts'

/** Every form that people see, as the API serves it: no field without a title, no code without a name. */
const chinese = /\p{Script=Han}/u
const forms = [
  ...orderKinds('own'),
  ...fileKinds('own'),
  feedDecisionKind(),
  gateKey,
  ...staffingKinds(),
  ...ledgerKinds(),
  ...dutyKinds(),
  ...caseKinds({ findings: () => sql`'[]'::jsonb` }),
  ...[majorEventKind(), periodicReportKind(), meetingKind(), leadingGroupKind()],
].flatMap(({ kind, actions }) =>
  Object.entries(actions)
    .filter(([, { by }]) => by === 'person')
    .map(([name, { input }]) => ({
      name: `${kind} ${name}`,
      schema: JSON.parse(
        JSON.stringify(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })),
      ) as Json,
    })),
)

function allFields(fields: readonly Field[]): Field[] {
  return fields.flatMap((field) => {
    const { shape } = field
    return shape.is === 'rows' || shape.is === 'group' ? [field, ...allFields(shape.fields)] : [field]
  })
}

describe('every form', () => {
  test('is there', () => expect(forms.length).toBeGreaterThan(200))

  test.for(forms)('$name has a title for each field and a name for each code', ({ schema }) => {
    const fields = variantsOf(schema).flatMap((variant) => allFields(variant.fields))
    const untitled = fields.filter(({ title }) => !chinese.test(title.zh) || title.en === '')
    expect(untitled.map(({ name }) => name)).toEqual([])
    const unnamed = fields.flatMap(({ name, title, shape }) => {
      const codes = shape.is === 'code' ? shape.codes : shape.is === 'words' ? (shape.codes ?? []) : []
      return codes
        .filter((code) => !chinese.test(codeName(code, { name, title: title.zh, among: codes }).zh))
        .map((code) => `${name} (${title.zh}) ${code}`)
    })
    expect(unnamed).toEqual([])
  })

  test('sends what was typed in the forms that the API wants', () => {
    const schema = forms.find(({ name }) => name === 'ORDER_BACK_PAY enter')!.schema
    const variant = variantsOf(schema)[0]!
    const typed = { person_id: ' 990100000001 ', amount: '1,250.5', period_from: '2026-01', reason: '' }
    expect(inputOfVariant(variant, typed)).toEqual({
      person_id: '990100000001',
      amount: '1250.50',
      period_from: '2026-01',
    })
  })

  test('leaves empty what may be empty as null, and absent what must be there', () => {
    const schema = forms.find(({ name }) => name === 'ORDER_ACCOUNT_CHANGE approve')!.schema
    expect(inputOfVariant(variantsOf(schema)[0]!, {})).toEqual({ reason: null })
  })

  test('of parameters is two, told apart by what they change', () => {
    const variants = variantsOf(forms.find(({ name }) => name === 'ORDER_PARAMETER_CHANGE enter')!.schema)
    expect(variants.map(({ title, by }) => [title.zh, by?.name])).toEqual([
      ['参数值', 'what'],
      ['工作日历', 'what'],
    ])
    expect(Object.keys(inputOfVariant(variants[1]!, { year: 2027, off: ['2027-01-01'] }))).toContain('what')
  })
})
