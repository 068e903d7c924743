import { dayLessMonths } from '#base/calendar-math.ts'
import { count } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'
import { getColumn, getTable } from '#standard/tables.ts'

const locations: Readonly<Record<string, string>> = {
  ...getColumn(getTable('social_card'), 'location').codes,
}

/** A card that was made long ago, never reached its holder, and does not lie in the vault either. */
export const notHandedOut = defineRule({
  code: 'CRD-01',
  id: 'card/not-handed-out',
  version: 1,
  title: { zh: '制卡超期未发放且未入库', en: 'Card not handed out and not in the vault' },
  purpose: {
    zh: '长期未发到本人手中的社保卡应回收入库集中保管；散落在网点或途中的卡，可被他人激活后冒领待遇。',
    en: 'A card that did not reach its holder belongs into the vault; one that lies about can be activated by somebody else.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（六）社保卡管理情况',
      quote: '超过6个月未发放到人的社保卡没有回收入库集中保管',
    },
  ],
  level: 2,
  key: 'person',
  subjectKind: 'card',
  needs: [['social_card']],
  reads: ['social_card'],
  parameters: {
    months_max: count({
      default: '6',
      meaning: {
        zh: '制卡后应发放到人的月数，超过才算',
        en: 'months after making within which the card must be handed out; only longer ones count',
      },
    }),
  },
  bind: (parameters, context) => ({
    made_from_day: dayLessMonths(context.asOfDay, Number(parameters.months_max)),
  }),
  sql: `
    select
      card_number as subject_id,
      0 as amount_fen,
      made_on_day as period_from,
      made_on_day as period_to,
      'social_card' as evidence_table,
      card_number as evidence_key,
      person_id as fact_person,
      made_on_day as fact_made_on,
      location as fact_location,
      $as_of_day - made_on_day as fact_days
    from social_card
    where status in ('MADE', 'IN_TRANSIT')
      and issued_on_day is null
      and recalled_on_day is null
      and coalesce(location, 'SERVICE_POINT') <> 'VAULT'
      and made_on_day < $made_from_day`,
  facts: { person: 'text', made_on: 'day', location: 'text', days: 'number' },
  evidence: {
    social_card: ['person_id', 'status', 'made_on', 'issued_on', 'location', 'bank', 'account_number'],
  },
  check:
    '到登记的存放地点盘点实物，查明卡片下落和经手人；未发放的回收入库集中保管，已发放的补录领取签收，已入库未扫描的更正存放位置。',
  explain: ({ who, facts, parameters }) => {
    const location = locations[facts.location ?? '']
    return (
      `${who}（个人编号 ${facts.person}）于 ${facts.made_on} 制卡，至截止日 ${facts.days} 天、超过 ${parameters.months_max} 个月仍未发放到人，` +
      `也未回收入库，${location === undefined ? '存放位置没有登记' : `登记存放位置为${location}`}，` +
      '请盘点实物、查明下落并回收入库。'
    )
  },
})
