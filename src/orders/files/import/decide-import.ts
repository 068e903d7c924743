import { canonicalJson } from '#base/canonical-json.ts'
import { sha256 } from '#base/digest.ts'
import { assert, Refusal } from '#base/refusal.ts'
import type { ActFacts, Decision } from '#records/define-record.ts'
import type { RecordState } from '#records/record.ts'
import type { RegisterChange } from '#register/register-change.ts'
import { beijingSecond } from '../../checking/order-check.ts'
import type { OrderFunction } from '../../functions/order-function.ts'
import { effectsOf } from '../../order-effect.ts'
import { finalStatus, type OrderStatus, type RegisterOwner } from '../../order-status.ts'
import { type EndedFile, endedFileRows } from '../ended-file-rows.ts'
import { servedBy } from '../file-rules.ts'
import type { BatchImportInput, ImportFunctions } from './asked-import.ts'
import type { ImportChecked } from './import-check.ts'
import { type BatchImportData, heldNumbers, type ImportLine } from './import-data.ts'
import { differencesOf } from './import-differences.ts'
import {
  changesOfLine,
  type ImportSource,
  type ImportVerdicts,
  type LineFacts,
  reasonOfRefusal,
  reasonsOfLine,
  refusalOfLine,
} from './judge-import.ts'

/** The decisions of an import, pure. */

type Import = RecordState<OrderStatus, BatchImportData>
type Made = Decision<OrderStatus, BatchImportData> | Refusal
type Decide<Input> = (record: Import | null, input: Input, facts: ActFacts) => Made

function checkedOf({ checked }: ActFacts): ImportChecked {
  if (checked !== null && checked !== undefined) return checked as ImportChecked
  throw new Refusal('unavailable', {
    zh: '检查服务未就绪，导入未变动；请联系系统管理员。',
    en: 'the checks are not available and the import stays as it is; tell the system officer.',
  })
}

function judgedLine(
  definition: OrderFunction,
  line: LineFacts,
  given: { readonly source: ImportSource; readonly verdicts: ImportVerdicts },
): ImportLine {
  const { number, asked } = line.line
  const common = { number, personId: asked.person_id, asked: JSON.parse(JSON.stringify(asked)) }
  const refusal = refusalOfLine(definition, line, given.source)
  if (refusal !== null) return { ...common, differences: [], held: [reasonOfRefusal(refusal)] }
  const { source, verdicts } = given
  const assumed = changesOfLine(definition, line, { source, isAssumed: true })
  const written = changesOfLine(definition, line, { source, isAssumed: false })
  const held = reasonsOfLine({ ...common, changes: assumed }, verdicts)
  return { ...common, differences: differencesOf(written, line.facts), held }
}

type Judged = Pick<BatchImportData, 'lines' | 'counts' | 'standing' | 'contentHash'>

function judged(
  definition: OrderFunction,
  { lines: facts, verdicts }: ImportChecked,
  source: ImportSource,
): Judged {
  const lines = facts.map((line) => judgedLine(definition, line, { source, verdicts }))
  const held = heldNumbers({ lines }).length
  return {
    lines,
    counts: { entered: lines.length, written: lines.length - held, held },
    standing: servedBy(verdicts.answers, verdicts.standing).map((each) => ({ ...each })),
    contentHash: sha256(canonicalJson(lines.map(({ asked: each }) => each))),
  }
}

function resultsOf({ answers }: ImportVerdicts): BatchImportData['checks'][number]['results'] {
  return answers.map(({ ruleCode, title, hits, open }) => ({
    ruleCode,
    title,
    hits: hits.length,
    open: open?.why ?? null,
  }))
}

/** A code of the input's list that the server has not wired is a fault of the program. */
function definitionOf(functions: ImportFunctions, code: string): OrderFunction {
  const definition = functions.get(code)
  assert(definition !== undefined, `${code} can be imported`)
  return definition
}

export function decideImportEntry(functions: ImportFunctions, action: string): Decide<BatchImportInput> {
  return (record, input, facts) => {
    const checked = checkedOf(facts)
    if (checked.stop !== null) return checked.stop
    if (record !== null) {
      const known = new Set(record.data.lines.map(({ personId }) => personId))
      const isWider = checked.lines.some(({ line }) => !known.has(line.asked.person_id))
      if (isWider || input.function !== record.data.function) return otherPeople()
    }
    const at = beijingSecond(facts.at)
    const operatorId = record?.enteredBy ?? facts.actorId
    const source: ImportSource = { orderId: facts.recordId, operatorId, reviewerId: null, at }
    const made = judged(definitionOf(functions, input.function), checked, source)
    return {
      status: 'ENTERED',
      data: {
        ...made,
        function: input.function,
        reason: input.reason,
        enteredAt: at,
        checks: [...(record?.data.checks ?? []), { action, at, results: resultsOf(checked.verdicts) }],
        remarks: record?.data.remarks ?? [],
      },
    }
  }
}

/** Whom a record is about, and that nobody handles his own, is read once, when it is opened. */
function otherPeople(): Refusal {
  return new Refusal('invalid_input', {
    zh: '更正不能加入新的人员或改换业务类别；请撤回后另行导入。',
    en: 'a correction cannot add people or change the function; withdraw this import and enter another.',
  })
}

/** Checked once more; refused where other lines would be held, or lines would do something else. */
function renewed(
  functions: ImportFunctions,
  order: Import,
  { action, facts }: { readonly action: string; readonly facts: ActFacts },
): BatchImportData | Refusal {
  const checked = checkedOf(facts)
  if (checked.stop !== null) return checked.stop
  const { data, id, enteredBy, subject } = order
  const outside = checked.lines.some(({ region }) => region !== null && !subject.regionCodes.includes(region))
  const source: ImportSource = {
    orderId: id,
    operatorId: enteredBy,
    reviewerId: null,
    at: data.enteredAt,
  }
  const now = judged(definitionOf(functions, data.function), checked, source)
  const shown = (each: Judged): string =>
    canonicalJson(each.lines.map(({ number, differences, held }) => [number, held.length > 0, differences]))
  if (outside || shown(now) !== shown(data)) return movedOn(data, now)
  const check = { action, at: beijingSecond(facts.at), results: resultsOf(checked.verdicts) }
  return { ...data, ...now, checks: [...data.checks, check] }
}

function movedOn(before: Judged, after: Judged): Refusal {
  const added = heldNumbers(after).filter((number) => !heldNumbers(before).includes(number))
  return new Refusal('conflict', {
    zh: `录入之后登记内容或检查结果已有变化${added.length === 0 ? '' : `（新增暂缓第 ${added.slice(0, 10).join('、')} 行）`}，所示导入不能照办；请退回经办人重新提交。`,
    en: `since this was entered the register or the checks have changed${added.length === 0 ? '' : ` (now also held: lines ${added.slice(0, 10).join(', ')})`}; return it to the operator to submit again.`,
  })
}

export function decideImportReview(functions: ImportFunctions): Decide<unknown> {
  return (record, _input, facts) => {
    const data = renewed(functions, record!, { action: 'review', facts })
    return data instanceof Refusal ? data : { status: 'REVIEWED', data }
  }
}

export function decideImportApproval(functions: ImportFunctions, register: RegisterOwner): Decide<unknown> {
  return (record, _input, facts) => {
    const order = record!
    const data = renewed(functions, order, { action: 'approve', facts })
    if (data instanceof Refusal) return data
    const status = finalStatus(register)
    if (register === 'mirror') return { status, data }
    const review = facts.earlier.findLast(({ action }) => action === 'review')
    assert(review !== undefined, 'an import is approved after its review')
    const source: ImportSource = {
      orderId: order.id,
      operatorId: order.enteredBy,
      reviewerId: review.actorId,
      at: beijingSecond(facts.at),
    }
    const held = heldNumbers(data)
    const definition = definitionOf(functions, data.function)
    const effects = checkedOf(facts)
      .lines.filter(({ line }) => !held.includes(line.number))
      .flatMap((line) => changesOfLine(definition, line, { source, isAssumed: false }))
    const rows = endedRows(register, order, { action: 'approve', status, facts })
    return { status, data, effects: effectsOf([...effects, ...rows], order.id) }
  }
}

function endedRows(
  register: RegisterOwner,
  order: Import,
  ended: Pick<EndedFile, 'action' | 'status' | 'facts'>,
): RegisterChange[] {
  return endedFileRows(order, { ...ended, ...{ code: 'BATCH_IMPORT', register, amountFen: null } })
}

/** Withdrawn, lapsed, returned, refused: with the reason where there is one. Nothing is written of the lines. */
export function leaveImport(
  register: RegisterOwner,
  action: string,
  status: OrderStatus,
): Decide<{ readonly reason?: string }> {
  return (record, { reason }, facts) => {
    const order = record!
    const { data } = order
    const remark = { action: status, actorId: facts.actorId, at: beijingSecond(facts.at) }
    const remarks = [...data.remarks, ...(reason === undefined ? [] : [{ ...remark, reason }])]
    const rows = endedRows(register, order, { action, status, facts })
    return { status, data: { ...data, remarks }, effects: effectsOf(rows, order.id) }
  }
}
