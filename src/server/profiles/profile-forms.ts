import { z } from 'zod'
import { profileKinds, relations } from '#profiles/profile.ts'
import { TextForm } from '../acting/record-forms.ts'

/** Profiles as the API shows them: values by column of the standard, fen as text of digits, masked unless asked otherwise. */

const Ref = z
  .object({ kind: z.enum(profileKinds), ref: z.string() })
  .describe('可打开的画像 / the profile it leads to')

const ValueForm = z.object({ column: z.string(), value: z.string().nullable(), ref: Ref.nullable() })

export const LaneRowForm = z.object({
  table: z.string(),
  from: z.string().nullable().describe('YYYY-MM-DD 或 YYYY-MM'),
  to: z.string().nullable(),
  values: z.array(ValueForm),
})

const MoneyForm = z.object({
  table: z.string(),
  months: z.array(
    z.object({ month: z.string(), series: z.string(), lines: z.int(), amount_fen: z.string() }),
  ),
  is_complete: z.boolean(),
})

const ActivityForm = z.object({
  months: z.array(
    z.object({ month: z.string(), place: z.enum(['CORE', 'HERE']), code: z.string(), lines: z.int() }),
  ),
  is_complete: z.boolean(),
})

const LinksForm = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['person', 'account', 'phone', 'employer', 'staff']),
      label: z.string(),
      ref: Ref.nullable(),
    }),
  ),
  edges: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      relation: z.enum(relations),
      count: z.int().nullable(),
    }),
  ),
  hidden: z
    .array(z.object({ node: z.string(), count: z.int(), is_at_least: z.boolean() }))
    .describe('图上未列出的数量 / how many more there are than shown'),
})

export const ProfileForm = z
  .object({
    kind: z.enum(profileKinds),
    ref: z.string(),
    label: z.string(),
    is_masked: z.boolean(),
    regions: z.array(z.object({ region: z.string(), name: z.string().nullable() })),
    facts: z.object({ table: z.string(), values: z.array(ValueForm) }),
    lanes: z.array(z.object({ lane: z.string(), rows: z.array(LaneRowForm), has_more: z.boolean() })),
    money: MoneyForm.nullable(),
    activity: ActivityForm.nullable(),
    findings: z.array(
      z.object({
        finding_id: z.string(),
        rule_code: z.string(),
        rule_title: TextForm,
        level: z.int(),
        status: z.enum(['OPEN', 'IN_CASE', 'CONCLUDED']),
        subject_kind: z.string(),
        amount_fen: z.string(),
        period_from: z.string(),
        period_to: z.string(),
        first_found_at: z.iso.datetime(),
        last_found_at: z.iso.datetime(),
      }),
    ),
    has_more_findings: z.boolean(),
    records: z.array(
      z.object({
        record_id: z.string(),
        kind: z.string(),
        status: z.string(),
        amount_fen: z.string().nullable(),
        is_open: z.boolean(),
        entered_at: z.iso.datetime(),
        changed_at: z.iso.datetime(),
      }),
    ),
    has_more_records: z.boolean(),
    links: LinksForm,
    feeds: z.array(
      z.object({
        table: z.string(),
        is_live: z.boolean(),
        last_date: z.string().nullable(),
        delivered_at: z.iso.datetime().nullable(),
      }),
    ),
  })
  .meta({ id: 'Profile' })
export type ProfileForm = z.infer<typeof ProfileForm>
export type ValueForm = z.infer<typeof ValueForm>
export type RefForm = z.infer<typeof Ref>

export const FoundForm = z
  .object({
    kind: z.enum(profileKinds),
    ref: z.string(),
    label: z.string(),
    id_number: z.string().nullable(),
    region: z.string().nullable(),
  })
  .meta({ id: 'FoundSubject' })
export type FoundForm = z.infer<typeof FoundForm>
export const SubjectRef = Ref
