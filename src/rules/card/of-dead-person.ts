import { deathColumns } from '#rules/evidence-columns.ts'
import { count } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'
import { getColumn, getTable } from '#standard/tables.ts'

const statuses: Readonly<Record<string, string>> = { ...getColumn(getTable('social_card'), 'status').codes }
const sources: Readonly<Record<string, string>> = {
  ...getColumn(getTable('death'), 'source').codes,
  REGISTER: '参保登记',
}

/** A card that still works, or may still be handed out, though its person died. The day that decides is the death. */
export const ofDeadPerson = defineRule({
  code: 'CRD-02',
  id: 'card/of-dead-person',
  version: 1,
  title: { zh: '死亡人员社保卡未清理', en: 'Card of a dead person not cleared' },
  purpose: {
    zh: '死亡人员的社保卡应及时注销或回收；未清理的卡可被他人持有，用来继续支取待遇。',
    en: 'The card of the dead is cancelled or recalled; one that is not lets somebody else go on drawing.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（六）社保卡管理情况',
      quote: '超过6个月未发放到人的社保卡没有回收入库集中保管，其中已死亡人员的社保卡未清理',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'card',
  needs: [['social_card'], ['person'], ['death', 'person.death_date']],
  reads: ['social_card', 'death_date', 'death_source'],
  parameters: {
    days_max: count({
      default: '60',
      meaning: {
        zh: '死亡后应清理社保卡的天数，超过才算',
        en: 'days after the death within which the card must be cleared; only more of them count',
      },
    }),
  },
  sql: `
    with card_left as (
      select
        social_card.card_number,
        social_card.person_id,
        social_card.status,
        death_date.death_day,
        death_date.source
      from social_card
      join death_date on death_date.person_id = social_card.person_id
      where social_card.status in ('MADE', 'IN_TRANSIT', 'ACTIVE')
        and $as_of_day - death_date.death_day > $days_max
    ),
    row_shown as (
      select
        card_number,
        death_day as period,
        'social_card' as evidence_table,
        card_number as evidence_key,
        0 as is_context
      from card_left
      union all
      select
        card_left.card_number,
        null as period,
        death_source.evidence_table,
        death_source.evidence_key,
        1 as is_context
      from card_left
      join death_source on death_source.person_id = card_left.person_id
    )
    select
      row_shown.card_number as subject_id,
      0 as amount_fen,
      row_shown.period as period_from,
      row_shown.period as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      card_left.person_id as fact_person,
      card_left.status as fact_status,
      card_left.death_day as fact_death_date,
      card_left.source as fact_source,
      $as_of_day - card_left.death_day as fact_days
    from row_shown
    join card_left on card_left.card_number = row_shown.card_number`,
  facts: { person: 'text', status: 'text', death_date: 'day', source: 'text', days: 'number' },
  evidence: {
    social_card: ['person_id', 'status', 'made_on', 'issued_on', 'activated_on', 'location', 'bank'],
    ...deathColumns,
  },
  check:
    '核对死亡信息是否本人；属实的注销或回收社保卡、冻结待遇发放，查清死亡后账户由谁支取；家属在办理余额继承的，留存依据后限期清理。',
  explain: ({ who, facts }) =>
    `${who}的持卡人（个人编号 ${facts.person}）已于 ${facts.death_date} 死亡（来源：${sources[facts.source ?? ''] ?? '未知'}），` +
    `至截止日 ${facts.days} 天，卡状态仍为“${statuses[facts.status ?? ''] ?? '未知'}”，` +
    '请核对死亡信息并注销或回收社保卡，查明死亡后的支取情况。',
})
