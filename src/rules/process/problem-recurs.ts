import { defineProcessRule } from '#screening/on-records/process-rule.ts'
import { count } from '#screening/parameter.ts'

/** 整改回潮: what was found true at an agency is found there again, by the same rule, soon after it was concluded. */
export const problemRecurs = defineProcessRule({
  code: 'WF-13',
  id: 'process/problem-recurs',
  version: 1,
  title: { zh: '整改回潮', en: 'A problem that comes back' },
  purpose: {
    zh: '同一类问题在同一机构查实办结后又出现，说明只处理了个案，没有改好制度和流程。',
    en: 'The same problem at the same agency after it was found true and closed: one case was handled, the procedure was not mended.',
  },
  basis: [
    {
      document: '003',
      clause: '三、全面落实社保基金风险防控责任',
      quote: '对审计检查发现的问题及时进行整改，并完善相应制度、机制',
    },
  ],
  level: 2,
  cadence: { zh: '每季', en: 'quarterly' },
  subjectKind: 'agency',
  needs: [['record_episode']],
  reads: ['record_episode'],
  parameters: {
    months: count({
      default: '12',
      meaning: {
        zh: '办结后多少个月内再次出现算回潮',
        en: 'months after the conclusion within which it counts',
      },
    }),
  },
  sql: `
    with problem_confirmed as (
      select rule_code, agency_id, concluded_on
      from record_episode
      where conclusion in ('TRUE', 'PARTIAL')
        and concluded_on is not null
        and agency_id is not null
    ),
    problem_again as (
      select record_episode.episode_id, record_episode.rule_code, record_episode.agency_id,
        record_episode.opened_on_day, record_episode.amount_fen
      from record_episode
      where coalesce(record_episode.conclusion, 'OPEN') in ('OPEN', 'TRUE', 'PARTIAL')
        -- Of these a supervisor is the agency, and each unit's would be taken for the next one's.
        and record_episode.rule_code not like 'WF-%'
        and exists (
          select 1
          from problem_confirmed
          where problem_confirmed.rule_code = record_episode.rule_code
            and problem_confirmed.agency_id = record_episode.agency_id
            and problem_confirmed.concluded_on < record_episode.opened_on
            and problem_confirmed.concluded_on + make_interval(months => cast($months as integer))
              >= record_episode.opened_on
        )
    ),
    agency_again as (
      select agency_id, string_agg(distinct rule_code, '、' order by rule_code) as rules
      from problem_again
      group by agency_id
    )
    select
      problem_again.agency_id as subject_id,
      problem_again.amount_fen as amount_fen,
      problem_again.opened_on_day as period_from,
      problem_again.opened_on_day as period_to,
      'record_episode' as evidence_table,
      problem_again.episode_id as evidence_key,
      agency_again.rules as fact_rules
    from problem_again
    join agency_again on agency_again.agency_id = problem_again.agency_id`,
  facts: { rules: 'text' },
  evidence: { record_episode: ['rule_code', 'finding_id', 'opened_on', 'amount'] },
  check: '对照上次的结论和整改措施，查明同类问题为何再次发生：措施未落实的追责，制度有漏洞的提出完善意见。',
  explain: ({ who, amount, evidenceCount, periodFrom, facts, parameters }) =>
    `${who}在查实办结后 ${parameters.months} 个月内再次出现同类问题（规则 ${facts.rules}）${evidenceCount} 起，` +
    `自 ${periodFrom} 起，涉及 ${amount} 元，请核对上次整改措施是否落实。`,
})
