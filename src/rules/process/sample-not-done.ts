import { defineProcessRule } from '#screening/on-records/process-rule.ts'
import { ratio } from '#screening/parameter.ts'

const share = (value: string, zh: string, en: string) => ratio({ default: value, meaning: { zh, en } })

/** Samples whose time is over and of which less was checked than the ratio of their function asks (platform.md 20). */
export const sampleNotDone = defineProcessRule({
  code: 'WF-05',
  id: 'process/sample-not-done',
  version: 1,
  title: { zh: '抽查未完成', en: 'Sampling not done' },
  purpose: {
    zh: '每月对上月业务抽查，是及早发现差错和舞弊的办法；抽了不查，等于没抽。',
    en: 'Looking at a tenth of last month’s business finds mistakes and fraud early; a sample that is not checked is none.',
  },
  basis: [
    { document: '000', clause: '建立经常性稽核制度', quote: '每月对上月业务随机抽取10%进行核查' },
    {
      document: '004',
      clause: '二、排查内容（十）经办稽核、基金监督情况',
      quote: '未按比例对关键信息变更、待遇补发等高风险业务定期进行稽核',
    },
  ],
  level: 2,
  cadence: { zh: '每月', en: 'monthly' },
  subjectKind: 'agency',
  needs: [['record_sample_stratum']],
  reads: ['record_sample_stratum'],
  parameters: {
    ratio: share('0.1', '一般业务的抽查比例', 'share of ordinary business'),
    ratio_death_resume: share('1', '死亡恢复的抽查比例', 'share of resumptions after death'),
    ratio_back_pay: share('0.3', '补发的抽查比例', 'share of back-pay'),
    ratio_account_change: share('0.2', '账号变更的抽查比例', 'share of account changes'),
  },
  sql: `
    with stratum_due as (
      select
        row_key,
        agency_id,
        month,
        function,
        population,
        checked,
        due_on_day,
        case function
          when 'DEATH_RESUME' then $ratio_death_resume
          when 'BACK_PAY' then $ratio_back_pay
          when 'ACCOUNT_CHANGE' then $ratio_account_change
          else $ratio
        end as share
      from record_sample_stratum
      where due_on_day < $as_of_day
        and population > 0
    ),
    stratum_short as (
      select row_key, agency_id, population, checked, due_on_day
      from stratum_due
      where checked * 1000000 < share * population
    ),
    agency_short as (
      select agency_id, sum(population) as population, sum(checked) as checked
      from stratum_short
      group by agency_id
    )
    select
      stratum_short.agency_id as subject_id,
      0 as amount_fen,
      stratum_short.due_on_day as period_from,
      stratum_short.due_on_day as period_to,
      'record_sample_stratum' as evidence_table,
      stratum_short.row_key as evidence_key,
      agency_short.population as fact_population,
      agency_short.checked as fact_checked
    from stratum_short
    join agency_short on agency_short.agency_id = stratum_short.agency_id`,
  facts: { population: 'number', checked: 'number' },
  evidence: {
    record_sample_stratum: ['month', 'function', 'population', 'wanted', 'drawn', 'checked', 'due_on'],
  },
  check: '督促补足抽查，查明未按期核查的原因；高风险业务的抽查优先完成。',
  explain: ({ who, evidenceCount, facts }) =>
    `${who}有 ${evidenceCount} 项到期的抽查没有查够（业务 ${facts.population} 笔，只查 ${facts.checked} 笔），请督促补查。`,
})
