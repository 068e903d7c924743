import type { Bilingual, Language } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'

/** What a command may know of the world around it. */
export interface Surroundings {
  /** Of what is printed: the locale's, or --lang. */
  readonly language: Language
  /** Of the reports: Chinese on any machine, unless --lang says otherwise. */
  readonly reportLanguage: Language
  readonly isDebug: boolean
  /** To standard output: results. */
  readonly print: (text: string) => void
  /** To standard error: progress and complaints. */
  readonly tell: (text: string) => void
  /** Aborted by Ctrl-C or a request to end. */
  readonly signal: AbortSignal
  readonly now: () => Date
  readonly workingDirectory: string
  /** Of standard error; null where it is no terminal. */
  readonly terminalColumns: number | null
  /** Asks the person at the terminal; absent where there is none. */
  readonly ask?: (question: string) => Promise<string>
}

export interface Option {
  /** What follows the option, e.g. DIR; absent: a switch. */
  readonly value?: string
  readonly isRepeatable?: boolean
  readonly text: Bilingual
}

export interface Command {
  /** As typed: `screen`, `rules list`. */
  readonly name: string
  readonly summary: Bilingual
  /** What follows the options, e.g. `DELIVERY…`. */
  readonly operands: string
  readonly operandCount: { readonly min: number; readonly max: number }
  readonly options: Readonly<Record<string, Option>>
  readonly notes?: readonly Bilingual[]
  readonly examples: readonly { readonly line: string; readonly text: Bilingual }[]
  /** How long it may take to end after Ctrl-C where it finishes what others have begun; absent: seconds. */
  readonly stop_ms_max?: number
  /** Gives the exit status. What is large is imported here, so that help and mistakes are answered at once. */
  readonly run: (call: Call, surroundings: Surroundings) => Promise<number>
}

export type OptionValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

export interface Call {
  readonly operands: readonly string[]
  readonly values: OptionValues
}

export function wrongUsage(text: Bilingual): Refusal {
  return new Refusal('wrong_usage', text)
}

export function isSet(values: OptionValues, name: string): boolean {
  return values[name] === true
}

export function findText(values: OptionValues, name: string): string | undefined {
  const value = values[name]
  if (value === '') {
    throw wrongUsage({ zh: `选项 --${name} 的值是空的。`, en: `The option --${name} has an empty value.` })
  }
  return typeof value === 'string' ? value : undefined
}

export function getText(values: OptionValues, name: string): string {
  const value = findText(values, name)
  if (value !== undefined) return value
  throw wrongUsage({ zh: `缺少选项 --${name}。`, en: `The option --${name} is missing.` })
}

export function allTexts(values: OptionValues, name: string): readonly string[] {
  const value = values[name]
  return Array.isArray(value) ? value.map(String) : []
}

export interface WholeNumberRange {
  readonly min: number
  readonly max: number
}

export function findWholeNumber(
  values: OptionValues,
  name: string,
  { min, max }: WholeNumberRange,
): number | undefined {
  const text = findText(values, name)
  if (text === undefined) return undefined
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw wrongUsage({
    zh: `选项 --${name} 应为 ${min} 到 ${max} 的整数，而不是“${text}”。`,
    en: `The option --${name} must be a whole number from ${min} to ${max}, not "${text}".`,
  })
}

export function getWholeNumber(values: OptionValues, name: string, range: WholeNumberRange): number {
  getText(values, name)
  return findWholeNumber(values, name, range)!
}
