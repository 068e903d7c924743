import { expect, test } from 'vitest'
import type { z } from 'zod'
import { isOfNoPerson, personalKindOf } from '../acting/mask-data.ts'
import { elementsOf, layersOf } from '../acting/schema-fields.ts'
import { kindsOf } from './business.ts'

/**
 * Fields of records that are shown masked for what they are called. A new field with `name` in its name fails here: a
 * person's is added to this list, any other says `.meta({ isPersonal: false })` in its schema.
 */
const ofPersons = [
  'ACCOUNT.name',
  'ACCOUNT.sign_in_name',
  'ASSESSMENT.name',
  'BANK_STATEMENT.counterparty_name',
  'CAMPAIGN_TASK.contact_name',
  'CASE.party_name',
  'EMERGENCY_RELEASE.holder_name',
  'INSPECTION.name',
  'LETTER.addressee_name',
  'MAJOR_EVENT.person_name',
  'ORDER_ACCOUNT_CHANGE.holder_name',
  'ORDER_FUNERAL.payee_name',
  'ORDER_PAYMENT_FILE.holder_name',
  'ORGANISATION.name',
  'PAYMENT_HOLD.holder_name',
  'RECOVERY.debtor_name',
  'RELATIVES.name',
  'ROTATION_PLAN.name',
  'TRAINING.name',
]

interface Shaped {
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly valueType?: z.ZodType
}

/** Names of the fields of text below a schema that are taken for a person's. */
function namesIn(schema: z.ZodType, name: string = ''): string[] {
  // Any JSON at all has no names that could be known.
  if (schema.def.type === 'lazy' || isOfNoPerson([schema])) return []
  return layersOf(schema).flatMap((layer) => {
    const { shape = {}, valueType } = layer.def as unknown as Shaped
    const below = [
      ...Object.entries(shape).flatMap(([key, field]) => namesIn(field, key)),
      ...elementsOf([layer]).flatMap((element) => namesIn(element, name)),
      ...(valueType === undefined ? [] : namesIn(valueType)),
    ]
    const isNamed = layer.def.type === 'string' && personalKindOf(name) === 'name'
    return isNamed ? [name, ...below] : below
  })
}

test('whatever a record shows masked as a name is a person’s', () => {
  const found = kindsOf('own').flatMap((kind) => {
    const inputs = Object.values(kind.actions).map(({ input }) => input)
    return [kind.schema, ...inputs].flatMap((schema) => namesIn(schema).map((name) => `${kind.kind}.${name}`))
  })
  expect([...new Set(found)].sort()).toEqual(ofPersons)
})
