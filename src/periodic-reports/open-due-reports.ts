import { sql } from 'kysely'
import { act } from '#records/act.ts'
import type { Kernel } from '#records/act-context.ts'

/**
 * For a job: once a half year is over, the report of every unit that has none is begun, so that it has a to-do, a
 * reminder on the working day before its date, and is overdue after it, like any record. What people begin earlier stays
 * theirs.
 */

const reportsMax = 200

interface Due {
  readonly agency_id: string
  readonly period: string
  readonly hour: string
}

async function dueReports({ db }: Kernel): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`
    select
      report.agency_id,
      report.period,
      to_char(clock_timestamp() at time zone 'UTC', 'YYYYMMDDHH24') as hour
    from app.record_risk_report as report
    where
      report.report_id is null
      and report.kind = 'RISK_HALF_YEAR'
      -- The first day after the half year: 19 days before the 20th.
      and report.due_on - 19 <= (clock_timestamp() at time zone 'Asia/Shanghai')::date
    order by report.due_on, report.agency_id
    limit ${reportsMax}
  `.execute(db)
  return rows
}

export async function openDueReports(kernel: Kernel): Promise<{ readonly refused: readonly string[] }> {
  const refused: string[] = []
  for (const { agency_id, period, hour } of await dueReports(kernel)) {
    const [year, half] = period.split('-')
    const key = `open:${agency_id}:${period}:${hour}`
    const answer = await act(
      { ...kernel, actor: { kind: 'system', job: 'periodic-reports' } },
      {
        ...{ kind: 'PERIODIC_REPORT', recordId: null, action: 'open_due', version: null, attachments: [] },
        ...{ input: { agency_id, year: Number(year), half }, confirmation: null },
        ...{ endpoint: 'periodic-reports', idempotencyKey: key },
      },
    )
    if (answer.outcome !== 'accepted') refused.push(`${key} ${answer.code}`)
  }
  return { refused }
}
