import { parseMonth } from '#base/calendar-math.ts'
import { canonicalJson } from '#base/canonical-json.ts'
import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import type { AskedFile } from './asked-file.ts'
import type { FileRuleAnswer } from './file-rules.ts'
import type { PaymentFileFacts, RegisteredLine } from './payment-file-facts.ts'
import { type FileBatch, type FileLine, fenOfLine, totalFen } from './payment-line.ts'
import { batchRules } from './split-lines.ts'

/**
 * What stops a whole file (platform.md 5): a hard impossibility of the batch, never a doubt about somebody in it. The
 * rules of the batch themselves, AMT-14 and FIN-27, are asked as well.
 */

const shownMax = 5

function breakOf(zh: string, en: string): Refusal {
  return new Refusal('conflict', { zh: `发放文件不能受理：${zh}。`, en: `the file is refused: ${en}.` })
}

function listed(ids: readonly string[]): string {
  const rest = ids.length - shownMax
  return `${ids.slice(0, shownMax).join('、')}${rest > 0 ? ` 等 ${ids.length} 项` : ''}`
}

function repeated(ids: readonly string[]): string[] {
  const seen = new Set<string>()
  return [...new Set(ids.filter((id) => seen.has(id) || !seen.add(id)))]
}

/** Of the file alone. */
export function breakOfContent({ batch, lines, declared }: AskedFile): Refusal | null {
  if (lines.length !== declared.lineCount) {
    return breakOf(
      `文件写明 ${declared.lineCount} 笔，明细实有 ${lines.length} 笔`,
      `it states ${declared.lineCount} lines and has ${lines.length}`,
    )
  }
  const total = totalFen(lines)
  if (total !== declared.fen) {
    return breakOf(
      `文件写明合计 ${formatYuan(declared.fen)} 元，明细合计 ${formatYuan(total)} 元`,
      `it states a total of ${formatYuan(declared.fen)} yuan and its lines come to ${formatYuan(total)}`,
    )
  }
  const twice = repeated(lines.map(({ payment_id }) => payment_id))
  if (twice.length > 0) {
    return breakOf(`明细编号重复：${listed(twice)}`, `line ids are repeated: ${listed(twice)}`)
  }
  const same = repeated(
    // One month is paid once; other kinds may come twice for one period, but not with the same amount.
    lines.map(({ person_id, benefit, kind, period_from, period_to, amount }) =>
      [person_id, benefit, kind, `${period_from}~${period_to}`, kind === 'REGULAR' ? '' : amount].join(' '),
    ),
  )
  if (same.length > 0) {
    return breakOf(
      `同一人同一待遇同一所属期列了两次：${listed(same)}`,
      `the same benefit of the same period of one person stands twice: ${listed(same)}`,
    )
  }
  const backwards = lines
    .filter(({ period_from, period_to }) => period_from > period_to)
    .map(({ payment_id }) => payment_id)
  if (backwards.length > 0) {
    return breakOf(
      `所属期起晚于止：${listed(backwards)}`,
      `a period ends before it begins: ${listed(backwards)}`,
    )
  }
  const month = parseMonth(batch.pay_month)!
  const early = lines
    .filter(({ kind, period_to }) => kind === 'REGULAR' && parseMonth(period_to)! > month)
    .map(({ payment_id }) => payment_id)
  return early.length === 0
    ? null
    : breakOf(
        `所属期晚于发放年月：${listed(early)}`,
        `a period lies after the month of payment: ${listed(early)}`,
      )
}

/** Of the file against what is already there. */
export function breakOfFacts(file: AskedFile, facts: PaymentFileFacts): Refusal | null {
  return breakOfRegister(file, facts) ?? breakOfHolds(file, facts)
}

/** The same without what concerns holds. */
export function breakOfRegister(file: AskedFile, facts: PaymentFileFacts): Refusal | null {
  const { lines, batch } = file
  if (facts.sameFiles.length > 0) {
    return breakOf(
      `内容或批次号相同的文件已在办理或已发放（业务单 ${listed(facts.sameFiles)}）`,
      `a file of this content or batch id is being handled or was paid (order ${listed(facts.sameFiles)})`,
    )
  }
  if (facts.isBatchKnown) {
    return breakOf(
      `批次号 ${batch.batch_id} 已有发放批次`,
      `the batch ${batch.batch_id} is already in the register`,
    )
  }
  const others = new Set(facts.linesOfOthers)
  const onHold = new Set(facts.linesOnHold)
  const inOthers = lines
    .filter(
      ({ payment_id, hold_id }) => others.has(payment_id) || (hold_id === null && onHold.has(payment_id)),
    )
    .map(({ payment_id }) => payment_id)
  if (inOthers.length > 0) {
    return breakOf(
      `明细已在另一未办结的发放文件或暂缓单中：${listed(inOthers)}`,
      `lines stand in another file that is not done, or in a hold: ${listed(inOthers)}`,
    )
  }
  const known = new Map(facts.registered.map((each) => [each.paymentId, each]))
  const paid = lines
    .filter((line) => !isPayable(line, batch, known.get(line.payment_id)))
    .map(({ payment_id }) => payment_id)
  if (paid.length > 0) {
    return breakOf(
      `明细编号已有发放记录，或与已批准待发放的明细内容不符：${listed(paid)}`,
      `lines are in the register already, or differ from what was approved to be paid: ${listed(paid)}`,
    )
  }
  const persons = new Set(facts.persons.map(({ personId }) => personId))
  const strangers = lines.map(({ person_id }) => person_id).filter((id) => !persons.has(id))
  if (strangers.length > 0) {
    return breakOf(
      `登记中没有这些人员，或没有其统筹区：${listed([...new Set(strangers)])}`,
      `the register does not have these persons, or not their region: ${listed([...new Set(strangers)])}`,
    )
  }
  return null
}

/**
 * A new line; an arrear of a hold; or what another order has approved to be paid and no file has taken yet (HELD without
 * a batch), exactly as it was approved but for the account, which the rules judge again.
 */
function isPayable(line: FileLine, { scheme }: FileBatch, row: RegisteredLine | undefined): boolean {
  if (row === undefined) return true
  if (row.status !== 'HELD' || row.batchId !== null) return false
  if (line.hold_id !== null) return true
  const { person_id, entitlement_id, benefit, kind, resend_of } = line
  const asked: RegisteredLine['content'] = {
    ...{ person_id, entitlement_id, benefit, kind, resend_of, scheme },
    period_from: parseMonth(line.period_from)!,
    period_to: parseMonth(line.period_to)!,
    amount_fen: fenOfLine(line).toString(),
  }
  return canonicalJson(asked) === canonicalJson(row.content)
}

/** Ending a hold releases the money with arrears (platform.md 19): the next file must carry it. */
function breakOfHolds({ lines, batch }: AskedFile, facts: PaymentFileFacts): Refusal | null {
  if (!facts.isHolderThere) {
    return breakOf(
      '暂缓核实责任人不是本机构在岗人员，或就是录入人',
      'whoever is named to look into held lines is not on post at this agency, or is who enters the file',
    )
  }
  const carried = new Set(lines.map(({ hold_id }) => hold_id))
  const ended = facts.endedHolds.map(({ holdId }) => holdId)
  const gone = lines.flatMap(({ hold_id }) => (hold_id === null || ended.includes(hold_id) ? [] : [hold_id]))
  if (gone.length > 0) {
    return breakOf(
      `暂缓单已不在待补发状态：${listed(gone)}`,
      `these holds do not wait for payment any more: ${listed(gone)}`,
    )
  }
  const takesArrears = batch.kind === 'MONTHLY' || batch.kind === 'BACK_PAY'
  const left = takesArrears ? ended.filter((id) => !carried.has(id)) : []
  return left.length === 0
    ? null
    : breakOf(
        `有 ${left.length} 笔已解除暂缓的待遇应随本次补发：${listed(left)}`,
        `${left.length} lines whose hold has ended must be paid with this file: ${listed(left)}`,
      )
}

/** In the words of the rules of the batch. */
export function breakOfAnswers(answers: readonly FileRuleAnswer[], batchId: string): Refusal | null {
  const ofBatch = answers.filter(({ ruleCode }) => batchRules.includes(ruleCode))
  const open = ofBatch.filter(({ open: reason }) => reason !== null)
  const [unsaid] = open
  if (unsaid !== undefined) {
    return breakOf(
      `${unsaid.ruleCode} 不能评估：${unsaid.open!.why.zh}`,
      `${unsaid.ruleCode} cannot be evaluated: ${unsaid.open!.why.en}`,
    )
  }
  const found = ofBatch.flatMap(({ ruleCode, hits }) =>
    hits.filter(({ subjectId }) => subjectId === batchId).map(({ why }) => ({ ruleCode, why })),
  )
  const [first] = found
  return first === undefined
    ? null
    : breakOf(`${first.ruleCode} ${first.why.zh}`, `${first.ruleCode} ${first.why.en}`)
}
