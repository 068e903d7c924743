import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { type Day, dayOf, isWeekday, parseDay, parseMonth } from '#base/calendar-math.ts'
import { packageRoot } from './config.ts'

/** Dated legal values from policy/, parsed. Nothing else reads that folder. */

/** A day of a year whose holidays the State Council has announced. */
export interface CalendarDay {
  readonly day: Day
  readonly isWorking: boolean
  /** Working days counted on without a break; a day off has the number of the last working day before it. */
  readonly workingNumber: number
}

const date = z.string().transform((text, context) => {
  const day = parseDay(text)
  if (day !== null) return day
  context.addIssue({ code: 'custom', message: `${text} is not a date` })
  return z.NEVER
})

/** A file of policy/calendar (github.com/NateScarlet/holiday-cn): the days that differ from Monday to Friday. */
const CalendarYear = z.object({
  year: z.int(),
  papers: z.array(z.string()),
  days: z.array(z.object({ name: z.string(), date, isOffDay: z.boolean() })),
})
type CalendarYear = z.infer<typeof CalendarYear>

export const calendarFolder = path.join(packageRoot, 'policy', 'calendar')

async function readCalendarYears(folder: string): Promise<CalendarYear[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}\.json$/.test(file)).sort()
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')))
  return texts.map((text) => CalendarYear.parse(JSON.parse(text)))
}

/** A row for every day of every announced year; a year without a notice has none: unknown is not "working". */
export async function readCalendar(folder: string = calendarFolder): Promise<CalendarDay[]> {
  const years = await readCalendarYears(folder)
  // A notice may move days of the December before, so all of them count for all years.
  const isOffDay = new Map(
    years.flatMap(({ days }) => days.map((each) => [each.date, each.isOffDay] as const)),
  )
  const rows: CalendarDay[] = []
  let workingNumber = 0
  for (const { year, papers, days } of years) {
    if (papers.length === 0 || days.length === 0) continue
    for (let day = dayOf(year, 1, 1); day <= dayOf(year, 12, 31); day += 1) {
      const isOff = isOffDay.get(day) ?? !isWeekday(day)
      if (!isOff) workingNumber += 1
      rows.push({ day, isWorking: !isOff, workingNumber })
    }
  }
  return rows
}

const RetirementAgePolicy = z.object({
  reference: z.string().min(1),
  valid_from: z.string().refine((text) => parseMonth(text) !== null, 'a month YYYY-MM'),
  flexible_months_max: z.int().min(0),
  categories: z
    .array(
      z.object({
        category: z.enum(['MALE', 'FEMALE_CADRE', 'FEMALE_OTHER', 'RESIDENT']),
        original_age: z.int().min(1),
        step_months: z.int().min(1),
        delay_months_max: z.int().min(0),
      }),
    )
    .length(4),
})
/** Lawful retirement ages and their gradual delay. */
export type RetirementAgePolicy = z.infer<typeof RetirementAgePolicy>

export const retirementAgeFile = path.join(packageRoot, 'policy', 'retirement-age.json')

export async function readRetirementAge(file: string = retirementAgeFile): Promise<RetirementAgePolicy> {
  return RetirementAgePolicy.parse(JSON.parse(await readFile(file, 'utf8')))
}

const PayoutMonthsPolicy = z.object({
  reference: z.string().min(1),
  first_age: z.int().min(1),
  months: z.array(z.int().min(1)).min(1),
})
/** Months over which an account is paid out, by whole age at retirement. */
export type PayoutMonthsPolicy = z.infer<typeof PayoutMonthsPolicy>

export const payoutMonthsFile = path.join(packageRoot, 'policy', 'payout-months.json')

export async function readPayoutMonths(file: string = payoutMonthsFile): Promise<PayoutMonthsPolicy> {
  return PayoutMonthsPolicy.parse(JSON.parse(await readFile(file, 'utf8')))
}

/** All the law that a screening run is handed. */
export async function readLaw(): Promise<{ calendar: CalendarDay[]; retirementAge: RetirementAgePolicy }> {
  return { calendar: await readCalendar(), retirementAge: await readRetirementAge() }
}

const share = z.number().min(0).max(10)
const InvestmentPolicySchema = z
  .object({
    valid_from: date,
    reference: z.string().min(1),
    reference_of_thresholds: z.string().min(1),
    classes: z
      .array(
        z.object({
          code: z.string().min(1),
          zh: z.string().min(1),
          en: z.string().min(1),
          kind: z.enum(['equity', 'fixed-income', 'deposit', 'other']),
          /** At cost: it may stand without a price. */
          is_carried: z.boolean().default(false),
          is_sovereign: z.boolean().default(false),
          is_financing: z.boolean().default(false),
        }),
      )
      .min(1),
    limits: z.array(
      z
        .object({
          code: z.string().min(1),
          zh: z.string().min(1),
          en: z.string().min(1),
          classes: z.array(z.string()).min(1),
          min: share.optional(),
          max: share.optional(),
        })
        .refine(({ min, max }) => min !== undefined || max !== undefined, 'a limit needs min or max'),
    ),
    thresholds: z.object({
      value_at_risk: share,
      drawdown: share,
      issuer: share,
      bank: share,
      entrusted: share,
      reserve_months: z.number().min(0),
      reserve_months_critical: z.number().min(0),
    }),
  })
  .refine(
    ({ classes, limits }) =>
      limits.every((limit) => limit.classes.every((each) => classes.some(({ code }) => code === each))),
    'a limit names a class that is not listed',
  )
/** Classes of assets, limits as shares of net assets, thresholds of the rules INV-*, from a day on. */
export type InvestmentPolicy = z.infer<typeof InvestmentPolicySchema>

export const investmentPolicyFile = path.join(packageRoot, 'policy', 'investment.json')

/** The versions in the order of their first days; throws a ZodError or SyntaxError for a file of another form. */
export async function readInvestmentPolicies(
  file: string = investmentPolicyFile,
): Promise<InvestmentPolicy[]> {
  const versions = z
    .array(InvestmentPolicySchema)
    .min(1)
    .parse(JSON.parse(await readFile(file, 'utf8')))
  return versions.sort((a, b) => a.valid_from - b.valid_from)
}
