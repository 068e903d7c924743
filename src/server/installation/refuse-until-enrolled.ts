import type { MiddlewareHandler } from 'hono'
import { sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { ServerContext } from '../server-context.ts'

const notYet = new Refusal('unavailable', {
  zh: '系统管理员、安全管理员、审计管理员尚未全部完成登记；在此之前只能登记。',
  en: 'The system, security and audit officers have not all enrolled; until then only enrolment works.',
})

/** Of the three that `init` named (platform.md 6). */
async function hasOfficerToEnrol(db: Database): Promise<boolean> {
  const { rows } = await sql<{ is_waiting: boolean }>`
    select exists (
      select from app.role_grant
      join app.sign_in_account on sign_in_account.staff_id = role_grant.staff_id
      where
        role_grant.origin = 'INIT'
        and role_grant.role in ('SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN')
        and sign_in_account.enrolled_at is null
    ) as is_waiting
  `.execute(db)
  return rows[0]!.is_waiting
}

/** Asked until it is true for once: nobody un-enrols. */
export function refuseUntilEnrolled({ db }: ServerContext): MiddlewareHandler {
  let isReady = false
  return async (_, next) => {
    isReady ||= !(await hasOfficerToEnrol(db))
    if (!isReady) throw notYet
    await next()
  }
}
