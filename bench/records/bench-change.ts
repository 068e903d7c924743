import { sql } from 'kysely'
import type pg from 'pg'
import { z } from 'zod'
import { type FunctionCatalogue, step } from '#access/functions/access-function.ts'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { defineRecord, type RecordKind } from '#records/define-record.ts'

/** The smallest order there is: one enters another telephone number, another reviews it, and the register has it. */

const title = { zh: '测试变更', en: 'bench change' }

export const benchCatalogue: FunctionCatalogue = extendCatalogue(accessFunctions, [
  {
    code: 'BENCH_CHANGE',
    title,
    area: 'BUSINESS',
    isHighRisk: false,
    isTogether: false,
    hasAmount: false,
    coverage: 'ALL',
    steps: [step('ENTRY', ['ENTRY']), step('REVIEW', ['REVIEW'])],
  },
])

const Change = z.strictObject({ personId: z.string(), phone: z.string(), before: z.string() })

export const benchChange: RecordKind = defineRecord({
  kind: 'BENCH_CHANGE',
  title,
  schema: Change,
  isHighRisk: false,
  statuses: { SUBMITTED: { zh: '待复核', en: 'awaiting review' }, DONE: { zh: '已生效', en: 'done' } },
  workflow: { NEW: { enter: 'SUBMITTED' }, SUBMITTED: { review: 'DONE' }, DONE: {} },
  actions: {
    enter: {
      title,
      by: 'person',
      function: 'BENCH_CHANGE',
      step: 'ENTRY',
      input: z.strictObject({ personId: z.string(), phone: z.string() }),
      deadlineWorkingDays: 5,
      toDos: [{ duty: 'REVIEW', step: 'REVIEW', title }],
      subjectQuery: ({ input }) => sql`
        select jsonb_build_object(
          'regions', jsonb_build_array(region), 'agencyId', 'A990101', 'personId', person_id,
          'personKeys', jsonb_build_array(app.identity_key(id_number))
        )
        from register.person
        where person_id = ${input.personId}
      `,
      factsQuery: ({ input }) => sql`
        select to_jsonb(coalesce(phone, '')) from register.person where person_id = ${input.personId}
      `,
      decide: (_record, input, { loaded }) => ({
        status: 'SUBMITTED',
        data: { ...input, before: String(loaded) },
      }),
    },
    review: {
      title,
      by: 'person',
      function: 'BENCH_CHANGE',
      step: 'REVIEW',
      input: z.strictObject({}),
      differsFrom: ['enter'],
      decide: (record, _input, { recordId }) => {
        const { data } = record!
        const key = { person_id: data.personId }
        const written = { phone: data.phone, source_order: recordId }
        return {
          status: 'DONE',
          data,
          effects: [{ operation: 'update', table: 'register.person', key, values: written, expected: key }],
        }
      },
    },
  },
})

/** An agency with these pairs of people, who enter and review, and so many insured persons. */
export async function setUpBench(
  pool: pg.Pool,
  { staff, persons }: { readonly staff: readonly (readonly [string, string])[]; readonly persons: number },
): Promise<void> {
  await pool.query(`
    insert into app.region (region, name, level, parent, path, valid_from)
    values
      ('990000', '示例省', 'PROVINCE', null, '{990000}', '2000-01-01'),
      ('990100', '示例市', 'CITY', '990000', '{990000,990100}', '2000-01-01'),
      ('990101', '示例县', 'COUNTY', '990100', '{990000,990100,990101}', '2000-01-01');
    insert into app.agency (agency_id, name, kind, region, path)
    values ('A990101', '示例县中心', 'HANDLING', '990101', '{A990101}');
    insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
    values ('P1', 'A990101', '经办岗', 'handling', false, '{}', '{}');
  `)
  for (const [index, [entry, review]] of staff.entries()) {
    for (const [staffId, role] of [
      [entry, 'ENTRY'],
      [review, 'REVIEW'],
    ] as const) {
      await pool.query(
        `insert into app.staff_member (staff_id, name, agency_id, status) values ($1, $1, 'A990101', 'ON_POST')`,
        [staffId],
      )
      await pool.query('insert into app.authority_epoch (staff_id, epoch) values ($1, $2)', [staffId, index])
      await pool.query(
        `insert into app.post_assignment (staff_id, post_id, started_on) values ($1, 'P1', '2025-01-01')`,
        [staffId],
      )
      await pool.query(
        `insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
        values ($1, $1, $2, '{990101}', '2025-01-01', 'DEMONSTRATION')`,
        [staffId, role],
      )
    }
  }
  await pool.query(
    `insert into register.person (person_id, id_number, name, name_normalised, region, source_delivery)
    select 'P' || number, '99010119500101' || lpad(number::text, 4, '0'), '某人', '某人', '990101', 'bench'
    from generate_series(1, $1::int) as number`,
    [persons],
  )
}
