import { Refusal } from '#base/refusal.ts'
import { refusalOfReportedDeath } from './functions/fields.ts'
import {
  type AboutPerson,
  assumedEffect,
  type OrderFacts,
  type OrderFunction,
} from './functions/order-function.ts'
import { type OrderMatter, orderMatter } from './order-matter.ts'
import { personSubject } from './person-subject.ts'
import { readOrderFacts } from './storing/order-facts.ts'

/** An order about a person, as the framework handles it. */
export function matterOfFunction(definition: OrderFunction): OrderMatter {
  return orderMatter<AboutPerson, OrderFacts>({
    code: definition.code,
    kind: `ORDER_${definition.code}`,
    basis: definition.basis,
    input: definition.input,
    attachments: definition.attachments,
    canBeCorrected: true,
    places: ['REGISTER'],
    placeOf: () => 'REGISTER',
    subject: ({ person_id }) => personSubject(person_id),
    refusalOfCorrection: ({ personId }, { person_id }) => (personId === person_id ? null : otherPerson()),
    readFacts: (pool, asked) => readOrderFacts(pool, definition, asked),
    amountFen: (asked) => definition.amountFen?.(asked) ?? null,
    ruleCodes: (asked) => definition.ruleCodesOf?.(asked) ?? definition.ruleCodes,
    hardStops: definition.hardStops,
    personOf: ({ person_id }) => person_id,
    effect: (asked, facts, source) => definition.effect(asked, facts, source),
    assumed: (asked, facts, source) => assumedEffect(definition, asked, facts, source),
    refusal: (_asked, facts) => (definition.isForTheLiving ? refusalOfReportedDeath(facts) : null),
  })
}

function otherPerson(): Refusal {
  return new Refusal('invalid_input', {
    zh: '更正不能改换人员；请撤回后为该人员另行录入。',
    en: 'a correction cannot be about another person; withdraw this order and enter one for that person.',
  })
}
