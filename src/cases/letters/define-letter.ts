import { sql } from 'kysely'
import { z } from 'zod'
import { civilOfDay, formatDay, parseDay } from '#base/calendar-math.ts'
import { assert, type Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { conflict, fields, invalid, reason } from '#records/form-fields.ts'
import { type LetterAction, LetterData, type LetterRow, letterStatuses } from './letter-data.ts'
import { letterCodes, letterTemplates } from './letter-list.ts'
import { LetterFacts, valuesOf } from './letter-values.ts'

const wording = {
  addressee_name: fields.text('收文个人或单位', 100),
  text: fields.text('事由与要求', 4000),
  basis: fields.text('依据', 1000),
  due_on: fields.day('期限').nullable(),
  contact: fields.text('联系人及电话', 100),
} as const
const Draft = z.strictObject({
  template: fields.code('文书', letterCodes),
  case_id: fields.id('案件'),
  recovery_id: fields.id('追回单').nullable(),
  ...wording,
})
type Draft = z.infer<typeof Draft>
const Revise = z.strictObject(wording)
const Nothing = z.strictObject({})
const Reason = z.strictObject({ reason })
const Serve = z.strictObject({
  on: fields.day('送达日期'),
  channel: fields.code('送达方式', ['IN_PERSON', 'MAIL', 'LEFT_IN_PLACE', 'PUBLIC_NOTICE']),
})

const entry = { by: 'person', function: 'LETTER', step: 'ENTRY' } as const
const approval = {
  by: 'person',
  function: 'LETTER',
  step: 'APPROVAL',
  differsFrom: ['draft', 'revise'],
  needsConfirmation: true,
  needsDetailOpened: true,
} as const

function present(record: LetterRow | null): LetterRow {
  assert(record !== null, 'the workflow opens no letter by this action')
  return record
}

const concernedQuery = (input: Draft) => sql`
  select jsonb_build_object(
    'is_case', concerned.status <> 'MERGED',
    'is_approved', concerned.data -> 'conclusion' -> 'approved' is not null
      and concerned.data -> 'conclusion' -> 'approved' <> 'null'::jsonb,
    'is_recovery', exists (
      select
      from app.record as recovery
      where
        recovery.kind = 'RECOVERY'
        and recovery.record_id = ${input.recovery_id}::text
        and recovery.data ->> 'case_id' = concerned.record_id
        and recovery.status <> 'CANCELLED'
    )
  )
  from app.record as concerned
  where concerned.kind = 'CASE' and concerned.record_id = ${input.case_id}
`
const Concerned = z
  .object({ is_case: z.boolean(), is_approved: z.boolean(), is_recovery: z.boolean() })
  .nullable()

function refusalOfDraft(input: Draft, loaded: unknown, today: string): Refusal | null {
  const concerned = Concerned.parse(loaded)
  if (concerned === null || !concerned.is_case)
    return conflict('没有该案件，请核对。', 'there is no such case.')
  const { isOfRecovery, title } = letterTemplates[input.template]
  if (isOfRecovery !== (input.recovery_id !== null) || (isOfRecovery && !concerned.is_recovery)) {
    return isOfRecovery
      ? invalid(`${title.zh}须注明本案的追回单。`, `${title.en} names a recovery of the case.`)
      : invalid(`${title.zh}不涉及追回单。`, `${title.en} is not about a recovery.`)
  }
  const isBefore = input.template === 'VERIFICATION' || input.template === 'AUDIT_NOTICE'
  if (!isBefore && !concerned.is_approved) {
    return conflict(
      `案件结论尚未批准，不能拟${title.zh}。`,
      `the case's conclusion is not approved yet, so there is no ${title.en}.`,
    )
  }
  if (input.due_on !== null && input.due_on < today) {
    return invalid('期限早于今天，请改正。', 'the day lies in the past; correct it.')
  }
  return null
}

const draftAction: LetterAction<Draft> = {
  ...entry,
  title: { zh: '拟稿', en: 'draft' },
  input: Draft,
  deadlineWorkingDays: 5,
  subjectQuery: ({ input }) => sql`
    select jsonb_build_object(
      'regions', to_jsonb(concerned.regions),
      'agencyId', concerned.agency_id,
      'scheme', concerned.scheme,
      'personId', concerned.person_id,
      'personKeys', coalesce(concerned.concerned -> 'personKeys', '[]'::jsonb),
      'staffIds', coalesce(concerned.concerned -> 'staffIds', '[]'::jsonb),
      'handlers', coalesce(concerned.concerned -> 'handlers', '[]'::jsonb)
    )
    from app.record as concerned
    where concerned.kind = 'CASE' and concerned.record_id = ${input.case_id} and concerned.agency_id is not null
  `,
  factsQuery: ({ input }) => concernedQuery(input),
  toDos: [{ duty: 'DEPUTY_HEAD', step: 'APPROVAL', title: { zh: '签发文书', en: 'issue the letter' } }],
  decide: (_record, input, facts) => {
    const refusal = refusalOfDraft(input, facts.loaded, formatDay(shanghaiDay(facts.at)))
    if (refusal !== null) return refusal
    const later = { number: null, values: null, issued: null, attachment_id: null, served: [], remarks: [] }
    return { status: 'DRAFTED', data: { ...input, ...later } }
  },
}

/** Read when it is issued: the letter says what is so then. */
const issuingFacts = sql`
  select jsonb_build_object(
    'agency_name', agency.name,
    'last_number', coalesce(
      (
        select letter_number.last_number
        from app.letter_number
        where
          letter_number.agency_id = record.agency_id
          and letter_number.year = extract(year from clock_timestamp() at time zone 'Asia/Shanghai')
      ),
      0
    ),
    'case', concerned.data,
    'recovery', (
      select recovery.data
      from app.record as recovery
      where recovery.kind = 'RECOVERY' and recovery.record_id = record.data ->> 'recovery_id'
    )
  )
  from app.record as concerned
  inner join app.agency on agency.agency_id = record.agency_id
  where concerned.kind = 'CASE' and concerned.record_id = record.data ->> 'case_id'
`

/** 签发: a leader signs, and the letter takes the next number of its agency and year in the same transaction. */
const issueAction: LetterAction<z.infer<typeof Nothing>> = {
  ...approval,
  title: { zh: '签发', en: 'issue' },
  input: Nothing,
  factsQuery: () => issuingFacts,
  decide: (row, _input, facts) => {
    const record = present(row)
    const { agency } = record.subject
    assert(agency !== null, 'a letter has an agency')
    const found = LetterFacts.parse(facts.loaded)
    const { year } = civilOfDay(shanghaiDay(facts.at))
    const number = found.last_number + 1
    const text = `${found.agency_name}稽〔${year}〕${number}号`
    // The name stays where it is masked by default, and is filled in when the letter is written.
    const values = { ...valuesOf(record.data, found, { number: text, at: facts.at }), 收文: '' }
    return {
      status: 'ISSUED',
      data: {
        ...record.data,
        number: { agency_id: agency.agencyId, year, number, text },
        values: values as unknown as LetterData['values'],
        issued: { by: facts.actorId, at: facts.at.toISOString() },
      },
    }
  },
}

const says = (name: 'return' | 'discard', row: LetterRow | null, said: LetterData['remarks'][number]) => ({
  status: name === 'return' ? ('DRAFTED' as const) : ('DISCARDED' as const),
  data: { ...present(row).data, remarks: [...present(row).data.remarks, said] },
})

/** 文书: drafted, issued by a leader under a number, written as .docx and kept as its attachment. */
export function letterKind(): RecordKind {
  return defineRecord({
    kind: 'LETTER',
    title: { zh: '文书', en: 'letter' },
    schema: LetterData,
    statuses: letterStatuses,
    readFunction: 'READ_CASE',
    isHighRisk: false,
    workflow: {
      NEW: { draft: 'DRAFTED' },
      DRAFTED: { revise: 'DRAFTED', issue: 'ISSUED', return: 'DRAFTED', discard: 'DISCARDED' },
      ISSUED: { file: 'FILED' },
      FILED: { serve: 'FILED' },
      DISCARDED: {},
    },
    actions: {
      draft: draftAction,
      revise: {
        ...entry,
        title: { zh: '修改', en: 'revise' },
        onlyByEnterer: true,
        input: Revise,
        decide: (row, input) => ({ status: 'DRAFTED', data: { ...present(row).data, ...input } }),
      },
      issue: issueAction,
      return: {
        ...approval,
        title: { zh: '退回修改', en: 'return' },
        opensRound: true,
        input: Reason,
        decide: (row, { reason: why }, { actorId, at }) =>
          says('return', row, { action: 'return', by: actorId, at: at.toISOString(), reason: why }),
      },
      discard: {
        ...entry,
        title: { zh: '作废草稿', en: 'discard the draft' },
        onlyByEnterer: true,
        input: Reason,
        decide: (row, { reason: why }, { actorId, at }) =>
          says('discard', row, { action: 'discard', by: actorId, at: at.toISOString(), reason: why }),
      },
      file: {
        // Only what the server wrote itself goes out under the number.
        by: 'system',
        function: 'LETTER',
        step: 'ACT',
        title: { zh: '成文归档', en: 'write and file' },
        input: z.strictObject({ asked_by: fields.id('成文人') }),
        attachments: [{ purpose: 'LETTER', title: { zh: '文书', en: 'the letter' }, countMin: 1 }],
        decide: (row, _input, { attachments }) => {
          const written = attachments.findLast(({ purpose }) => purpose === 'LETTER')
          return { status: 'FILED', data: { ...present(row).data, attachment_id: written!.id } }
        },
      },
      serve: {
        ...entry,
        title: { zh: '登记送达', en: 'record the service' },
        input: Serve,
        decide: (row, { on, channel }, { actorId, at }) => {
          const { data } = present(row)
          if (parseDay(on)! > shanghaiDay(at)) {
            return invalid('送达日期晚于今天，请改正。', 'the day lies in the future; correct it.')
          }
          if (data.served.length >= 50) return conflict('送达记录过多。', 'it was served too often.')
          const served = [...data.served, { on, channel, by: actorId, at: at.toISOString() }]
          return { status: 'FILED', data: { ...data, served } }
        },
      },
    },
  })
}
