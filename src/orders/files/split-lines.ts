import type { Bilingual } from '#base/bilingual.ts'
import type { ServedBy } from '../order-data.ts'
import { type FileHit, type FileRuleAnswer, stillOpen } from './file-rules.ts'
import type { HeldLine, LineReason, PaymentFileData } from './payment-file-data.ts'
import { type FileLine, fenOfLine, totalFen } from './payment-line.ts'

/** Which lines of a file are held (platform.md 5). Pure; the batch itself is judged in file-breaks.ts. */

/** Rules that are about a line: a hit holds it, and so does what they cannot say. */
export const holdingRules: readonly string[] = [
  'DTH-01',
  'DTH-03',
  'PRS-01',
  'DUP-01',
  'DUP-08',
  'ACC-01',
  'ACC-02',
  'ACC-04',
  'ACC-05',
  'ACC-10',
  'AMT-01',
  'AMT-03',
  'AMT-04',
]

/** 三级: every lawful change of an account is one of these in the next month. Shown, and never a reason to keep a pension back. */
export const notingRules: readonly string[] = ['ACC-03']

/** What stops the whole file. */
export const batchRules: readonly string[] = ['AMT-14', 'FIN-27']

export interface PersonFact {
  readonly personId: string
  readonly region: string
  readonly lifeStatus: string | null
  readonly deathDate: string | null
}

export interface Verdicts {
  readonly answers: readonly FileRuleAnswer[]
  readonly standing: readonly ServedBy[]
  readonly persons: readonly PersonFact[]
}

export interface Split {
  readonly held: readonly HeldLine[]
  readonly notes: PaymentFileData['notes']
}

const registerTitle: Bilingual = { zh: '登记状态', en: 'the register itself' }

/** Dead without a date: no rule can say which months were still due. */
function reasonOfRegister({ lifeStatus, deathDate }: PersonFact): LineReason | null {
  if (lifeStatus !== 'DEAD' || deathDate !== null) return null
  return {
    ruleCode: 'REGISTER',
    title: registerTitle,
    outcome: 'HIT',
    why: {
      zh: '登记为死亡但没有死亡日期，无法判断应发至何月，请先核实死亡日期。',
      en: 'registered as dead without a date, so the last month due is not known; find out the date of death first.',
    },
    findingId: null,
    feeds: [],
  }
}

/** Lines that the hit counts; an old finding about other payments of the person is not about this file. */
function linesOf({ rows }: FileHit): readonly string[] {
  return rows
    .filter(({ table, isAssumed, isContext }) => table === 'payment' && isAssumed && !isContext)
    .map(({ key }) => key)
}

function reasonsByLine(
  answers: readonly FileRuleAnswer[],
  ruleCodes: readonly string[],
): Map<string, LineReason[]> {
  const byLine = new Map<string, LineReason[]>()
  for (const { ruleCode, title, hits } of answers) {
    if (!ruleCodes.includes(ruleCode)) continue
    for (const hit of hits) {
      const { findingId, why } = hit
      const reason: LineReason = { ruleCode, title, outcome: 'HIT', why, findingId, feeds: [] }
      for (const line of linesOf(hit)) byLine.set(line, [...(byLine.get(line) ?? []), reason])
    }
  }
  return byLine
}

function openReasons(answers: readonly FileRuleAnswer[]): LineReason[] {
  return answers.map(({ ruleCode, title, open }) => ({
    ruleCode,
    title,
    outcome: 'NOT_EVALUATED',
    why: open!.why,
    findingId: null,
    feeds: [...open!.feeds],
  }))
}

export function splitLines(lines: readonly FileLine[], verdicts: Verdicts): Split {
  const { answers, standing, persons } = verdicts
  const hits = reasonsByLine(answers, holdingRules)
  const holding = answers.filter(({ ruleCode }) => holdingRules.includes(ruleCode))
  const open = openReasons(stillOpen(holding, standing))
  const byPerson = new Map(persons.map((each) => [each.personId, reasonOfRegister(each)]))
  const held = lines.flatMap((line): HeldLine[] => {
    const own = byPerson.get(line.person_id) ?? null
    const found = hits.get(line.payment_id) ?? []
    const unsaid = open.filter(({ ruleCode }) => !found.some((reason) => reason.ruleCode === ruleCode))
    const reasons = [...(own === null ? [] : [own]), ...found, ...unsaid]
    return reasons.length === 0 ? [] : [{ paymentId: line.payment_id, amountFen: fenOfLine(line), reasons }]
  })
  const noted = reasonsByLine(answers, notingRules)
  const notes = lines.flatMap(({ payment_id }) =>
    (noted.get(payment_id) ?? []).map((reason) => ({ paymentId: payment_id, reason })),
  )
  return { held, notes }
}

export function totalOf(lines: readonly FileLine[]): PaymentFileData['entered'] {
  return { lineCount: lines.length, fen: totalFen(lines) }
}
