import { sql } from 'kysely'
import { z } from 'zod'
import { parseDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import { fields, reason } from '#records/form-fields.ts'
import { documents } from '../documents/document-tags.ts'
import { issued, lastNumber } from '../documents/issue-document.ts'
import {
  bySystem,
  leader,
  type Nothing,
  Nothing as NothingInput,
  present,
  refusalOfTeam,
  remarked,
  toDoOfTeam,
  toDoOfUnit,
} from '../inspection-action.ts'
import type { InspectionAction } from '../inspection-data.ts'
import { parseTeam, refusalOfConflicts, staffOf, Team, teamFacts, teamOf } from './team.ts'

/** Of the team as it is in the record, on the day of the act. */
export const presentTeamFacts = teamFacts(
  sql`array(
    select member ->> 'staff_id'
    from jsonb_array_elements(record.data -> 'team') as member
  )`,
  {
    supervisor: sql`record.agency_id`,
    inspected: sql`(record.data -> 'inspected' ->> 'agency_id')`,
    on: sql`(clock_timestamp() at time zone 'Asia/Shanghai')::date`,
  },
)

const Issuing = z.object({ last: z.int(), team: z.unknown() })

/** 签发检查通知书: a leader signs; the team is asked about conflicts once more, for posts change. */
export const issueAction: InspectionAction<Nothing> = {
  ...leader,
  title: { zh: '签发检查通知书', en: 'sign the notice' },
  input: NothingInput,
  differsFrom: ['open', 'revise'],
  opensRound: true,
  factsQuery: () =>
    sql`select jsonb_build_object('last', ${lastNumber('notice')}, 'team', ${presentTeamFacts})`,
  decide: (row, _input, facts) => {
    const record = present(row)
    const { data } = record
    const { last, team } = Issuing.parse(facts.loaded)
    const refusal =
      refusalOfTeam(record, facts) ??
      (data.kind === 'SELF_CHECK' ? null : refusalOfConflicts(parseTeam(team)))
    if (refusal !== null) return refusal
    return {
      status: 'NOTIFIED',
      data: { ...data, notice: issued('notice', { data, last }, facts) },
      due: { day: parseDay(data.planned_from)! },
      toDos: [
        ...toDoOfTeam(record, '进点检查', 'begin the inspection'),
        ...toDoOfUnit(record, '准备接受检查', 'prepare for the inspection'),
      ],
    }
  },
}

const ChangeTeam = z.strictObject({ ...Team, reason })

/** 调整检查组, after the notice: a leader decides, and the same conflicts are refused. */
export const changeTeamAction: InspectionAction<z.infer<typeof ChangeTeam>> = {
  ...leader,
  title: { zh: '调整检查组', en: 'change the team' },
  input: ChangeTeam,
  opensRound: true,
  factsQuery: ({ input }) => sql`
    select ${teamFacts(sql`${[...staffOf(input)]}::text[]`, {
      supervisor: sql`record.agency_id`,
      inspected: sql`(record.data -> 'inspected' ->> 'agency_id')`,
      on: sql`(clock_timestamp() at time zone 'Asia/Shanghai')::date`,
    })}
  `,
  decide: (row, input, facts) => {
    const record = present(row)
    const { data } = record
    const team = teamOf(input, facts.loaded, { isSelfCheck: data.kind === 'SELF_CHECK' })
    if (team instanceof Refusal) return team
    const changed = { ...data, team: [...team] }
    return {
      status: record.status,
      data: remarked(changed, { action: 'change_team', text: input.reason }, facts),
    }
  },
}

const File = z.strictObject({ asked_by: fields.id('成文人') })
export const noticePurpose = 'NOTICE'
export const opinionPurpose = 'OPINION'

const filing = (code: 'notice' | 'opinion', purpose: string): InspectionAction<z.infer<typeof File>> => ({
  ...bySystem,
  title: { zh: `${documents[code].title.zh}成文归档`, en: `write and file the ${code}` },
  input: File,
  attachments: [{ purpose, title: documents[code].title, countMin: 1 }],
  decide: (row, _input, { attachments }) => {
    const record = present(row)
    const document = record.data[code]
    const written = attachments.findLast((each) => each.purpose === purpose)
    return {
      status: record.status,
      data: { ...record.data, [code]: { ...document!, attachment_id: written!.id } },
    }
  },
})

/** Only what the server wrote itself goes out under the number. */
export const fileNoticeAction = filing('notice', noticePurpose)
export const fileOpinionAction = filing('opinion', opinionPurpose)
