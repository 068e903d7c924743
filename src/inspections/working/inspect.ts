import { sql } from 'kysely'
import { z } from 'zod'
import { parseDay } from '#base/calendar-math.ts'
import { fenOfYuan } from '#base/money.ts'
import { codesOf, conflict, fields, invalid } from '#records/form-fields.ts'
import {
  present,
  Reason,
  refusalOfStrangers,
  refusalOfTooMany,
  said,
  today,
  work,
} from '../inspection-action.ts'
import { paperMethods } from '../inspection-codes.ts'
import type { InspectionAction } from '../inspection-data.ts'
import { presentTeamFacts } from '../preparing/notify.ts'
import { parseTeam, refusalOfConflicts } from '../preparing/team.ts'

const Begin = z.strictObject({
  on: fields.day('进点日期'),
  opening: fields.text('进点会情况', 1000),
})

/** 进点: the work begins, by a team that has no conflict on that day. */
export const beginAction: InspectionAction<z.infer<typeof Begin>> = {
  ...work,
  title: { zh: '进点', en: 'begin' },
  input: Begin,
  factsQuery: () => sql`select ${presentTeamFacts}`,
  decide: (row, { on, opening }, facts) => {
    const record = present(row)
    const { data } = record
    const refusal =
      refusalOfStrangers(record, facts) ??
      (data.kind === 'SELF_CHECK' ? null : refusalOfConflicts(parseTeam(facts.loaded)))
    if (refusal !== null) return refusal
    if (on > today(facts))
      return invalid('进点日期晚于今天，请改正。', 'the day lies in the future; correct it.')
    const due = { day: parseDay(data.planned_to)! }
    return { status: 'UNDER_WAY', data: { ...data, started_on: on, opening }, due }
  },
}

const Work = z.strictObject({
  method: fields.code('检查方法', codesOf(paperMethods)),
  done_on: fields.day('检查日期'),
  place: fields.text('地点', 100).nullable(),
  present: z.array(fields.text('参加人', 60)).max(20).meta({ title: '参加人' }),
  content: fields.text('检查内容', 4000),
  result: fields.text('检查结果', 4000),
})

/** 工作底稿, interviews (约谈) among them: what was looked at, how, and what it showed; evidence comes with the act. */
export const workAction: InspectionAction<z.infer<typeof Work>> = {
  ...work,
  title: { zh: '登记工作底稿', en: 'working paper' },
  input: Work,
  attachments: [{ purpose: 'EVIDENCE', title: { zh: '检查证据', en: 'evidence' }, countMin: 0 }],
  decide: (row, input, facts) => {
    const record = present(row)
    const { data } = record
    const refusal =
      refusalOfStrangers(record, facts) ??
      refusalOfTooMany(data.papers, { max: 200, zh: '工作底稿', en: 'working papers' })
    if (refusal !== null) return refusal
    if (input.done_on > today(facts)) {
      return invalid('检查日期晚于今天，请改正。', 'the day lies in the future; correct it.')
    }
    if (input.method === 'INTERVIEW' && input.present.length === 0) {
      return invalid('约谈须登记参加人，请补充。', 'an interview names who was there; add them.')
    }
    const paper = { paper_id: facts.newId(), ...input, by: facts.actorId, at: facts.at.toISOString() }
    return { status: record.status, data: { ...data, papers: [...data.papers, paper] } }
  },
}

const FactInput = z.strictObject({
  title: fields.text('问题', 100),
  description: fields.text('具体情况', 2000),
  basis: fields.text('依据', 500),
  finding_ids: fields.ids('相关疑点', 50),
  case_ids: fields.ids('相关案件', 20),
  rule_codes: z
    .array(z.string().regex(/^[A-Z]{2,4}-\d{2}$/))
    .max(20)
    .meta({ title: '相关规则' }),
  people_count: z.int().min(0).max(10_000_000).meta({ title: '涉及人数' }),
  amount: fields.yuan('涉及金额'),
})
type FactInput = z.infer<typeof FactInput>

const Linked = z.object({
  findings: z.array(z.object({ finding_id: z.string(), rule_code: z.string() })),
  cases: z.array(z.string()),
})

/** What is named must be the unit's: within its region, and there. */
const linkedFacts = ({ input }: { readonly input: FactInput }) => sql`
  select jsonb_build_object(
    'findings', (
      select
        coalesce(
          jsonb_agg(
            jsonb_build_object('finding_id', finding.finding_id, 'rule_code', finding.rule_code)
            order by finding.finding_id
          ),
          '[]'::jsonb
        )
      from app.finding
      where finding.finding_id = any (${[...input.finding_ids]}::text[]) and finding.covering && record.regions
    ),
    'cases', (
      select coalesce(jsonb_agg(concerned.record_id order by concerned.record_id), '[]'::jsonb)
      from app.record as concerned
      where
        concerned.kind = 'CASE'
        and concerned.record_id = any (${[...input.case_ids]}::text[])
        and concerned.covering && record.regions
    )
  )
`

/** 认定问题: with its basis, and the findings and cases it rests on; their rules are what the look-back watches. */
export const factAction: InspectionAction<FactInput> = {
  ...work,
  title: { zh: '登记问题', en: 'record a fact' },
  input: FactInput,
  attachments: [{ purpose: 'EVIDENCE', title: { zh: '检查证据', en: 'evidence' }, countMin: 0 }],
  factsQuery: linkedFacts,
  decide: (row, { amount, ...input }, facts) => {
    const record = present(row)
    const { data } = record
    const refusal =
      refusalOfStrangers(record, facts) ?? refusalOfTooMany(data.facts, { max: 100, zh: '问题', en: 'facts' })
    if (refusal !== null) return refusal
    if (data.papers.length === 0) {
      return conflict(
        '尚未登记工作底稿，不能登记问题。',
        'a fact rests on a working paper; record one first.',
      )
    }
    const { findings, cases } = Linked.parse(facts.loaded)
    const strange =
      input.finding_ids.find((id) => !findings.some(({ finding_id }) => finding_id === id)) ??
      input.case_ids.find((id) => !cases.includes(id))
    if (strange !== undefined) {
      return invalid(
        `${strange} 不是被检查单位的疑点或案件，请核对编号。`,
        `${strange} is no finding or case of the unit; check its number.`,
      )
    }
    const rules = [...new Set([...input.rule_codes, ...findings.map(({ rule_code }) => rule_code)])].sort()
    const fact = {
      ...input,
      fact_id: facts.newId(),
      rule_codes: rules,
      amount_fen: fenOfYuan(amount) ?? 0n,
      withdrawn: null,
      by: facts.actorId,
      at: facts.at.toISOString(),
    }
    return { status: record.status, data: { ...data, facts: [...data.facts, fact] } }
  },
}

const Withdraw = z.strictObject({ fact_id: fields.id('问题'), ...Reason.shape })

/** It stays on record with why it does not stand. */
export const withdrawFactAction: InspectionAction<z.infer<typeof Withdraw>> = {
  ...work,
  title: { zh: '撤销问题', en: 'withdraw a fact' },
  input: Withdraw,
  decide: (row, { fact_id, reason }, facts) => {
    const record = present(row)
    const refusal = refusalOfStrangers(record, facts)
    if (refusal !== null) return refusal
    const { data } = record
    const fact = data.facts.find((each) => each.fact_id === fact_id)
    if (fact === undefined || fact.withdrawn !== null) {
      return conflict('没有该问题，或已撤销。', 'there is no such fact, or it is withdrawn already.')
    }
    const withdrawn = { ...fact, withdrawn: said(facts, reason) }
    return {
      status: record.status,
      data: { ...data, facts: data.facts.map((each) => (each === fact ? withdrawn : each)) },
    }
  },
}
