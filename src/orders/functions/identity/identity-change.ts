import { z } from 'zod'
import { dayLessMonths, formatDay, parseDay } from '#base/calendar-math.ts'
import { hasRightCheckCharacter } from '#base/identity-number.ts'
import { normaliseName } from '#base/names.ts'
import type { Refusal } from '#base/refusal.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { accountFacts } from '../benefit/payment-lines.ts'
import { changeOf, dayOfOrder } from '../edits.ts'
import {
  document,
  fields,
  firstRefusal,
  needs,
  oneOf,
  orNone,
  personId,
  reason,
  refusalOfDead,
  refused,
  refusedIf,
} from '../fields.ts'
import { type EffectSource, type OrderFacts, type OrderFunction, orderFunction } from '../order-function.ts'
import { type ChangedField, personChangeRow } from './person-changes.ts'

const Input = z.strictObject({
  person_id: personId,
  field: fields.code('变更字段', ['name', 'id_number', 'birth_date', 'sex', 'category', 'first_work_date']),
  old_value: orNone('原值（登记为空的留空）', fields.text('原值')),
  new_value: fields.text('新值'),
  document,
  reason,
})
type Input = z.infer<typeof Input>

/**
 * One key fact of a person. A new id number brings its birth date and sex with it; a new name or number is set in the
 * person's own accounts too. Determinations stay as they are: RET-01 judges them by the new birth date, and DTH-01,
 * PRS-01 and DUP-03 the person by the new number. A name change makes ACC-02 compare the lines of years ago, so it
 * always comes before the approval post.
 */
export const identityChange: OrderFunction = orderFunction({
  code: 'IDENTITY_CHANGE',
  basis: [
    {
      document: '004',
      clause: '二、排查内容（十）经办稽核、基金监督情况',
      quote: '未按比例对关键信息变更、待遇补发等高风险业务定期进行稽核',
    },
    {
      document: '004',
      clause: '二、排查内容（八）信息系统联网应用情况',
      quote: '对姓名、社会保障号码、生存状态等关键基础信息进行校验',
    },
  ],
  input: Input,
  ruleCodes: ['RET-01', 'DTH-01', 'DTH-06', 'PRS-01', 'DUP-03', 'ACC-02', 'ACC-05'],
  hardStops: ['DTH-01'],
  isForTheLiving: true,
  attachments: [
    needs('IDENTITY_PROOF', '身份证件及公安机关变更证明', 'identity document and proof of the police'),
    needs('ARCHIVE', '档案相关页', 'pages of the archive'),
  ],
  facts: (input) => ({
    ...accountFacts(input.person_id),
    // Those who have the number that is asked for: persons, and deaths reported under it.
    sameNumber: { table: 'person', where: { id_number: input.new_value } },
    deathsOfNumber: { table: 'death', where: { id_number: input.new_value } },
    earlier: { table: 'person_change', where: { person_id: input.person_id } },
  }),
  effect: (input, facts, source) => {
    const person = oneOf(facts, 'person')
    const no = firstRefusal(refusalOfDead(facts), person === null ? null : refusalOfValue(input, person))
    if (no !== null || person === null) return no ?? refused('登记中没有该人员。', 'no such person.')
    const stop = firstRefusal(
      refusalOfNumber(input, facts),
      refusalOfBirth(input, person),
      refusalOfBoth(input, facts, source),
    )
    if (stop !== null) return stop
    const after = valuesAfter(input, person)
    return [
      changeOf('person', person, after),
      ...Object.entries(after).map(([field, value]) =>
        personChangeRow(source, {
          personId: input.person_id,
          field: field as ChangedField,
          before: person[field] ?? null,
          after: value,
          document: input.document,
        }),
      ),
      ...accountChanges(input, facts),
    ]
  },
})

/** `YYYY-MM-DD` of the number; null where it has no date. */
function birthOf(idNumber: string): string | null {
  const day = parseDay(`${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`)
  return day === null ? null : formatDay(day)
}

function sexOf(idNumber: string): string {
  return Number(idNumber[16]) % 2 === 1 ? '1' : '2'
}

/** The field asked for, and what a number says of birth and sex where the register says otherwise. */
function valuesAfter({ field, new_value }: Input, person: WrittenRow): Readonly<Record<string, string>> {
  if (field !== 'id_number') return { [field]: new_value }
  const birth = birthOf(new_value)!
  const sex = sexOf(new_value)
  return {
    id_number: new_value,
    ...(person.birth_date === birth ? {} : { birth_date: birth }),
    ...(person.sex === sex ? {} : { sex }),
  }
}

const fitting: Readonly<Record<Input['field'], (value: string) => boolean>> = {
  name: (value) => value.length <= 50,
  id_number: (value) => hasRightCheckCharacter(value) && birthOf(value) !== null,
  birth_date: (value) => parseDay(value) !== null,
  sex: (value) => value === '1' || value === '2',
  category: (value) => ['CADRE', 'WORKER', 'RESIDENT', 'FLEXIBLE'].includes(value),
  first_work_date: (value) => parseDay(value) !== null,
}

function refusalOfValue({ field, old_value, new_value }: Input, person: WrittenRow): Refusal | null {
  return firstRefusal(
    refusedIf(
      (person[field] ?? null) !== old_value,
      '填写的原值与登记内容不一致，请核对。',
      'the old value is not what the register has; check it.',
    ),
    refusedIf(
      old_value === new_value,
      '新值与原值相同，无需变更。',
      'nothing changes; there is nothing to do.',
    ),
    refusedIf(
      !fitting[field](new_value),
      '新值不合规：证件号码须为18位且校验码正确，日期用 YYYY-MM-DD，性别用 1 或 2，身份用标准代码。',
      'the new value is not of its form: an id number of 18 characters with its check character, dates YYYY-MM-DD, sex 1 or 2, category a code of the standard.',
    ),
  )
}

function refusalOfNumber({ field }: Input, facts: OrderFacts): Refusal | null {
  if (field !== 'id_number') return null
  const deaths = (facts.deathsOfNumber ?? []).filter(({ revoked }) => revoked !== 'true')
  return firstRefusal(
    refusedIf(
      (facts.sameNumber ?? []).length > 0,
      '新证件号码已登记在另一个个人编号下；如为同一人，请办理账户合并。',
      'another person number has this id number; if it is the same human, merge the accounts.',
    ),
    refusedIf(
      deaths.length > 0,
      '新证件号码已有未撤销的死亡报送，不能变更为该号码；请先核实。',
      'a death was reported under the new number and not withdrawn; look into it first.',
    ),
  )
}

/** A birth date is what the id number says, or what the archive says (劳社部发〔1999〕8号); a third one is impossible. */
function refusalOfBirth({ field, new_value }: Input, person: WrittenRow): Refusal | null {
  if (field !== 'birth_date') return null
  const known = [birthOf(person.id_number ?? ''), person.archive_birth_date ?? null]
  return refusedIf(
    !known.includes(new_value),
    '新的出生日期与证件号码、档案出生日期都不一致，不能变更；请先更正证件号码或档案。',
    'the new birth date is neither that of the id number nor that of the archive; correct one of these first.',
  )
}

/** R-RET-13, “双改”: who changes name and number within a year is another person on paper. */
function refusalOfBoth({ field }: Input, facts: OrderFacts, source: EffectSource): Refusal | null {
  if (field !== 'name' && field !== 'id_number') return null
  const other = field === 'name' ? 'id_number' : 'name'
  const since = formatDay(dayLessMonths(parseDay(dayOfOrder(source))!, 12))
  const isBoth = (facts.earlier ?? []).some(
    (each) => each.field === other && (each.recorded_at ?? '') >= since,
  )
  return refusedIf(
    isBoth,
    '一年内姓名和证件号码都变更（“双改”），不按变更办理；请以新身份登记后办理账户合并，由审批岗决定。',
    'name and id number would both change within a year: register the new identity and merge the accounts, which is always approved.',
  )
}

function accountChanges({ field, new_value }: Input, facts: OrderFacts): ReturnType<typeof changeOf>[] {
  if (field !== 'name' && field !== 'id_number') return []
  const person = oneOf(facts, 'person')!
  const column = field === 'name' ? 'holder_name' : 'holder_id_number'
  const isOwn = (each: WrittenRow): boolean =>
    field === 'name'
      ? normaliseName(each.holder_name ?? '') === normaliseName(person.name ?? '')
      : each.holder_id_number === person.id_number
  return (facts.accounts ?? [])
    .filter((each) => each.holder_kind === 'SELF' && (each.valid_to ?? null) === null && isOwn(each))
    .map((each) => changeOf('payee_account', each, { [column]: new_value }))
}
