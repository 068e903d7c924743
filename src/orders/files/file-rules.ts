import type { Bilingual } from '#base/bilingual.ts'
import type { Day } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import type { RegisterChange } from '#register/register-change.ts'
import type { FoundHit } from '../checking/found-hit.ts'
import type { ServedBy } from '../order-data.ts'

/**
 * The rules over all lines of a file at once (platform.md 5): one run for everybody in it, never one a line. As for
 * single orders the rules come as an argument, wired by the server; this wiring also says which rows a hit is about, so
 * that it holds those lines and no others.
 */

/** A row that a hit shows. */
export interface HitRow {
  readonly table: string
  /** As in evidence: the columns of the key joined by `#`. */
  readonly key: string
  /** False: it counts; true: it explains. */
  readonly isContext: boolean
  /** It is not in the register: the file would write it. */
  readonly isAssumed: boolean
}

export interface FileHit {
  readonly findingId: string
  readonly subjectKind: string
  readonly subjectId: string
  /** The rule's own sentence. */
  readonly why: Bilingual
  readonly rows: readonly HitRow[]
  /** The finding itself, to be kept; JSON. */
  readonly found?: unknown
}

export interface FileRuleAnswer {
  readonly ruleCode: string
  readonly title: Bilingual
  /** The check crashed or took too long. */
  readonly isError: boolean
  readonly hits: readonly FileHit[]
  /**
   * Why nothing can be said of those it did not hit: a feed is absent or too old. Kept apart from the hits, for of a
   * thousand people one may be hit and the others remain open.
   */
  readonly open: { readonly why: Bilingual; readonly feeds: readonly string[] } | null
}

export interface AskedOfRules {
  readonly ruleCodes: readonly string[]
  readonly effect: readonly RegisterChange[]
  readonly persons: readonly string[]
  readonly batches: readonly string[]
  readonly asOf: Day
}

export type RunFileRules = (asked: AskedOfRules) => Promise<readonly FileRuleAnswer[]>

/** One answer for each rule asked; a rule that failed or is missing is no PASS: `unavailable`, and nothing moves. */
export async function askRules(
  runRules: RunFileRules,
  asked: AskedOfRules,
): Promise<readonly FileRuleAnswer[]> {
  const answers = await runRules(asked)
  const missing = asked.ruleCodes.filter((code) => !answers.some(({ ruleCode }) => ruleCode === code))
  const failed = answers.filter(({ isError }) => isError).map(({ ruleCode }) => ruleCode)
  const broken = [...missing, ...failed]
  if (broken.length === 0) return answers
  throw new Refusal('unavailable', {
    zh: `检查 ${broken.join('、')} 未能完成，文件未变动；请稍候重试，仍不行请联系系统管理员。`,
    en: `the checks ${broken.join(', ')} could not be completed and the file stays as it is; try again, or tell the system officer.`,
  })
}

/** Apart, for the answers are read on and the findings only kept. */
export function partFound(
  answers: readonly FileRuleAnswer[],
  isStop: (ruleCode: string, hit: FileHit) => boolean,
): { readonly answers: readonly FileRuleAnswer[]; readonly found: readonly FoundHit[] } {
  const found = answers.flatMap(({ ruleCode, hits }) =>
    hits.flatMap((hit): FoundHit[] =>
      hit.found === undefined
        ? []
        : [{ findingId: hit.findingId, finding: hit.found, isStop: isStop(ruleCode, hit) }],
    ),
  )
  const bare = answers.map((answer) => ({
    ...answer,
    hits: answer.hits.map(({ found: _kept, ...hit }) => hit),
  }))
  return { answers: bare, found }
}

/** The open answers that no standing decision covers: every feed of the answer must have one. */
export function stillOpen(
  answers: readonly FileRuleAnswer[],
  standing: readonly ServedBy[],
): readonly FileRuleAnswer[] {
  const feeds = new Set(standing.map(({ feed }) => feed))
  return answers.filter(
    ({ open }) => open !== null && (open.feeds.length === 0 || open.feeds.some((feed) => !feeds.has(feed))),
  )
}

/** Those that let something pass, for printing on the order. */
export function servedBy(
  answers: readonly FileRuleAnswer[],
  standing: readonly ServedBy[],
): readonly ServedBy[] {
  const open = new Set(stillOpen(answers, standing))
  const feeds = answers.flatMap((answer) => (open.has(answer) ? [] : (answer.open?.feeds ?? [])))
  return standing.filter(({ feed }) => feeds.includes(feed))
}
