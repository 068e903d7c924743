import { parseDay } from '#base/calendar-math.ts'
import { fenOfYuan } from '#base/money.ts'
import { type Found, groupBy, type Row, type Rows } from './test-rows.ts'

const decides = new Set(['ENTRY', 'REVIEW', 'APPROVAL', 'PAYMENT'])
const writes = new Set(['CREATE', 'UPDATE', 'APPROVE', 'IMPORT'])

function orders(rows: Rows): Found[] {
  const steps = groupBy(rows('business_step'), (row) => row.order_id!)
  return rows('business_order').flatMap((order) => {
    if (order.function_code === 'ORDINARY') return []
    const deciding = (steps.get(order.order_id!) ?? []).filter((row) => decides.has(row.step!))
    const byStaff = [...groupBy(deciding, (row) => row.staff_id!).values()]
    const isOne = byStaff.some((group) => new Set(group.map((row) => row.step)).size > 1)
    const amount = fenOfYuan(order.amount === '' ? '0' : order.amount!)!
    return isOne ? [{ rule: 'SYS-01', subject: order.order_id!, level: 1, amount }] : []
  })
}

function isOffHours(row: Row, isWorkingDay: (day: number) => boolean): boolean {
  const [date, time] = row.recorded_at!.split(' ') as [string, string]
  return !isWorkingDay(parseDay(date)!) || time < '08:00:00' || time >= '18:30:00'
}

export function oracleOfAuthority(rows: Rows, isWorkingDay: (day: number) => boolean): Found[] {
  const overtime = groupBy(rows('overtime'), (row) => row.staff_id!)
  const owners = new Map(rows('user_account').map((row) => [row.account_id!, row.staff_id!]))
  const counted = rows('operation')
    .filter(
      (row) => row.function_code !== 'ORDINARY' && writes.has(row.action!) && isOffHours(row, isWorkingDay),
    )
    .map((row) => ({ ...row, staff: row.staff_id === '' ? owners.get(row.account_id!)! : row.staff_id! }))
    .filter(
      (row: Row) =>
        !(overtime.get(row.staff!) ?? []).some(
          (each) => each.started_at! <= row.recorded_at! && row.recorded_at! <= each.ended_at!,
        ),
    )
  const found = [...groupBy<Row>(counted, (row) => row.staff!)].map(([subject, group]) => {
    const people = new Set(group.map((row) => row.person_id).filter((id) => id !== ''))
    return { rule: 'SYS-03', subject, level: people.size >= 5 ? 1 : 2, amount: 0n }
  })
  return [...orders(rows), ...found]
}
