import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'

const chinese = z.locales.zhCN().localeError
const english = z.locales.en().localeError

/** The first faults are enough to mend an input; a hundred are a flood. */
const faultsMax = 3

/** One sentence from a schema's faults: which field, and what is wrong with it; never the value itself. */
export function inputFault(error: z.ZodError): Refusal {
  const faults = error.issues.slice(0, faultsMax)
  const sentence = (map: z.core.$ZodErrorMap, separator: string): string =>
    faults.map((issue) => `${issue.path.join('.') || '*'}: ${messageOf(map, issue)}`).join(separator)
  return new Refusal('invalid_input', {
    zh: `输入有误：${sentence(chinese, '；')}。`,
    en: `the input is wrong: ${sentence(english, '; ')}.`,
  })
}

function messageOf(map: z.core.$ZodErrorMap, issue: z.core.$ZodIssue): string {
  // A schema's own sentence was written for its field.
  if (issue.code === 'custom') return issue.message
  const message = map(issue as z.core.$ZodRawIssue)
  if (typeof message === 'string') return message
  return message?.message ?? issue.message
}
