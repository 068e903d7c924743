import type { z } from 'zod'
import { en, zhCN } from 'zod/locales'
import type { Bilingual } from '#base/bilingual.ts'
import type { FieldProblem } from './detailed-refusal.ts'

type Issue = z.core.$ZodIssue

const inChinese = zhCN().localeError
const inEnglish = en().localeError

/** More would make the answer a way to be flooded. */
const problemsMax = 20
const fieldLengthMax = 200

function fieldOf(place: string, path: readonly PropertyKey[]): string {
  const field = path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`),
    place,
  )
  return field.slice(0, fieldLengthMax)
}

function sentence(localised: ReturnType<typeof inChinese>, otherwise: string): string {
  if (localised === undefined || localised === null) return otherwise
  return typeof localised === 'string' ? localised : localised.message
}

/** Where it went wrong inside a union, the branch that came furthest says most; otherwise the union itself. */
function innermost(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const branches = issue.errors.filter((each) => each.length > 0)
  const furthest = branches.toSorted((a, b) => deepest(b) - deepest(a))[0]
  if (furthest === undefined || deepest(furthest) === 0) return [issue]
  return furthest.flatMap((each) => innermost({ ...each, path: [...issue.path, ...each.path] }))
}

function deepest(issues: readonly Issue[]): number {
  return Math.max(...issues.map((each) => each.path.length))
}

const typeNames: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表',
  object: '对象',
  record: '对象',
}

/** The library would say what it received, which it is not told: a value may be personal. */
function typeText(expected: string): Bilingual {
  return {
    zh: `缺少此项，或类型不对：应为${typeNames[expected] ?? ` ${expected}`}`,
    en: `missing, or of the wrong type: expected ${expected}`,
  }
}

function textOf(issue: Issue): Bilingual {
  const [zh, english] = issue.message.split('\n')
  if (zh !== undefined && english !== undefined) return { zh, en: english }
  if (issue.code === 'custom') return { zh: issue.message, en: issue.message }
  if (issue.code === 'invalid_type') return typeText(issue.expected)
  const raw = issue as Parameters<typeof inChinese>[0]
  return { zh: sentence(inChinese(raw), '无效'), en: sentence(inEnglish(raw), 'Invalid') }
}

/** The names of unknown fields are the sender's, and may be as long as he likes. */
function shortened({ zh, en: english }: Bilingual): Bilingual {
  const cut = (text: string): string => text.slice(0, fieldLengthMax).toWellFormed()
  return { zh: cut(zh), en: cut(english) }
}

/** One problem a field: `place` is `body`, `query`, `param` or `header`. */
export function fieldProblems(place: string, issues: readonly Issue[]): FieldProblem[] {
  return issues
    .flatMap(innermost)
    .slice(0, problemsMax)
    .map((issue) => ({ field: fieldOf(place, issue.path), text: shortened(textOf(issue)) }))
}
