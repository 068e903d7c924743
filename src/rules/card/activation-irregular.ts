import { defineRule } from '#screening/rule.ts'

/** A card whose bank account was activated without its holder, or before the holder could have the card. */
export const activationIrregular = defineRule({
  code: 'CRD-03',
  id: 'card/activation-irregular',
  version: 1,
  title: { zh: '社保卡未见面激活', en: 'Card activated irregularly' },
  purpose: {
    zh: '社保卡银行账户须本人到场激活；未见面、未发放或发放之前就激活的，可能是他人控制了账户。',
    en: 'A card is activated by its holder in person; if not, or before it was issued, somebody else may hold the account.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（六）社保卡管理情况',
      quote: '社保卡银行账户存在违规未见面激活的情形',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'card',
  needs: [['social_card']],
  reads: ['social_card'],
  parameters: {},
  // Whether it was in person may be unknown: that is no finding. Without issued_on the card was not issued.
  sql: `
    with activated_card as (
      select
        card_number,
        person_id,
        activated_on_day,
        issued_on_day,
        case when activated_in_person = false then 1 else 0 end as is_absent,
        case when issued_on_day is null then 1 else 0 end as is_unissued,
        case when activated_on_day < issued_on_day then 1 else 0 end as is_early
      from social_card
      where activated_on_day is not null
    )
    select
      card_number as subject_id,
      0 as amount_fen,
      activated_on_day as period_from,
      activated_on_day as period_to,
      'social_card' as evidence_table,
      card_number as evidence_key,
      person_id as fact_person,
      activated_on_day as fact_activated_on,
      issued_on_day as fact_issued_on,
      is_absent as fact_absent,
      is_unissued as fact_unissued,
      is_early as fact_early
    from activated_card
    where is_absent = 1
      or is_unissued = 1
      or is_early = 1`,
  facts: {
    person: 'text',
    activated_on: 'day',
    issued_on: 'day',
    absent: 'number',
    unissued: 'number',
    early: 'number',
  },
  evidence: {
    social_card: [
      'person_id',
      'status',
      'made_on',
      'issued_on',
      'activated_on',
      'activated_in_person',
      'location',
      'bank',
      'account_number',
    ],
  },
  check:
    '向银行调取激活网点、柜员、影像和授权书，核实是否本人到场；银行为行动不便人员上门办理的，留存记录后排除，其余查明账户由谁控制。',
  explain: ({ who, facts }) => {
    const reasons = [
      ...(facts.absent === '1' ? ['登记为未见面激活'] : []),
      ...(facts.unissued === '1' ? ['没有发放登记'] : []),
      ...(facts.early === '1' ? [`早于发放日期 ${facts.issued_on}`] : []),
    ]
    return (
      `${who}（个人编号 ${facts.person}）于 ${facts.activated_on} 激活，${reasons.join('，')}，` +
      '请向银行调取激活影像和经办记录，核实是否本人办理、账户由谁控制。'
    )
  },
})
