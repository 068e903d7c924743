import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayOf, formatDay } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import type { ActFacts, RecordKind } from '#records/define-record.ts'
import type { RecordState } from '#records/record.ts'
import { subjectIn } from '#records/test-people.ts'
import { askedFile, type EndedHold, fileOfData } from './asked-file.ts'
import { breakOfContent } from './file-breaks.ts'
import type { FileRuleAnswer } from './file-rules.ts'
import { definePaymentHold } from './holds/payment-hold.ts'
import type { PaymentHoldData } from './holds/payment-hold-data.ts'
import { definePaymentFile } from './payment-file.ts'
import type { PaymentFileChecked } from './payment-file-check.ts'
import { type PaymentFileData, releasedLines } from './payment-file-data.ts'
import { PaymentFileInput, type PaymentLine } from './payment-line.ts'
import { fileOf, lineOf } from './test-files.ts'

/**
 * Money under any sequence of files, holds, extensions, releases and stops, decided by the definitions themselves on
 * random amounts, with random lines hit. The world keeps its own account of every line in plain numbers.
 */

const isDeep = process.env.FANGXIAN_DEPTH === 'deep'
const seed = Number(process.env.FANGXIAN_SEED ?? (isDeep ? Date.now() % 1_000_000_000 : 20_261_121))
const numRuns = isDeep ? 10_000 : 300

type File = RecordState<string, PaymentFileData>
type Hold = RecordState<string, PaymentHoldData>

interface World {
  readonly files: Map<string, File>
  readonly holds: Map<string, Hold>
  /** Every line ever entered in an approved file, in fen. */
  readonly owed: Map<string, bigint>
  day: number
  made: number
}

const kinds = { file: definePaymentFile('own'), hold: definePaymentHold('own') }

function stateOf(kind: RecordKind, id: string, given: { status: string; data: unknown; enteredBy: string }) {
  const at = new Date(0)
  const subject = { ...subjectIn(), scheme: '170' }
  return { ...given, id, kind: kind.kind, version: 1, subject, enteredAt: at, changedAt: at }
}

function take<Data>(
  world: World,
  kind: RecordKind,
  asked: {
    readonly record: RecordState<string, Data> | null
    readonly id: string
    readonly action: string
    readonly actorId: string
    readonly input?: unknown
    readonly facts?: Partial<ActFacts>
  },
): RecordState<string, Data> | Refusal {
  const { record, id, action, actorId, input = {}, facts } = asked
  const definition = kind.actions[action]!
  // 10:00 in Beijing.
  const at = new Date(world.day * 86_400_000 + 2 * 3_600_000)
  const decision = definition.decide(record, definition.input.parse(input), {
    at,
    actorId,
    newId: () => 'ID',
    recordId: id,
    earlier: [],
    attachments: [],
    // No payment meeting is kept.
    loaded: { is_kept: false, decisions: [] },
    checked: null,
    ...facts,
  })
  if (decision instanceof Refusal) return decision
  const data = kind.schema.parse(JSON.parse(JSON.stringify(encoded(kind, decision.data))))
  const enteredBy = record?.enteredBy ?? actorId
  return stateOf(kind, id, { status: decision.status, data, enteredBy }) as RecordState<string, Data>
}

const encoded = (kind: RecordKind, data: unknown): unknown => kind.schema.encode(data)

function answersHitting(hit: readonly string[]): FileRuleAnswer[] {
  const rows = hit.map((key) => ({ table: 'payment', key, isContext: false, isAssumed: true }))
  const why = { zh: '原因', en: 'why' }
  const hits = rows.map((row) => ({
    findingId: row.key,
    subjectKind: 'person',
    subjectId: 'P',
    why,
    rows: [row],
  }))
  return [{ ruleCode: 'DTH-01', title: why, isError: false, hits, open: null }]
}

function checkedOf(
  stop: Refusal | null,
  hit: readonly string[],
  endedHolds: readonly EndedHold[] = [],
): PaymentFileChecked {
  const facts = {
    ...{ persons: [], registered: [], isBatchKnown: false, sameFiles: [], linesOfOthers: [] },
    ...{ linesOnHold: [], isHolderThere: true, endedHolds },
  }
  return { stop, facts, verdicts: { answers: answersHitting(hit), standing: [], persons: [] }, found: [] }
}

function endedHolds({ holds }: World): EndedHold[] {
  return [...holds.values()]
    .filter(({ status }) => status === 'RELEASED')
    .map(({ id, data }) => ({ holdId: id, line: data.line }))
}

/** A file of new lines and all arrears, of which some are hit; approved or refused. */
function pay(
  world: World,
  given: { amounts: readonly bigint[]; hits: readonly boolean[]; isApproved: boolean },
) {
  world.made += 1
  const id = `F${world.made}`
  const lines: PaymentLine[] = given.amounts.map((fen, index) =>
    lineOf(`P${index}`, { payment_id: `${id}-${index}`, amount: formatYuan(fen) }),
  )
  const ended = endedHolds(world)
  const arrears = ended.map(({ holdId }) => ({ hold_id: holdId, account_number: 'A', holder_name: '王一' }))
  const total = [...given.amounts, ...ended.map(({ line }) => BigInt(line.amount.replace('.', '')))]
  if (total.length === 0) return
  const input = PaymentFileInput.parse(
    fileOf(id, lines, {
      arrears,
      line_count: total.length,
      total_amount: formatYuan(total.reduce((sum, fen) => sum + fen, 0n)),
    }),
  )
  const file = askedFile(input, ended)
  expect(file).not.toBeInstanceOf(Refusal)
  if (file instanceof Refusal) return
  const ids = file.lines.map(({ payment_id }) => payment_id)
  const hit = ids.filter((_, index) => given.hits[index % given.hits.length])
  const entered = take<PaymentFileData>(world, kinds.file, {
    ...{ record: null, id, action: 'enter', actorId: 'pay1', input },
    facts: { checked: checkedOf(breakOfContent(file), hit, ended) },
  })
  expect(entered).not.toBeInstanceOf(Refusal)
  if (entered instanceof Refusal || !given.isApproved) return
  const by = { sessionId: null, terminalId: null, at: new Date(0), version: 2 }
  const earlier = [{ ...by, action: 'review', actorId: 'check1' }]
  const facts = { checked: checkedOf(breakOfContent(fileOfData(entered.data)), hit), earlier }
  const approved = take<PaymentFileData>(world, kinds.file, {
    ...{ record: { ...entered, status: 'REVIEWED' }, id, action: 'approve', actorId: 'lead1' },
    facts,
  })
  expect(approved).not.toBeInstanceOf(Refusal)
  if (approved instanceof Refusal) return
  world.files.set(id, approved)
  for (const line of lines) world.owed.set(line.payment_id, BigInt(line.amount.replace('.', '')))
  follow(world, approved)
}

/** What follow-files.ts does at once after the approval. */
function follow(world: World, { id, data }: File): void {
  for (const { hold_id } of data.lines) {
    if (hold_id === null) continue
    const hold = world.holds.get(hold_id)!
    const facts = { loaded: data.lines.map((line) => line.hold_id).filter((each) => each !== null) }
    const carried = take<PaymentHoldData>(world, kinds.hold, {
      ...{ record: hold, id: hold_id, action: 'carry', actorId: 'system', input: { file_id: id } },
      facts,
    })
    expect(carried).toMatchObject({ status: 'CARRIED' })
    world.holds.set(hold_id, carried as Hold)
  }
  for (const held of data.held) {
    const holdId = `H-${id}-${held.paymentId}`
    const loaded = {
      ...{ batchId: data.batch.batch_id, payMonth: data.batch.pay_month, approvedOn: data.approvedOn },
      ...{ enteredBy: 'pay1', holding: data.holding, agencyId: 'A990101', hasHold: false },
      line: data.lines.find(({ payment_id }) => payment_id === held.paymentId),
      held: { ...held, amountFen: held.amountFen.toString() },
    }
    const input = { file_id: id, payment_id: held.paymentId }
    const opened = take<PaymentHoldData>(world, kinds.hold, {
      ...{ record: null, id: holdId, action: 'open', actorId: 'system', input, facts: { loaded } },
    })
    expect(opened).toMatchObject({ status: 'HELD' })
    world.holds.set(holdId, opened as Hold)
  }
}

const reason = { reason: '理由' }
const holdInputs = {
  extend: { ...reason, days: 30 },
  release: reason,
  propose_stop: reason,
  stop: reason,
  decline: reason,
  end: {},
} as const

function onHold(
  world: World,
  given: { index: number; action: keyof typeof holdInputs; actorId: string },
): void {
  const all = [...world.holds.values()]
  const hold = all[given.index % Math.max(all.length, 1)]
  if (hold === undefined || kinds.hold.workflow[hold.status]?.[given.action] === undefined) return
  const { action, actorId } = given
  const next = take<PaymentHoldData>(world, kinds.hold, {
    ...{ record: hold, id: hold.id, action, actorId, input: holdInputs[action] },
  })
  if (next instanceof Refusal) {
    // Only these may say no: the named person and the enterer, an extension that is none, an end before its day.
    expect(['not_permitted', 'invalid_input', 'conflict']).toContain(next.code)
    return
  }
  world.holds.set(hold.id, next)
  const { data } = next
  expect(data.amountFen).toBe(hold.data.amountFen)
  expect(data.line).toEqual(hold.data.line)
  if (action === 'extend') expect(data.until).toBe(formatDay(world.day + 30))
  if (action === 'end') expect(formatDay(world.day) > hold.data.until).toBe(true)
}

function checkWorld(world: World): void {
  const paid = new Map<string, bigint>()
  for (const { data } of world.files.values()) {
    const leaving = releasedLines(data)
    const fenOf = (lines: readonly { amount: string }[]) =>
      lines.reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n)
    const heldIds = new Set(data.held.map(({ paymentId }) => paymentId))
    expect(leaving.filter(({ payment_id }) => heldIds.has(payment_id))).toEqual([])
    expect(data.released).toEqual({ lineCount: leaving.length, fen: fenOf(leaving) })
    const heldFen = data.held.reduce((sum, { amountFen }) => sum + amountFen, 0n)
    expect(data.heldTotal).toEqual({ lineCount: data.held.length, fen: heldFen })
    expect(data.entered.fen).toBe(data.released.fen + data.heldTotal.fen)
    expect(data.entered.lineCount).toBe(data.released.lineCount + data.heldTotal.lineCount)
    for (const line of leaving) {
      expect(paid.has(line.payment_id), `${line.payment_id} is paid once`).toBe(false)
      paid.set(line.payment_id, BigInt(line.amount.replace('.', '')))
    }
  }
  const place = new Map<string, string[]>()
  const put = (id: string, where: string) => place.set(id, [...(place.get(id) ?? []), where])
  for (const id of paid.keys()) put(id, 'PAID')
  for (const { status, data } of world.holds.values()) if (status !== 'CARRIED') put(data.paymentId, status)
  // Nothing lost, nothing twice, to the fen.
  expect([...place.keys()].sort()).toEqual([...world.owed.keys()].sort())
  for (const [id, places] of place) expect(places, id).toHaveLength(1)
  for (const [id, fen] of paid) expect(fen).toBe(world.owed.get(id))
  for (const { data } of world.holds.values()) expect(data.amountFen).toBe(world.owed.get(data.paymentId))
}

const amount = fc.bigInt({ min: 1n, max: 99_999_999_999n })
const command = fc.oneof(
  fc.record({
    kind: fc.constant('pay' as const),
    amounts: fc.array(amount, { maxLength: 6, size: 'max' }),
    hits: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
    isApproved: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('hold' as const),
    index: fc.nat(20),
    // Ends and releases twice as often, so that arrears come back.
    action: fc.constantFrom('release', 'release', 'end', 'end', 'extend', 'propose_stop', 'stop', 'decline'),
    actorId: fc.constantFrom('check1', 'check2', 'lead1', 'clerk1', 'pay1'),
  }),
  fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 40 }) }),
)

test(`released and held are the file, and no line is lost or paid twice (seed ${seed})`, {
  timeout: 600_000,
}, () => {
  let held = 0
  let arrears = 0
  fc.assert(
    fc.property(fc.array(command, { minLength: 12, maxLength: 40, size: 'max' }), (commands) => {
      const start = dayOf(2026, 1, 5)
      const world: World = { files: new Map(), holds: new Map(), owed: new Map(), day: start, made: 0 }
      for (const each of commands) {
        if (each.kind === 'pay') pay(world, each)
        else if (each.kind === 'hold') onHold(world, each)
        else world.day += each.days
        checkWorld(world)
      }
      held += world.holds.size
      arrears += [...world.holds.values()].filter(({ status }) => status === 'CARRIED').length
    }),
    { seed, numRuns },
  )
  console.info(`seed ${seed}: ${numRuns} sequences, ${held} holds, ${arrears} paid or held again as arrears`)
  // A test that reached no hold and no arrears would say nothing.
  expect(held).toBeGreaterThan(numRuns)
  expect(arrears).toBeGreaterThan(numRuns / 3)
})
