import { sql } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { conflict, fields, invalid, reason } from '#records/form-fields.ts'
import { bySystem, entry, present, refusalOfOthers } from '../case-action.ts'
import { amountOf, type CaseAction, CaseData, gravest, newCase } from '../case-data.ts'
import { firstWorkingDays } from '../case-status.ts'
import {
  type FindingSource,
  findingFacts,
  findingsMax,
  findingsOf,
  subjectOfFindings,
} from '../finding-source.ts'

const ids = (title: string, min: number, max: number) =>
  z
    .array(fields.id(title))
    .min(min)
    .max(max)
    .refine((list) => new Set(list).size === list.length, '编号重复')
    .meta({ title })

const Open = z.strictObject({ finding_ids: ids('疑点', 1, findingsMax), reason })
const OpenMerged = z.strictObject({ case_ids: ids('并案的案件', 2, 20), reason })
const Split = z.strictObject({ finding_ids: ids('分出的疑点', 1, findingsMax), reason })
export type OpenInputs = {
  readonly open: z.infer<typeof Open>
  readonly openMerged: z.infer<typeof OpenMerged>
  readonly openSplit: z.infer<typeof OpenSplit>
}

const textArray = (list: readonly string[]) => sql`${[...list]}::text[]`

/** One or several findings become a case. */
export function openAction(source: FindingSource): CaseAction<OpenInputs['open']> {
  const findings = ({ finding_ids }: OpenInputs['open']) => source(textArray(finding_ids))
  return {
    ...entry,
    title: { zh: '立案核查', en: 'open a case' },
    input: Open,
    subjectQuery: ({ input }) => subjectOfFindings(findings(input), input.finding_ids.length),
    factsQuery: ({ input }) => findingFacts(findings(input)),
    decide: (_record, input, facts) => {
      const found = findingsOf(facts.loaded)
      if (found instanceof Refusal) return found
      const data = newCase(found, input.reason)
      return { status: 'OPENED', data, due: { workingDays: firstWorkingDays[data.level] } }
    },
  }
}

/** Cases that can still be put together or taken apart: nobody has been heard yet. */
const earlyStatuses = ['OPENED', 'ASSIGNED', 'VERIFYING'] as const

const caseFindings = (caseIds: readonly string[]) => sql`
  select coalesce(jsonb_agg(finding order by merged.record_id, finding ->> 'finding_id'), '[]'::jsonb)
  from app.record as merged, jsonb_array_elements(merged.data -> 'findings') as finding
  where merged.kind = 'CASE' and merged.record_id = any (${textArray(caseIds)})
`
const caseRows = (caseIds: readonly string[]) => sql`
  select coalesce(
    jsonb_agg(
      jsonb_build_object('id', merged.record_id, 'status', merged.status, 'data', merged.data)
      order by merged.record_id
    ),
    '[]'::jsonb
  )
  from app.record as merged
  where merged.kind = 'CASE' and merged.record_id = any (${textArray(caseIds)})
`
const Merging = z.object({
  findings: z.unknown(),
  cases: z.array(z.object({ id: z.string(), status: z.string(), data: CaseData })),
})

/**
 * 并案: a new case takes over the findings and working papers of several, which the server then closes as merged. Its
 * subject is that of all of them, so that nobody concerned by one acts in it.
 */
export const openMergedAction: CaseAction<OpenInputs['openMerged']> = {
  ...entry,
  title: { zh: '并案', en: 'merge cases' },
  input: OpenMerged,
  subjectQuery: ({ input }) => subjectOfFindings(caseFindings(input.case_ids), null),
  factsQuery: ({ input }) => sql`
    select jsonb_build_object(
      'findings', (${findingFacts(caseFindings(input.case_ids))}),
      'cases', (${caseRows(input.case_ids)})
    )
  `,
  decide: (_record, input, facts) => {
    const { findings, cases } = Merging.parse(facts.loaded)
    if (cases.length !== input.case_ids.length) {
      return conflict(
        '所列案件中有不存在的，请核对案件编号。',
        'one of the cases does not exist; check their numbers.',
      )
    }
    const late = cases.find(({ status }) => !(earlyStatuses as readonly string[]).includes(status))
    if (late !== undefined) {
      return conflict(
        `案件 ${late.id} 已进入陈述、结论或办结阶段，不能并案。`,
        `case ${late.id} has come to the statement, a conclusion or its end and cannot be merged.`,
      )
    }
    const found = findingsOf(findings, input.case_ids)
    if (found instanceof Refusal) return found
    const papers = cases.flatMap(({ data }) => data.papers)
    const data = { ...newCase(found, input.reason), papers, merged_from: input.case_ids, is_followed: false }
    return { status: 'OPENED', data, due: { workingDays: firstWorkingDays[data.level] } }
  },
}

const OpenSplit = z.strictObject({ case_id: z.string(), split_id: z.string() })

const splitFindings = ({ case_id, split_id }: OpenInputs['openSplit']) => sql`
  select coalesce(
    (
      select split -> 'findings'
      from app.record as origin, jsonb_array_elements(origin.data -> 'split_off') as split
      where origin.kind = 'CASE' and origin.record_id = ${case_id} and split ->> 'split_id' = ${split_id}
    ),
    '[]'::jsonb
  )
`

/** 分案, second half: the server gives what was taken out a case of its own. */
export const openSplitAction: CaseAction<OpenInputs['openSplit']> = {
  ...bySystem,
  title: { zh: '分案立案', en: 'open the case that was split off' },
  input: OpenSplit,
  subjectQuery: ({ input }) => subjectOfFindings(splitFindings(input), null),
  factsQuery: ({ input }) => sql`
    select jsonb_build_object('findings', (${findingFacts(splitFindings(input))}), 'reason', (
      select split ->> 'reason'
      from app.record as origin, jsonb_array_elements(origin.data -> 'split_off') as split
      where origin.record_id = ${input.case_id} and split ->> 'split_id' = ${input.split_id}
    ))
  `,
  decide: (_record, input, facts) => {
    const loaded = z.object({ findings: z.unknown(), reason: z.string().nullable() }).parse(facts.loaded)
    const found = findingsOf(loaded.findings, [input.case_id])
    if (found instanceof Refusal) return found
    const data = { ...newCase(found, loaded.reason ?? ''), origin: input }
    return { status: 'OPENED', data, due: { workingDays: firstWorkingDays[data.level] } }
  },
}

/** 分案, first half: findings leave the case; the server opens theirs. */
export const splitAction: CaseAction<z.infer<typeof Split>> = {
  ...entry,
  title: { zh: '分案', en: 'split the case' },
  input: Split,
  decide: (row, input, facts) => {
    const record = present(row)
    const { data } = record
    const refusal = data.assignee === null ? null : refusalOfOthers(record, facts)
    if (refusal !== null) return refusal
    const leaving = data.findings.filter(({ finding_id }) => input.finding_ids.includes(finding_id))
    if (leaving.length !== input.finding_ids.length) {
      return invalid(
        '所列疑点不全在本案中，请核对。',
        'not all of these findings are in this case; check them.',
      )
    }
    const staying = data.findings.filter((finding) => !leaving.includes(finding))
    if (staying.length === 0) {
      return invalid('本案至少保留一条疑点。', 'at least one finding stays in the case.')
    }
    const split = { split_id: facts.newId(), findings: leaving, reason: input.reason, case_id: null }
    return {
      status: record.status,
      amountFen: amountOf(staying),
      data: {
        ...data,
        findings: staying,
        level: gravest(staying),
        split_off: [...data.split_off, split],
        is_followed: false,
      },
    }
  },
}

const Merge = z.strictObject({ into: z.string() })
const Followed = z.strictObject({})

/** The server closes what was merged. */
export const mergeAction: CaseAction<z.infer<typeof Merge>> = {
  ...bySystem,
  title: { zh: '并入他案', en: 'close as merged' },
  input: Merge,
  factsQuery: ({ input }) => sql`
    select to_jsonb(exists (
      select
      from app.record as target
      where
        target.kind = 'CASE'
        and target.record_id = ${input.into}
        and target.data -> 'merged_from' ? record.record_id
    ))
  `,
  decide: (row, input, facts) => {
    if (facts.loaded !== true) {
      return conflict('目标案件未并入本案。', 'that case does not take this one over.')
    }
    return { status: 'MERGED', data: { ...present(row).data, merged_into: input.into, is_followed: true } }
  },
}

/** The server has brought all in line that a merge or a split concerns. */
export const settleAction: CaseAction<z.infer<typeof Followed>> = {
  ...bySystem,
  title: { zh: '并案、分案完成', en: 'merge or split done' },
  input: Followed,
  factsQuery: () => sql`
    select coalesce(jsonb_object_agg(split_case.data -> 'origin' ->> 'split_id', split_case.record_id), '{}'::jsonb)
    from app.record as split_case
    where
      split_case.kind = 'CASE'
      and split_case.data -> 'origin' <> 'null'::jsonb
      and split_case.data -> 'origin' ->> 'split_id' in (
        select split ->> 'split_id' from jsonb_array_elements(record.data -> 'split_off') as split
      )
  `,
  decide: (row, _input, facts) => {
    const record = present(row)
    const opened = z.record(z.string(), z.string()).parse(facts.loaded)
    const split_off = record.data.split_off.map((split) => ({
      ...split,
      case_id: split.case_id ?? opened[split.split_id] ?? null,
    }))
    const is_followed = split_off.every(({ case_id }) => case_id !== null)
    return { status: record.status, data: { ...record.data, split_off, is_followed } }
  },
}
