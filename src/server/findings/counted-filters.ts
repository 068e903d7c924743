import { z } from 'zod'
import type { FindingFilter } from '#findings/reading/list-findings.ts'

/** Filters that the list of findings and their totals share: a number is opened as the list of what it counts. */

export const listOf = (one: string, max: number): z.ZodOptional<z.ZodString> =>
  z
    .string()
    .regex(new RegExp(`^${one}(,${one}){0,${max - 1}}$`))
    .optional()

export const flag = z.enum(['true', 'false', 'any'])

const month = z
  .string()
  .regex(/^(19|20)\d{2}-(0[1-9]|1[0-2])$/)
  .optional()

export const countedFilters = {
  rule: listOf('[A-Z]{2,4}-\\d{2}', 100),
  level: listOf('[123]', 3),
  status: listOf('(OPEN|IN_CASE|CONCLUDED)', 3),
  scheme: listOf('\\d{3}', 20).describe('险种代码 / codes of schemes'),
  region: z
    .string()
    .regex(/^\d{6,12}$/)
    .optional(),
  snoozed: flag.default('false').describe('静默的疑点 / silent ones; hidden by default'),
  not_found_again: flag.default('any').describe('后来未再发现 / not found again by a later run'),
  first_month_from: month.describe('首次发现的月份 / the month in China in which it was first found'),
  first_month_to: month,
}

type Asked = { readonly [Name in keyof typeof countedFilters]?: z.output<(typeof countedFilters)[Name]> }

export const asFlag = (value: z.output<typeof flag> | undefined): boolean | null =>
  value === undefined || value === 'any' ? null : value === 'true'

const asList = (text: string | undefined): string[] | null => text?.split(',') ?? null

export function countedFilterOf(
  asked: Asked,
): Pick<
  FindingFilter,
  | 'ruleCodes'
  | 'levels'
  | 'statuses'
  | 'schemes'
  | 'region'
  | 'isSnoozed'
  | 'isNotFoundAgain'
  | 'firstMonthFrom'
  | 'firstMonthTo'
> {
  return {
    ruleCodes: asList(asked.rule),
    levels: asList(asked.level)?.map(Number) ?? null,
    statuses: asList(asked.status),
    schemes: asList(asked.scheme),
    region: asked.region ?? null,
    isSnoozed: asFlag(asked.snoozed),
    isNotFoundAgain: asFlag(asked.not_found_again),
    firstMonthFrom: asked.first_month_from ?? null,
    firstMonthTo: asked.first_month_to ?? null,
  }
}
