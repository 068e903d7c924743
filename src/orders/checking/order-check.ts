import type { Bilingual } from '#base/bilingual.ts'
import { type Day, formatSecond } from '#base/calendar-math.ts'
import { assert, Refusal } from '#base/refusal.ts'
import type { CheckAct } from '#records/act-context.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { RegisterChange } from '#register/register-change.ts'
import type { OrderCheck, OrderData } from '../order-data.ts'
import { type OrderMatter, registerChangesOf } from '../order-matter.ts'
import { findStandingDecisions } from '../standing/find-standing-decisions.ts'
import type { FactPool } from '../storing/order-facts.ts'
import type { FoundFinding, FoundHit } from './found-hit.ts'

/** One rule's answer, as the server's wiring gives it: orders know of rules only their codes. */
export type RuleAnswer = Omit<OrderCheck, 'isHardStop' | 'servedBy'> & {
  readonly found?: readonly FoundFinding[]
}

/** Runs the rules' own SQL on the register with the effect assumed (platform.md 5). */
export type RunOrderRules = (asked: {
  readonly ruleCodes: readonly string[]
  readonly effect: readonly RegisterChange[]
  readonly personId: string
  readonly asOf: Day
}) => Promise<readonly RuleAnswer[]>

export interface OrderCheckContext {
  readonly pool: FactPool
  /** By the kind of their record. */
  readonly functions: ReadonlyMap<string, OrderMatter>
  readonly runRules: RunOrderRules
}

/** What the decision of an order finds in `facts.checked`. */
export interface OrderChecked {
  /** Of the matter's own shape. */
  readonly facts: unknown
  readonly results: readonly OrderCheck[]
  readonly found: readonly FoundHit[]
}

/** `YYYY-MM-DD HH:MM:SS` in Beijing. */
export function beijingSecond(at: Date): string {
  return formatSecond(Math.floor(at.getTime() / 1000) + 8 * 3600, ' ')
}

/** Those after which an effect may follow; the others only need to know whom they concern. */
const judgedActions: readonly string[] = ['enter', 'resubmit', 'review', 'approve']

/** For `Kernel.check`; refuses with `unavailable` where a check itself failed, so that the order stays where it is. */
export function createOrderCheck(context: OrderCheckContext): CheckAct {
  const { pool } = context
  return async ({ kind, action, record, recordId, input, at, actorFacts }): Promise<OrderChecked | null> => {
    const matter = context.functions.get(kind.kind)
    if (matter === undefined) return null
    assert(actorFacts !== null, 'an order is checked for a person')
    const data = record === null ? null : (record.data as OrderData)
    const isEntry = action === 'enter' || action === 'resubmit'
    const asked = matter.input.parse(isEntry || data === null ? input : data.asked)
    const orderId = recordId
    const facts = await matter.readFacts(pool, asked, { orderId, actor: actorFacts, at })
    if (!judgedActions.includes(action)) return { facts, results: [], found: [] }
    const operatorId = record?.enteredBy ?? actorFacts.staffId
    // Rules look at who reviews, too: a certifier must not.
    const reviewerId = action === 'review' ? actorFacts.staffId : null
    const source = { orderId, operatorId, reviewerId, approverId: null, at: beijingSecond(at) }
    const effect = (matter.assumed ?? matter.effect).call(matter, asked, facts, source)
    // The decision says it again, of the same facts.
    if (effect instanceof Refusal) return { facts, results: [], found: [] }
    const ruleCodes = matter.ruleCodes(asked, facts)
    const personId = matter.personOf(asked, facts)
    if (ruleCodes.length === 0 || personId === null) return { facts, results: [], found: [] }
    const day = shanghaiDay(at)
    const changes = registerChangesOf(effect)
    const answers = await context.runRules({ ruleCodes, effect: changes, personId, asOf: day })
    const results = judged(matter, ruleCodes, answers)
    const agencyId = record?.subject.agency?.agencyId ?? actorFacts.agencyId
    return {
      facts,
      results: await served(pool, results, { functionCode: matter.code, agencyId, day }),
      found: foundIn(answers, matter.hardStops),
    }
  }
}

function judged(
  matter: OrderMatter,
  ruleCodes: readonly string[],
  answers: readonly RuleAnswer[],
): OrderCheck[] {
  const missing = ruleCodes.filter((code) => !answers.some(({ ruleCode }) => ruleCode === code))
  const failed = answers.filter(({ outcome }) => outcome === 'ERROR').map(({ ruleCode }) => ruleCode)
  const broken = [...missing, ...failed]
  if (broken.length > 0) throw unavailable(broken)
  return answers.map(({ found: _kept, ...answer }) => ({
    ...answer,
    isHardStop: answer.outcome === 'HIT' && matter.hardStops.includes(answer.ruleCode),
    servedBy: [],
  }))
}

function foundIn(answers: readonly RuleAnswer[], hardStops: readonly string[]): FoundHit[] {
  return answers.flatMap(({ ruleCode, found = [] }) =>
    found.map((each) => ({ ...each, isStop: hardStops.includes(ruleCode) })),
  )
}

/** What two people decided once for a feed that is missing (platform.md 5): only where every feed of it is decided. */
async function served(
  pool: FactPool,
  results: readonly OrderCheck[],
  asked: { readonly functionCode: string; readonly agencyId: string; readonly day: Day },
): Promise<OrderCheck[]> {
  const isOpen = results.some(({ outcome }) => outcome === 'NOT_EVALUATED')
  const standing = isOpen ? await findStandingDecisions(pool, asked) : []
  return results.map((result) => {
    const serving = standing.filter(({ feed }) => result.feeds.includes(feed))
    const isServed =
      result.outcome === 'NOT_EVALUATED' &&
      result.feeds.length > 0 &&
      result.feeds.every((feed) => serving.some((each) => each.feed === feed))
    return isServed ? { ...result, servedBy: serving.map((each) => ({ ...each })) } : result
  })
}

function unavailable(codes: readonly string[]): Refusal {
  return new Refusal('unavailable', {
    zh: `检查 ${codes.join('、')} 未能完成，业务单未变动；请稍候重试，仍不行请联系系统管理员。`,
    en: `The checks ${codes.join(', ')} could not be completed and the order stays as it is; try again, or tell the system officer.`,
  })
}

/** A refusal for hits that nobody may approve, with their sentences. */
export function refusalOfHardStops(results: readonly OrderCheck[]): Refusal | null {
  const stops = results.filter(({ isHardStop }) => isHardStop)
  if (stops.length === 0) return null
  const say = (language: keyof Bilingual): string =>
    stops
      .flatMap(({ ruleCode, reasons }) => reasons.map((each) => `${ruleCode} ${each[language]}`))
      .join('；')
  return new Refusal('conflict', {
    zh: `此业务不得办理：${say('zh')}`,
    en: `this may not be done: ${say('en')}`,
  })
}
