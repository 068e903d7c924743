/** CRD-01, CRD-02 and CRD-03, from core-rules.md alone. */
import { lessMonths } from '../dates.ts'
import type { RowOf } from '../loading/row.ts'
import { deathDate } from './death.ts'
import { type Context, type Finding, finding, onDay } from './rule.ts'

type Card = RowOf<'social_card'>

interface Decided {
  readonly ruleCode: string
  readonly level: number
  readonly day: number
  readonly unsettled?: Finding['unsettled']
}

function cardFinding({ card_number }: Card, { ruleCode, level, day, unsettled = [] }: Decided): Finding {
  const subject = { ruleCode, subjectKind: 'card', subjectId: card_number, level }
  return finding(subject, [onDay(day, `social_card ${card_number}`)], unsettled)
}

/**
 * "status MADE or IN_TRANSIT, not issued, not recalled, not in the VAULT, made more than **6** months before `as_of`".
 * "Conditions with 'not' … hold for a null of … `location`, … `issued_on`, `recalled_on`". "'more than n months before' is
 * strictly before that day".
 */
export function cardNotHandedOut({ data, asOf, parameters }: Context): Finding[] {
  return data
    .rows('social_card')
    .filter((each) => each.status === 'MADE' || each.status === 'IN_TRANSIT')
    .filter((each) => each.issued_on === null && each.recalled_on === null && each.location !== 'VAULT')
    .filter((each) => each.made_on < lessMonths(asOf, parameters.cardMonthsMax))
    .map((each) => cardFinding(each, { ruleCode: 'CRD-01', level: 2, day: each.made_on }))
}

/**
 * "status MADE, IN_TRANSIT or ACTIVE, its person dead for more than **60** days". Withdrawn "matters only where named".
 * ambiguous: the day that decides is the death date, which is not the card's: the period is not compared.
 */
export function cardOfDead({ data, asOf, parameters }: Context): Finding[] {
  return data.rows('social_card').flatMap((card) => {
    const person = data.rows('person').find((each) => each.person_id === card.person_id)
    const died = person === undefined ? null : deathDate(data, person)
    if (!['MADE', 'IN_TRANSIT', 'ACTIVE'].includes(card.status)) return []
    if (died === null || asOf - died <= parameters.cardDaysMax) return []
    return [cardFinding(card, { ruleCode: 'CRD-02', level: 1, day: died, unsettled: ['period', 'evidence'] })]
  })
}

/**
 * "activated, and that not in person, or though not issued, or before it was issued". A null of `issued_on` is not issued;
 * a null of `activated_in_person` is no finding.
 */
export function activatedIrregularly({ data }: Context): Finding[] {
  return data.rows('social_card').flatMap((card) => {
    const { activated_on, issued_on, activated_in_person } = card
    if (activated_on === null) return []
    const isIrregular = activated_in_person === false || issued_on === null || activated_on < issued_on
    return isIrregular ? [cardFinding(card, { ruleCode: 'CRD-03', level: 1, day: activated_on })] : []
  })
}
