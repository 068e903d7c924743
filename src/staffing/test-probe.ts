import { sql } from 'kysely'
import { z } from 'zod'
import { type AccessFunction, type FunctionCatalogue, step } from '#access/functions/access-function.ts'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { type ActionDefinition, defineRecord, type RecordKind } from '#records/define-record.ts'
import type { ActRequest } from '#records/record.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { requestOf } from '#records/test-kernel.ts'
import { staffingKinds } from './staffing-kinds.ts'
import { actOn, propose, staffingContext } from './test-staffing.ts'

/** An act that does nothing: whether somebody may act at all, now, on what concerns this person; and one of high risk. */

const probeFunction = (code: string, isHighRisk: boolean): AccessFunction => ({
  code,
  title: { zh: '测试', en: 'probe' },
  area: 'BUSINESS',
  isHighRisk,
  isTogether: false,
  hasAmount: false,
  coverage: 'ALL',
  steps: [step('ENTRY', ['ENTRY'])],
})

const probeCatalogue: FunctionCatalogue = extendCatalogue(accessFunctions, [
  probeFunction('TEST_PROBE', false),
  probeFunction('TEST_RISK', true),
])

const entering = (
  code: string,
): ActionDefinition<'ENTERED', Record<string, never>, { personKey: string | null }> => ({
  by: 'person',
  function: code,
  step: 'ENTRY',
  title: { zh: '录入', en: 'enter' },
  input: z.strictObject({ personKey: z.string().nullable() }),
  subjectQuery: ({ input }) => sql`jsonb_build_object(
    'regions', jsonb_build_array('990101'),
    'agencyId', 'A990101',
    'personKeys', to_jsonb(array_remove(array[${input.personKey}::text], null))
  )`,
  decide: () => ({ status: 'ENTERED', data: {} }),
})

const probe: RecordKind = defineRecord({
  kind: 'TEST_PROBE',
  title: { zh: '测试', en: 'probe' },
  schema: z.strictObject({}),
  statuses: { ENTERED: { zh: '已录入', en: 'entered' } },
  workflow: { NEW: { enter: 'ENTERED', risk: 'ENTERED' }, ENTERED: {} },
  isHighRisk: true,
  actions: { enter: entering('TEST_PROBE'), risk: entering('TEST_RISK') },
})

/** Its code and its sentence in English; what was done, if it was done. */
export function said(answer: Answer): string {
  return answer.outcome === 'accepted' ? answer.status : `${answer.code}: ${answer.text.en}`
}

export const probing = (personKey: string | null, action: 'enter' | 'risk' = 'enter'): ActRequest =>
  requestOf({ kind: 'TEST_PROBE', action, input: { personKey } })

const kindsWithProbe = [...staffingKinds(), probe]

export interface TestOffice {
  readonly as: (staffId: string) => ActContext
  readonly proposed: (by: string, kind: string, input: unknown) => Promise<string>
  readonly accept: (by: string, kind: string, recordId: string) => Promise<Answer>
}

/** All kinds of this slice, and the probe. */
export function officeIn(db: Database): TestOffice {
  const as = (staffId: string): ActContext => {
    return { ...staffingContext(db, staffId, kindsWithProbe), catalogue: probeCatalogue }
  }
  return {
    as,
    proposed: async (by, kind, input) => acceptedAnswer(await propose(as(by), kind, input)).recordId,
    accept: (by, kind, recordId) => actOn(as(by), { kind, recordId, action: 'accept' }),
  }
}
