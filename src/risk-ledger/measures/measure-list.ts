import { sql } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { defineRecord, type FactsRequest, type RecordKind } from '#records/define-record.ts'
import { Nothing, Reason } from '#records/form-fields.ts'
import { ownUnit } from '#records/own-unit.ts'
import { dayOfAct, Remark, remarksWith } from '../remark.ts'
import { areasCount, Measure, MeasureList, measuresCount } from './measure-data.ts'

export const MeasureListData = z.strictObject({
  list: MeasureList,
  in_force_on: z.string().nullable(),
  remarks: z.array(Remark),
})
export type MeasureListData = z.infer<typeof MeasureListData>

/** What is imported: the document's name and its items; two people, for the whole installation answers by it. */
export const MeasureImport = z.strictObject({
  document: z.string().trim().min(4).max(200).meta({ title: '文件名称及文号' }),
  items: z.array(Measure).min(1).max(200).meta({ title: '措施' }),
})
export type MeasureImport = z.infer<typeof MeasureImport>

/** Six areas, 48 measures, none twice: what is anything else is not the list of the founding text. */
export function refusalOfImport({ items }: MeasureImport): Refusal | null {
  const areas = new Set(items.map(({ area_no }) => area_no)).size
  if (areas !== areasCount || items.length !== measuresCount) {
    return new Refusal('invalid_input', {
      zh: `应为六个方面、共48项，文件中是 ${areas} 个方面、${items.length} 项；请核对。`,
      en: `six areas with 48 measures are expected, the file has ${areas} with ${items.length}; check it.`,
    })
  }
  const places = items.map(({ area_no, no }) => `${area_no}-${no}`)
  const twice = places.find((place, index) => places.indexOf(place) !== index)
  if (twice === undefined) return null
  return new Refusal('invalid_input', {
    zh: `第 ${twice} 项出现了两次；请核对方面和序号。`,
    en: `measure ${twice} is there twice; check area and number.`,
  })
}

/** The list is everybody's, so it is the province's to import. */
const levelFacts = ({ actorId }: FactsRequest<unknown>) => sql`
  select to_jsonb(region.level)
  from app.staff_member
  inner join app.agency on agency.agency_id = staff_member.agency_id
  inner join app.region on region.region = agency.region
  where staff_member.staff_id = ${actorId}
`

const entry = { by: 'person', function: 'MEASURE_LIST', step: 'ENTRY' } as const
const leader = {
  by: 'person',
  function: 'MEASURE_LIST',
  step: 'APPROVAL',
  needsDetailOpened: true,
  needsConfirmation: true,
  differsFrom: ['propose'],
} as const
const title = (zh: string, en: string) => ({ title: { zh, en } })

export const measureListStatuses = {
  PROPOSED: { zh: '待审定', en: 'proposed' },
  IN_FORCE: { zh: '已启用', en: 'in force' },
  REFUSED: { zh: '未通过', en: 'refused' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
} as const

/** 48项措施官方文本: of several in force the latest counts; assessments that have begun keep the text they began with. */
export function measureListKind(): RecordKind {
  return defineRecord({
    kind: 'MEASURE_LIST',
    title: { zh: '48项措施文本', en: 'text of the 48 measures' },
    schema: MeasureListData,
    statuses: measureListStatuses,
    isHighRisk: false,
    workflow: {
      NEW: { propose: 'PROPOSED' },
      PROPOSED: { approve: 'IN_FORCE', refuse: 'REFUSED', withdraw: 'WITHDRAWN' },
      IN_FORCE: {},
      REFUSED: {},
      WITHDRAWN: {},
    },
    actions: { ...entryActions(), ...leaderActions() },
  })
}

function entryActions() {
  return {
    propose: {
      ...entry,
      ...title('导入官方文本', 'import the official text'),
      input: MeasureImport,
      subjectQuery: ownUnit,
      factsQuery: levelFacts,
      deadlineWorkingDays: 5,
      toDos: (['UNIT_HEAD', 'DEPUTY_HEAD'] as const).map((duty) => ({
        duty,
        step: 'APPROVAL' as const,
        title: { zh: '审定：48项措施官方文本', en: 'approve: the official text of the 48 measures' },
      })),
      decide: (_record: unknown, input: MeasureImport, facts: { readonly loaded: unknown }) => {
        if (facts.loaded !== 'PROVINCE') return provinceOnly()
        const refusal = refusalOfImport(input)
        if (refusal !== null) return refusal
        const list = { source: 'OFFICIAL' as const, ...input }
        return { status: 'PROPOSED' as const, data: { list, in_force_on: null, remarks: [] } }
      },
    },
    withdraw: {
      ...entry,
      ...title('撤回', 'withdraw'),
      onlyByEnterer: true,
      input: Nothing,
      decide: (record: { readonly data: MeasureListData } | null) => ({
        status: 'WITHDRAWN' as const,
        data: record!.data,
      }),
    },
  } as const
}

type Acted = Parameters<typeof dayOfAct>[0]

function leaderActions() {
  return {
    approve: {
      ...leader,
      ...title('审定启用', 'approve'),
      input: Nothing,
      decide: (record: { readonly data: MeasureListData } | null, _input: unknown, facts: Acted) => ({
        status: 'IN_FORCE' as const,
        data: { ...record!.data, in_force_on: dayOfAct(facts) },
      }),
    },
    refuse: {
      ...leader,
      ...title('不同意', 'refuse'),
      input: Reason,
      decide: (record: { readonly data: MeasureListData } | null, { reason }: Reason, facts: Acted) => ({
        status: 'REFUSED' as const,
        data: { ...record!.data, ...remarksWith(record!.data.remarks, 'refuse', { reason, facts }) },
      }),
    },
  } as const
}

const provinceOnly = (): Refusal =>
  new Refusal('action_not_available', {
    zh: '官方文本全省统一，由省级政策或基金监督岗位导入。',
    en: 'the text is one for the whole province; its policy or supervision post imports it.',
  })
