import { defineRule } from '#screening/rule.ts'

/** Community certifications that one person alone decided, or that left no evidence behind. */
export const communityWithoutReview = defineRule({
  code: 'CER-06',
  id: 'certification/community-without-review',
  version: 1,
  title: { zh: '社会化认证无复核或无佐证', en: 'Community certification without review or evidence' },
  purpose: {
    zh: '社会化服务的认证结果要有初审、复核和佐证材料；缺一项就无法证明本人健在，容易一人包办。',
    en: 'A community certification needs a second pair of eyes and evidence; without them nobody can prove that the payee lives.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（五）待遇资格认证管理情况',
      quote: '对社会化服务认证结果的确认未建立初审、复核机制，不留存佐证材料',
    },
  ],
  level: 2,
  key: 'person',
  subjectKind: 'person',
  needs: [['certification']],
  reads: ['certification'],
  parameters: {},
  sql: `
    with weak_pass as (
      select
        certification_id,
        person_id,
        certified_at_day,
        case when reviewer_id is null then 1 else 0 end as is_unreviewed,
        case when reviewer_id = operator_id then 1 else 0 end as is_own_review,
        case when evidence is null then 1 else 0 end as is_unproven
      from certification
      where channel = 'COMMUNITY'
        and result = 'PASS'
        and (reviewer_id is null or reviewer_id = operator_id or evidence is null)
    ),
    weak_person as (
      select
        person_id,
        cast(sum(is_unreviewed) as bigint) as unreviewed,
        cast(sum(is_own_review) as bigint) as own_reviews,
        cast(sum(is_unproven) as bigint) as unproven
      from weak_pass
      group by person_id
    )
    select
      weak_pass.person_id as subject_id,
      0 as amount_fen,
      weak_pass.certified_at_day as period_from,
      weak_pass.certified_at_day as period_to,
      'certification' as evidence_table,
      weak_pass.certification_id as evidence_key,
      weak_person.unreviewed as fact_unreviewed,
      weak_person.own_reviews as fact_own_reviews,
      weak_person.unproven as fact_unproven
    from weak_pass
    join weak_person on weak_person.person_id = weak_pass.person_id`,
  facts: { unreviewed: 'number', own_reviews: 'number', unproven: 'number' },
  evidence: {
    certification: ['certified_at', 'channel', 'result', 'operator_id', 'reviewer_id', 'evidence'],
  },
  check:
    '补查认证的照片、走访记录等佐证，由他人复核或重新认证；系统迁移前的历史记录确有纸质材料的，补录材料编号和复核人。',
  explain: ({ who, facts, periodFrom, periodTo, evidenceCount }) => {
    const reasons = [
      ...(facts.unreviewed === '0' ? [] : [`没有复核人 ${facts.unreviewed} 次`]),
      ...(facts.own_reviews === '0' ? [] : [`经办人自己复核 ${facts.own_reviews} 次`]),
      ...(facts.unproven === '0' ? [] : [`没有佐证材料 ${facts.unproven} 次`]),
    ]
    const when = periodFrom === periodTo ? `${periodFrom} ` : `${periodFrom} 至 ${periodTo} `
    return (
      `${who}${when}有 ${evidenceCount} 次社会化服务认证通过不合规定：${reasons.join('，')}，` +
      '请补查佐证并由他人复核或重新认证。'
    )
  },
})
