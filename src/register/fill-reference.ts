import type { CalendarDay } from '#platform/policy.ts'
import { roleConflicts } from '#standard/role-conflicts.ts'
import type { RegisterClient } from './read-rows.ts'

/**
 * Law as tables, from policy/ and the standard, replaced as a whole in the caller's transaction. `lawful_retirement` is
 * no table: screening makes its rows for the birth months that the delivery has, and a check for those of the persons
 * concerned, both with the same pure function.
 */
export async function fillReference(client: RegisterClient, calendar: readonly CalendarDay[]): Promise<void> {
  await client.query({ text: 'delete from register.calendar' })
  await client.query({
    text: `insert into register.calendar (day, is_working, working_number)
    select day, is_working, working_number
    from unnest($1::integer[], $2::boolean[], $3::integer[]) as given (day, is_working, working_number)`,
    values: [
      calendar.map(({ day }) => day),
      calendar.map(({ isWorking }) => isWorking),
      calendar.map(({ workingNumber }) => workingNumber),
    ],
  })
  await client.query({ text: 'delete from register.role_conflict' })
  await client.query({
    text: `insert into register.role_conflict (code, role_a, role_b)
    select code, role_a, role_b
    from unnest($1::text[], $2::text[], $3::text[]) as given (code, role_a, role_b)`,
    values: [
      roleConflicts.map(({ code }) => code),
      roleConflicts.map(({ roleA }) => roleA),
      roleConflicts.map(({ roleB }) => roleB),
    ],
  })
}
