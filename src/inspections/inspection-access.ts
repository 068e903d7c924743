import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Duty } from '#access/duties.ts'
import { type AccessFunction, type AccessStep, step } from '#access/functions/access-function.ts'
import type { Bilingual } from '#base/bilingual.ts'
import { agencyOfStaff } from './planning/agencies-below.ts'

/**
 * Who may what with inspections, for `extendCatalogue`. Supervisors plan and inspect, their leaders sign; the unit
 * answers itself. That a step is the team's or the unit's alone is asked of the record's data by each decision.
 */

const inspectors = ['SUPERVISION', 'INTERNAL_AUDIT'] as const satisfies readonly Duty[]
const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD'] as const satisfies readonly Duty[]
const inRegion = { reach: 'REGION' } as const
const ofOwnAgency = { reach: 'OWN_AGENCY' } as const

function inspectionFunction(
  code: string,
  title: Bilingual,
  steps: readonly AccessStep[],
  coverage: AccessFunction['coverage'] = 'ALL',
): AccessFunction {
  const common = { area: 'BUSINESS', isHighRisk: false, isTogether: false, hasAmount: false } as const
  return { code, title, coverage, steps, ...common }
}

export const inspectionFunctions: readonly AccessFunction[] = [
  inspectionFunction(
    'READ_INSPECTION',
    { zh: '查看检查', en: 'read inspections' },
    [step('ACT', [...inspectors, ...leaders, 'DISCIPLINE'], inRegion)],
    'ANY',
  ),
  inspectionFunction('INSPECTION_PLAN', { zh: '检查计划', en: 'plan of inspections' }, [
    step('ENTRY', inspectors),
    step('APPROVAL', leaders, ofOwnAgency),
  ]),
  inspectionFunction('INSPECTION', { zh: '检查', en: 'inspection' }, [
    step('ENTRY', inspectors),
    step('APPROVAL', leaders, ofOwnAgency),
  ]),
  // Who is called in from a unit below works where the scope of the post reaches.
  inspectionFunction('INSPECTION_WORK', { zh: '实施检查', en: 'work of an inspection team' }, [
    step('ACT', inspectors, inRegion),
  ]),
  inspectionFunction(
    'INSPECTION_ANSWER',
    { zh: '被检查单位反馈与整改', en: 'answers of the unit inspected' },
    [step('ACT', [...leaders, 'INTERNAL_AUDIT'], inRegion)],
  ),
]

/**
 * Until a notice is signed an inspection is known to the agency that prepares it and to its team: a spot check that the
 * unit reads of beforehand is none. One that was given up before its notice stays as secret as it was.
 */
export function mayReadInspection({ staffId }: { readonly staffId: string }): RawBuilder<SqlBool> {
  return sql<SqlBool>`
    (
      record.data -> 'notice' <> 'null'::jsonb
      or record.agency_id = ${agencyOfStaff(staffId)}
      or record.data -> 'team' @> jsonb_build_array(jsonb_build_object('staff_id', ${staffId}::text))
    )
  `
}
