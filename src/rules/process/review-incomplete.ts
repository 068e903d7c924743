import { defineProcessRule } from '#screening/on-records/process-rule.ts'
import { count, ratio } from '#screening/parameter.ts'

/** A campaign whose city checks left units out, or whose provincial spot checks left out cities or were too thin. */
export const reviewIncomplete = defineProcessRule({
  code: 'WF-07',
  id: 'process/review-incomplete',
  version: 1,
  title: { zh: '复查、抽查面不足', en: 'Review and spot checks incomplete' },
  purpose: {
    zh: '自查以后没有人核验，问题披露不到位也没有人知道。',
    en: 'A self-check that nobody verifies may say anything.',
  },
  basis: [
    {
      document: '004',
      clause: '三、排查方式（三）市级检查（7月中下旬）',
      quote: '集中力量组织对市本级和县（区）开展全面检查',
    },
    {
      document: '004',
      clause: '三、排查方式（四）省级抽查（8月上旬-8月中旬）',
      quote: '抽查范围覆盖全部地市，至少包括市本级和两个县区',
    },
  ],
  level: 2,
  cadence: { zh: '每次排查', en: 'each campaign' },
  subjectKind: 'agency',
  needs: [['record_campaign_check']],
  reads: ['record_campaign_check', 'record_campaign_answer', 'record_agency'],
  parameters: {
    city_share: ratio({
      default: '1',
      meaning: { zh: '市级检查覆盖单位的比例', en: 'share of its units that a city checks' },
    }),
    province_share: ratio({
      default: '0.5',
      meaning: { zh: '省级抽查覆盖市的比例', en: 'share of the cities that the province spot-checks' },
    }),
    counties: count({
      default: '2',
      meaning: { zh: '省级在每个被抽市抽查的县区数', en: 'counties of each spot-checked city' },
    }),
  },
  sql: `
    with unit_of_campaign as (
      select distinct record_campaign_answer.campaign_id, record_agency.agency_id, record_agency.region,
        record_agency.region_level, record_agency.city_region
      from record_campaign_answer
      join record_agency on record_agency.agency_id = record_campaign_answer.agency_id
      where record_agency.city_region is not null
    ),
    level_over as (
      select campaign_id, level
      from record_campaign_check
      group by campaign_id, level
      having max(due_on_day) < $as_of_day
    ),
    checker as (
      select record_campaign_check.campaign_id, record_campaign_check.level,
        case record_campaign_check.level when 'CITY' then record_agency.city_region else '' end as city_region,
        min(record_campaign_check.by_agency_id) as agency_id
      from record_campaign_check
      join record_agency on record_agency.agency_id = record_campaign_check.agency_id
      group by record_campaign_check.campaign_id, record_campaign_check.level,
        case record_campaign_check.level when 'CITY' then record_agency.city_region else '' end
    ),
    unit_checked as (
      select
        unit_of_campaign.*,
        max(case when record_campaign_check.level = 'CITY' and record_campaign_check.done_on_day is not null
          then 1 else 0 end) as by_city,
        max(case when record_campaign_check.level = 'PROVINCE' and record_campaign_check.done_on_day is not null
          then 1 else 0 end) as by_province
      from unit_of_campaign
      left join record_campaign_check on record_campaign_check.campaign_id = unit_of_campaign.campaign_id
        and record_campaign_check.agency_id = unit_of_campaign.agency_id
      group by unit_of_campaign.campaign_id, unit_of_campaign.agency_id, unit_of_campaign.region,
        unit_of_campaign.region_level, unit_of_campaign.city_region
    ),
    city_total as (
      select campaign_id, city_region, count(*) as units, sum(by_city) as by_city, max(by_province) as is_visited,
        count(distinct case when by_province = 1 and region_level = 'COUNTY' then region end) as counties_visited,
        count(distinct case when region_level = 'COUNTY' then region end) as counties,
        max(case when by_province = 1 and region = city_region then 1 else 0 end) as is_city_visited,
        max(case when region = city_region then 1 else 0 end) as has_city
      from unit_checked
      group by campaign_id, city_region
    ),
    province_total as (
      select campaign_id, count(*) as cities, sum(is_visited) as visited
      from city_total
      group by campaign_id
    ),
    fault as (
      select city_total.campaign_id, city_total.city_region, 'CITY' as level, 'CITY' as fault
      from city_total
      join level_over on level_over.campaign_id = city_total.campaign_id and level_over.level = 'CITY'
      where city_total.by_city * 1000000 < $city_share * city_total.units
      union all
      select city_total.campaign_id, city_total.city_region, 'PROVINCE', 'CITIES'
      from city_total
      join level_over on level_over.campaign_id = city_total.campaign_id and level_over.level = 'PROVINCE'
      join province_total on province_total.campaign_id = city_total.campaign_id
      where province_total.visited * 1000000 < $province_share * province_total.cities
        and city_total.is_visited = 0
      union all
      select city_total.campaign_id, city_total.city_region, 'PROVINCE', 'THIN'
      from city_total
      join level_over on level_over.campaign_id = city_total.campaign_id and level_over.level = 'PROVINCE'
      where city_total.is_visited = 1
        and (
          city_total.is_city_visited < city_total.has_city
          or city_total.counties_visited < least($counties, city_total.counties)
        )
    ),
    row_shown as (
      select checker.agency_id as subject_id, unit_checked.agency_id, fault.fault
      from fault
      join checker on checker.campaign_id = fault.campaign_id
        and checker.level = fault.level
        and checker.city_region = case fault.level when 'CITY' then fault.city_region else '' end
      join unit_checked on unit_checked.campaign_id = fault.campaign_id
        and unit_checked.city_region = fault.city_region
        and case fault.level when 'CITY' then unit_checked.by_city else unit_checked.by_province end = 0
    ),
    fault_of_checker as (
      select subject_id, count(distinct agency_id) as units,
        max(case fault when 'CITY' then 1 else 0 end) as is_city,
        max(case fault when 'CITIES' then 1 else 0 end) as is_few,
        max(case fault when 'THIN' then 1 else 0 end) as is_thin
      from row_shown
      group by subject_id
    ),
    row_with_checker as (
      select distinct subject_id, agency_id, 0 as is_context
      from row_shown
      union all
      -- Where the checker lies, so that its superior owns the finding.
      select subject_id, subject_id, 1
      from fault_of_checker
    )
    select
      row_with_checker.subject_id as subject_id,
      0 as amount_fen,
      null as period_from,
      null as period_to,
      'record_agency' as evidence_table,
      row_with_checker.agency_id as evidence_key,
      row_with_checker.is_context as is_context,
      fault_of_checker.units as fact_units,
      fault_of_checker.is_city as fact_city,
      fault_of_checker.is_few as fact_few,
      fault_of_checker.is_thin as fact_thin
    from row_with_checker
    join fault_of_checker on fault_of_checker.subject_id = row_with_checker.subject_id`,
  facts: { units: 'number', city: 'number', few: 'number', thin: 'number' },
  evidence: { record_agency: ['kind', 'region', 'region_level', 'city_region'] },
  check: '对照排查单位名单补做检查和抽查，未补齐前不得结束排查。',
  explain: ({ who, facts }) =>
    `${who}在排查中` +
    [
      ...(facts.city === '1' ? ['市级检查没有覆盖全部单位'] : []),
      ...(facts.few === '1' ? ['省级抽查的市不够'] : []),
      ...(facts.thin === '1' ? ['被抽的市没有查市本级和规定数量的县区'] : []),
    ].join('，') +
    `，涉及未检查单位 ${facts.units} 个，请补做检查。`,
})
