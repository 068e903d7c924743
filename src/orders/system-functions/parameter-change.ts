import { sql } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { schemes } from '#standard/code-lists.ts'
import { getColumn, getTable } from '#standard/tables.ts'
import { document, fields, needs, orNone, reason } from '../functions/fields.ts'
import type { OrderFacts } from '../functions/order-function.ts'
import { type OrderMatter, orderMatter } from '../order-matter.ts'
import { readFactRows } from '../storing/order-facts.ts'
import { type AskedCalendar, type CalendarRow, calendarChanges } from './calendar-import.ts'
import { readCalendarRows } from './calendar-store.ts'
import { valueChanges } from './parameter-value.ts'

const codes = <Code extends string>(list: Readonly<Record<Code, unknown>>): [Code, ...Code[]] =>
  Object.keys(list) as [Code, ...Code[]]

const Value = z.strictObject({
  what: z.literal('VALUE').meta({ title: '参数值' }),
  name: fields.code('参数', codes(getColumn(getTable('policy_parameter'), 'name').codes!)),
  region: fields.id('统筹区'),
  scheme: fields.code('险种', codes(schemes)),
  value: z
    .string()
    .regex(/^(0|[1-9]\d{0,8})(\.\d{1,6})?$/, '应为最多六位小数的数')
    .meta({ title: '值' }),
  valid_from: fields.month('起始年月'),
  valid_to: orNone('终止年月', fields.month('终止年月')),
  document,
  reason,
})

const Calendar = z.strictObject({
  what: z.literal('CALENDAR').meta({ title: '工作日历' }),
  year: z.int().min(2000).max(2100).meta({ title: '年度' }),
  /** Days off and days worked that differ from Monday to Friday, as the notice lists them; of the December before, too. */
  off: z.array(fields.day('放假日')).min(1).max(60).meta({ title: '放假日' }),
  worked: z.array(fields.day('调休上班日')).max(20).meta({ title: '调休上班日' }),
  document,
  reason,
})

const Input = z.discriminatedUnion('what', [Value, Calendar])
export type ParameterInput = z.infer<typeof Input>

interface Facts {
  readonly parameters: OrderFacts
  readonly calendar: readonly CalendarRow[]
}

/**
 * 参数变更: a dated policy value, or the working days of a year, as a document decrees it; entered by the policy post and
 * approved by a leader (platform.md 6, 17).
 */
export const parameterChange: OrderMatter = orderMatter<ParameterInput, Facts>({
  code: 'PARAMETER_CHANGE',
  kind: 'ORDER_PARAMETER_CHANGE',
  basis: [
    {
      document: '000',
      clause: '（三）完善社保经办风险防控体系',
      quote: '任何修改操作都要经过审批留痕可溯',
    },
  ],
  input: Input,
  attachments: [needs('DECREE', '政策文件', 'the document that decrees it')],
  canBeCorrected: true,
  places: ['REGISTER', 'SYSTEM'],
  placeOf: ({ what }) => (what === 'VALUE' ? 'REGISTER' : 'SYSTEM'),
  subject: (asked, actorId) => {
    // What holds everywhere is for those whose scope is everything; days are the same for all, whoever enters them.
    const region =
      asked.what === 'VALUE' && asked.region !== '*' ? sql`${asked.region}::text` : sql`null::text`
    const isOwn = asked.what === 'CALENDAR'
    return sql`
      select jsonb_build_object(
        'regions', jsonb_build_array(region.region),
        'agencyId', staff_member.agency_id
      )
      from app.staff_member
      inner join app.agency on agency.agency_id = staff_member.agency_id
      inner join app.region as own on own.region = agency.region
      inner join app.region
        on region.region = case when ${isOwn} then own.region else coalesce(${region}, own.path[1]) end
      where staff_member.staff_id = ${actorId}
    `
  },
  refusalOfCorrection: ({ regionCodes }, asked, before) => {
    const isSame =
      asked.what === before.what && (asked.what === 'CALENDAR' || regionOf(asked) === regionOf(before))
    return isSame && regionCodes.length > 0 ? null : otherSubject()
  },
  readFacts: async (pool, asked) => {
    if (asked.what === 'CALENDAR') {
      return { parameters: {}, calendar: await readCalendarRows(pool, asked.year) }
    }
    const { name, region, scheme } = asked
    const where = { name, region, scheme }
    return {
      parameters: await readFactRows(pool, { parameters: { table: 'policy_parameter', where } }),
      calendar: [],
    }
  },
  amountFen: () => null,
  ruleCodes: () => [],
  hardStops: [],
  personOf: () => null,
  effect: (asked, { parameters, calendar }) =>
    asked.what === 'VALUE'
      ? valueChanges(asked, parameters.parameters ?? [])
      : calendarChanges(asked satisfies AskedCalendar, calendar),
})

function regionOf(asked: ParameterInput): string | null {
  return asked.what === 'VALUE' ? asked.region : null
}

function otherSubject(): Refusal {
  return new Refusal('invalid_input', {
    zh: '更正不能改换统筹区，也不能把参数值改为工作日历；请撤回后另行录入。',
    en: 'a correction cannot be of another region, nor turn a value into a calendar; withdraw this and enter another.',
  })
}
