import { z } from 'zod'
import { Agency, type Organisation, Post, Region, StaffMember } from '#access/organisation/organisation.ts'
import type { RecordKind } from '#records/define-record.ts'
import { conflict, reason } from '#records/form-fields.ts'
import { raiseEpoch } from '../authority-effects.ts'
import { defineProposal } from '../define-proposal.ts'
import { fields } from '../fields.ts'
import {
  organisationSubject,
  StoredOrganisation,
  storedOrganisationSql,
} from '../storing/stored-organisation.ts'
import { differenceOf } from './organisation-difference.ts'
import { effectsOfDifference } from './organisation-effects.ts'
import { mergedWith, refusalOfConflicts, refusalOfFaults, refusalOfMoves } from './organisation-refusals.ts'

/** More is imported in parts, county by county: a proposal is read by a person before it is granted. */
export const rowsMax = 2000

/** Without the transform of the file's reader: what is stored is what was asked. */
const Member = StaffMember.extend({ idNumber: fields.idNumber('公民身份号码').nullable() })

const Asked = z.strictObject({
  regions: z.array(Region).max(rowsMax).meta({ title: '地区' }),
  agencies: z.array(Agency).max(rowsMax).meta({ title: '机构' }),
  posts: z.array(Post).max(rowsMax).meta({ title: '岗位' }),
  staff: z.array(Member).max(rowsMax).meta({ title: '人员' }),
  reason,
})

/**
 * 机构与岗位维护: new and changed regions, agencies, posts with their limits, people and their posts. Proposed by the
 * system officer, from a file or by hand, granted by the security officer; neither changes himself or his own post.
 */
export function organisationKind(): RecordKind {
  return defineProposal({
    code: 'ORGANISATION',
    title: { zh: '机构与岗位维护', en: 'change of the organisation' },
    input: Asked,
    titles: { propose: { zh: '提出维护', en: 'propose' }, accept: { zh: '批准维护', en: 'grant' } },
    acceptStep: 'REVIEW',
    isHighRisk: true,
    subject: organisationSubject,
    facts: storedOrganisationSql,
    factsSchema: StoredOrganisation,
    judge({ reason: _reason, ...asked }, stored) {
      const rows: Organisation = asked
      const merged = mergedWith(rows, stored)
      const difference = differenceOf(rows, stored)
      const isEmpty = Object.values(difference).every((part) => part.length === 0)
      if (isEmpty) {
        return conflict(
          '与现有内容相同，没有需要变更的内容。',
          'everything is as it is asked for already; there is nothing to change.',
        )
      }
      const refusal =
        refusalOfFaults(rows, merged) ??
        refusalOfMoves(difference, stored) ??
        refusalOfConflicts(merged, stored)
      if (refusal !== null) return refusal
      return {
        effects: [...stored.people.map(raiseEpoch), ...effectsOfDifference(difference, merged)],
      }
    },
  })
}
