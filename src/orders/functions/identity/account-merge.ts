import { z } from 'zod'
import type { Month } from '#base/calendar-math.ts'
import { normaliseName } from '#base/names.ts'
import { Refusal } from '#base/refusal.ts'
import { fenOf } from '#records/form-fields.ts'
import type { RegisterChange } from '#register/register-change.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { changeOf, dayOfOrder, sumYuan } from '../edits.ts'
import {
  allOf,
  document,
  fields,
  firstRefusal,
  monthIn,
  needs,
  oneOf,
  personId,
  reason,
  refusalOfDead,
  refused,
  refusedIf,
} from '../fields.ts'
import { type EffectSource, type OrderFacts, type OrderFunction, orderFunction } from '../order-function.ts'
import { adjustmentRow, contributedMonths } from '../participation/months.ts'

const Input = z.strictObject({
  person_id: personId,
  other_person_id: fields.id('并入的个人编号'),
  identity: fields.code('同一人的依据', ['SAME_ID_NUMBER', 'OLD_ID_NUMBER', 'POLICE_PROOF']),
  document,
  reason,
})
type Input = z.infer<typeof Input>

/**
 * Two numbers of one human: the contributions and participation of the other number come under the one that is kept, with
 * a row of the personal account for each scheme; its accounts end. The other number must have no benefit, and no month
 * that the kept one has too. The standard knows neither a merged person nor a merge: the other row of `person` stays as
 * it is, and only the order says that it is empty.
 */
export const accountMerge: OrderFunction = orderFunction({
  code: 'ACCOUNT_MERGE',
  basis: [
    {
      document: '000',
      clause: '基金收支层面 2、重复享受待遇',
      quote: '部分城乡参保人员同时参加城乡居民保险和企业职工养老保险，并享受双份待遇',
    },
    {
      document: '001',
      clause: '（二）社保基金基础管理工作不规范，中期监控虚位',
      quote: '出现了参保信息后台违规录入、擅自修改现象，致使中期监控虚位',
    },
  ],
  input: Input,
  ruleCodes: ['DTH-01', 'DTH-04', 'DUP-01', 'DUP-03', 'PRS-01', 'CTR-21'],
  hardStops: ['DTH-01'],
  isForTheLiving: true,
  attachments: [
    needs(
      'IDENTITY_PROOF',
      '身份证件和公安机关同一人证明',
      'identity document and proof that both are one human',
    ),
    needs('COMPARISON', '两个编号的参保缴费对照表', 'participation of both numbers side by side'),
  ],
  facts: ({ person_id, other_person_id }) => ({
    other: { table: 'person', where: { person_id: other_person_id } },
    contributions: { table: 'contribution', where: { person_id } },
    moved: { table: 'contribution', where: { person_id: other_person_id } },
    movedEnrolments: { table: 'enrolment', where: { person_id: other_person_id } },
    otherAccounts: { table: 'payee_account', where: { person_id: other_person_id } },
    otherEntitlements: { table: 'entitlement', where: { person_id: other_person_id } },
    retirements: { table: 'retirement', where: { person_id } },
  }),
  effect: (input, facts, source) => {
    const moved = allOf(facts, 'moved')
    if (moved instanceof Refusal) return moved
    const no = firstRefusal(refusalOfDead(facts), refusalOfOther(input, facts), refusalOfMonths(facts, moved))
    if (no !== null) return no
    const { person_id } = input
    const enrolments = facts.movedEnrolments ?? []
    const open = (facts.otherAccounts ?? []).filter(({ valid_to }) => (valid_to ?? null) === null)
    return [
      ...adjustmentsOf(input, moved, source),
      ...moved.map((row) => changeOf('contribution', row, { person_id })),
      ...enrolments.map((row) => changeOf('enrolment', row, { person_id })),
      ...open.map((row) => changeOf('payee_account', row, { valid_to: dayOfOrder(source) })),
    ]
  },
})

function refusalOfOther(input: Input, facts: OrderFacts): Refusal | null {
  const person = oneOf(facts, 'person')
  const other = oneOf(facts, 'other')
  if (input.other_person_id === input.person_id || other === null || person === null) {
    return refused(
      '并入的个人编号不存在或与保留的编号相同，请核对。',
      'the other number does not exist or is the kept one; check it.',
    )
  }
  const isSameNumber = other.id_number === person.id_number
  const isSameName = normaliseName(other.name ?? '') === normaliseName(person.name ?? '')
  const drawing = (facts.otherEntitlements ?? []).filter(({ status }) => status !== 'ENDED')
  return firstRefusal(
    // Whoever acts has been asked about the kept person's region only.
    refusedIf(
      other.region !== person.region,
      '并入的个人编号属于另一统筹区，不能合并；请办理转移接入。',
      'the other number is of another region; transfer its months in instead.',
    ),
    refusedIf(
      other.life_status === 'DEAD',
      '并入的个人编号已登记死亡，不能合并；请先核实。',
      'the other number is registered as dead and cannot be merged; look into it first.',
    ),
    refusedIf(
      input.identity === 'SAME_ID_NUMBER' && !isSameNumber,
      '两个编号的证件号码不同，请改选依据并提供公安机关证明。',
      'the two have different id numbers; choose another ground and bring the proof of the police.',
    ),
    refusedIf(
      input.identity === 'OLD_ID_NUMBER' && !isSameName,
      '两个编号的姓名不同，不能以新旧证件号码为依据；请提供公安机关同一人证明。',
      'the two have different names; an old number is no proof, bring that of the police.',
    ),
    refusedIf(
      drawing.length > 0,
      '并入的个人编号还有未终止的待遇，不能合并；请先终止并处理重复领取。',
      'the other number still has a benefit; end it first and settle what was drawn twice.',
    ),
    refusedIf(
      (facts.retirements ?? []).length > 0,
      '保留的编号已核定退休，合并会改变缴费年限；请先核实后办理待遇重核。',
      'the kept number has a determination already; the merge would change its months.',
    ),
  )
}

function refusalOfMonths(facts: OrderFacts, moved: readonly WrittenRow[]): Refusal | null {
  const kept = allOf(facts, 'contributions')
  if (kept instanceof Refusal) return kept
  const both = schemesOf(moved).some((scheme) => {
    const months = contributedMonths(kept.filter((row) => row.scheme === scheme))
    return [...contributedMonths(moved.filter((row) => row.scheme === scheme))].some((each) =>
      months.has(each),
    )
  })
  return firstRefusal(
    refusedIf(
      moved.length === 0,
      '并入的个人编号没有缴费记录，无需合并。',
      'the other number has no contributions; there is nothing to merge.',
    ),
    refusedIf(
      both,
      '两个编号在同一险种的同一月份都有缴费；请先为重复月份办理退费。',
      'both numbers have contributions of the same scheme and month; refund the double months first.',
    ),
  )
}

function schemesOf(rows: readonly WrittenRow[]): readonly string[] {
  return [...new Set(rows.map(({ scheme }) => scheme ?? ''))].toSorted()
}

function adjustmentsOf(
  { person_id, document: paper }: Input,
  moved: readonly WrittenRow[],
  source: EffectSource,
): readonly RegisterChange[] {
  return schemesOf(moved).map((scheme) => {
    const rows = moved.filter((row) => row.scheme === scheme)
    const months: readonly Month[] = rows.map(({ period }) => monthIn(period)!)
    return adjustmentRow(source, {
      personId: person_id,
      scheme,
      period: { from: Math.min(...months), to: Math.max(...months) },
      months: contributedMonths(rows).size,
      amount: sumYuan(rows.map(({ person_amount }) => fenOf(person_amount ?? '0.00'))),
      kind: 'ADJUST',
      document: paper,
      voucher: null,
    })
  })
}
