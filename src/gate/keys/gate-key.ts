import { sql } from 'kysely'
import { z } from 'zod'
import { type AccessFunction, step } from '#access/functions/access-function.ts'
import { highRiskCodes } from '#access/functions/high-risk-functions.ts'
import { Refusal } from '#base/refusal.ts'
import { type ActionDefinition, defineRecord, type RecordKind } from '#records/define-record.ts'
import { Nothing, Reason } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import { checkFunctions, checkWebhookUrl } from './api-key.ts'

/** A core system's key, proposed by the system officer and granted by the security officer (platform.md 2, 6). */

export const gateKeyKind = 'GATE_KEY'

/** For `extendCatalogue`. */
export const gateFunctions: readonly AccessFunction[] = [
  {
    code: gateKeyKind,
    title: { zh: '核心系统接口密钥', en: 'key of a core system' },
    area: 'AUTHORITY',
    isHighRisk: false,
    isTogether: false,
    hasAmount: false,
    coverage: 'ALL',
    steps: [
      step('ENTRY', ['SYSTEM_ADMIN'], { reach: 'REGION' }),
      step('REVIEW', ['SECURITY_ADMIN'], { reach: 'REGION' }),
    ],
  },
]

const id = z.string().trim().min(1).max(64)
const time = z.iso.datetime({ offset: true })

const Asked = z.strictObject({
  title: z.string().trim().min(1).max(100).meta({ title: '核心系统名称' }),
  agency_id: id.meta({ title: '所代表的机构' }),
  functions: z.array(z.enum(highRiskCodes)).min(1).max(highRiskCodes.length).meta({ title: '可办业务' }),
  requests_per_minute: z.int().min(1).max(60_000).meta({ title: '每分钟请求上限' }),
  webhook_url: z.string().max(500).nullable().meta({ title: '回调地址' }),
  valid_from: time.meta({ title: '生效时间' }),
  valid_to: time.meta({ title: '失效时间' }),
})
export type AskedGateKey = z.infer<typeof Asked>

const GateKeyData = z.strictObject({ asked: Asked, reason: z.string().nullable() })
export type GateKeyData = z.infer<typeof GateKeyData>

export const gateKeyStatuses = {
  PROPOSED: { zh: '待审核', en: 'proposed' },
  GRANTED: { zh: '已授予', en: 'granted' },
  REFUSED: { zh: '未通过', en: 'refused' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  ENDED: { zh: '已停用', en: 'ended' },
} as const
type Status = keyof typeof gateKeyStatuses

type Inputs = {
  propose: AskedGateKey
  grant: z.infer<typeof Nothing>
  refuse: z.infer<typeof Reason>
  withdraw: z.infer<typeof Nothing>
  end: z.infer<typeof Reason>
}
type Action<Name extends keyof Inputs> = ActionDefinition<Status, GateKeyData, Inputs[Name]>

const longestDays = 400
const dayMs = 86_400_000

/** A Refusal for what a schema cannot say. */
function checkAsked(asked: AskedGateKey, at: Date): void {
  checkFunctions(asked.functions)
  if (asked.webhook_url !== null) checkWebhookUrl(asked.webhook_url)
  const [from, to] = [new Date(asked.valid_from), new Date(asked.valid_to)]
  const isInOrder = to > from && to > at && to.getTime() - from.getTime() <= longestDays * dayMs
  if (isInOrder) return
  throw new Refusal('invalid_input', {
    zh: `失效时间须晚于生效时间和现在，有效期最长 ${longestDays} 天；请修改。`,
    en: `the key must end after it begins and after now, at most ${longestDays} days later; change it.`,
  })
}

const given = (record: RecordState<Status, GateKeyData> | null): GateKeyData => record!.data

const propose: Action<'propose'> = {
  title: { zh: '申请', en: 'propose' },
  input: Asked,
  by: 'person',
  function: gateKeyKind,
  step: 'ENTRY',
  deadlineWorkingDays: 3,
  toDos: [{ duty: 'SECURITY_ADMIN', step: 'REVIEW', title: { zh: '审核接口密钥', en: 'decide on a key' } }],
  subjectQuery: ({ input }) => sql`
    select jsonb_build_object(
      'regions', jsonb_build_array(agency.region),
      'agencyId', agency.agency_id,
      'personKeys', '[]'::jsonb
    )
    from app.agency
    where agency.agency_id = ${input.agency_id}
  `,
  decide: (_record, asked, { at }) => {
    checkAsked(asked, at)
    return { status: 'PROPOSED', data: { asked, reason: null } }
  },
}

const grant: Action<'grant'> = {
  title: { zh: '授予', en: 'grant' },
  input: Nothing,
  by: 'person',
  function: gateKeyKind,
  step: 'REVIEW',
  differsFrom: ['propose'],
  needsConfirmation: true,
  needsDetailOpened: true,
  decide: (record, _input, { at }) => {
    checkAsked(given(record).asked, at)
    return { status: 'GRANTED', data: given(record) }
  },
}

const refuse: Action<'refuse'> = {
  title: { zh: '不予授予', en: 'refuse' },
  input: Reason,
  by: 'person',
  function: gateKeyKind,
  step: 'REVIEW',
  differsFrom: ['propose'],
  decide: (record, { reason }) => ({ status: 'REFUSED', data: { ...given(record), reason } }),
}

const withdraw: Action<'withdraw'> = {
  title: { zh: '撤回', en: 'withdraw' },
  input: Nothing,
  by: 'person',
  function: gateKeyKind,
  step: 'ENTRY',
  onlyByEnterer: true,
  decide: (record) => ({ status: 'WITHDRAWN', data: given(record) }),
}

/** One person is enough to take away (platform.md 6), from this minute on. */
const end: Action<'end'> = {
  title: { zh: '停用', en: 'end' },
  input: Reason,
  by: 'person',
  function: 'ACCESS_REMOVAL',
  step: 'ACT',
  needsConfirmation: true,
  decide: (record, { reason }) => ({ status: 'ENDED', data: { ...given(record), reason } }),
}

export const gateKey: RecordKind = defineRecord<Status, GateKeyData, Inputs>({
  kind: gateKeyKind,
  title: { zh: '核心系统接口密钥', en: 'key of a core system' },
  schema: GateKeyData,
  statuses: gateKeyStatuses,
  readFunction: 'READ_AUTHORITY',
  isHighRisk: false,
  workflow: {
    NEW: { propose: 'PROPOSED' },
    PROPOSED: { grant: 'GRANTED', refuse: 'REFUSED', withdraw: 'WITHDRAWN' },
    GRANTED: { end: 'ENDED' },
    REFUSED: {},
    WITHDRAWN: {},
    ENDED: {},
  },
  actions: { propose, grant, refuse, withdraw, end },
})
