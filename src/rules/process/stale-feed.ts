import { defineProcessRule } from '#screening/on-records/process-rule.ts'
import { count, ratio } from '#screening/parameter.ts'

/** A feed that ends too long ago, or suddenly has half the rows: rules that need it see less than they seem to. */
export const staleFeed = defineProcessRule({
  code: 'WF-15',
  id: 'process/stale-feed',
  version: 1,
  title: { zh: '数据交换中断或陈旧', en: 'A feed that stopped or is stale' },
  purpose: {
    zh: '死亡、服刑等数据不按期交换，或者突然少了一大半，比对就形同虚设，规则没有报出疑点也不能说明没有问题。',
    en: 'Where deaths or imprisonments are not delivered in time, or half of them is gone, comparing them proves nothing.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（二）待遇核定、发放情况',
      quote: '未按月或定期（最长不超过一年）对生存状态、服刑情况进行比对',
    },
  ],
  level: 1,
  cadence: { zh: '每日', en: 'daily' },
  subjectKind: 'feed',
  needs: [['record_feed']],
  reads: ['record_feed', 'rule_need'],
  parameters: {
    death_days: count({
      default: '31',
      meaning: {
        zh: '死亡数据最长间隔天数（另有约定的从约定）',
        en: 'days for deaths, unless others were agreed',
      },
    }),
    days_max: count({
      default: '365',
      meaning: { zh: '任何数据的最长间隔天数', en: 'days that no feed may exceed, whatever was agreed' },
    }),
    drop: ratio({
      default: '0.5',
      meaning: {
        zh: '行数比上次减少超过此比例算中断',
        en: 'share of rows lost since the last delivery from which it counts',
      },
    }),
  },
  sql: `
    with feed_judged as (
      select
        feed_id,
        table_name,
        agency_id,
        rows,
        rows_before,
        last_on_day,
        $as_of_day - last_on_day as age,
        least(coalesce(days_agreed, case table_name when 'death' then $death_days else $days_max end), $days_max)
          as days_allowed
      from record_feed
    ),
    feed_weak as (
      select
        feed_judged.*,
        case when rows_before > 0 and (rows_before - rows) * 1000000 > $drop * rows_before then 1 else 0 end as is_short
      from feed_judged
      where age > days_allowed
        or (rows_before > 0 and (rows_before - rows) * 1000000 > $drop * rows_before)
    ),
    rule_weakened as (
      select feed_weak.feed_id, string_agg(distinct rule_need.rule_code, '、' order by rule_need.rule_code) as rules
      from feed_weak
      join rule_need on rule_need.table_name = feed_weak.table_name
      group by feed_weak.feed_id
    )
    select
      feed_weak.feed_id as subject_id,
      0 as amount_fen,
      feed_weak.last_on_day as period_from,
      feed_weak.last_on_day as period_to,
      'record_feed' as evidence_table,
      feed_weak.feed_id as evidence_key,
      feed_weak.table_name as fact_table,
      feed_weak.last_on_day as fact_last,
      case when feed_weak.age > feed_weak.days_allowed then feed_weak.age end as fact_age,
      feed_weak.days_allowed as fact_allowed,
      feed_weak.rows as fact_rows,
      case when feed_weak.is_short = 1 then feed_weak.rows_before end as fact_rows_before,
      coalesce(rule_weakened.rules, '') as fact_rules
    from feed_weak
    left join rule_weakened on rule_weakened.feed_id = feed_weak.feed_id`,
  facts: {
    table: 'text',
    last: 'day',
    age: 'number',
    allowed: 'number',
    rows: 'number',
    rows_before: 'number',
    rules: 'text',
  },
  evidence: { record_feed: ['table_name', 'agency_id', 'last_on', 'rows', 'rows_before', 'days_agreed'] },
  check:
    '与数据来源单位核对交换情况，补交缺少的数据后重新筛查；补齐以前，有关规则未报疑点不作为没有问题的依据。',
  explain: ({ facts }) =>
    `数据表 ${facts.table} ` +
    [
      ...(facts.age === null
        ? []
        : [`只到 ${facts.last}，已 ${facts.age} 天未更新（最长 ${facts.allowed} 天）`]),
      ...(facts.rows_before === null ? [] : [`由上次 ${facts.rows_before} 行减为 ${facts.rows} 行`]),
    ].join('，') +
    (facts.rules === '' ? '' : `，规则 ${facts.rules} 的覆盖范围因此缩小`) +
    '，请核对数据交换并补交。',
})
