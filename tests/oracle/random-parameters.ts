/** Other values of the rules' parameters, and how `--set` writes them. */
import { month, monthText } from './dates.ts'
import type { Chance } from './random.ts'
import { yuan } from './random-payments.ts'
import { defaultParameters, type Parameters } from './rule.ts'

export function randomParameters(random: Chance): Parameters {
  const some = <T>(usual: T, others: readonly T[]): T => (random.maybe(0.4) ? random.pick(others) : usual)
  const usual = defaultParameters
  return {
    deathGraceMonths: some(usual.deathGraceMonths, [1, 2, 24]),
    deathFlagDays: some(usual.deathFlagDays, [0, 29, 31]),
    sharedPeopleMin: some(usual.sharedPeopleMin, [1, 3]),
    sharedLookBackFrom: some(usual.sharedLookBackFrom, [month('2018-12'), month('2024-02')]),
    caps: {
      '110': some(usual.caps['110']!, [1000_00n, 19_999_99n]),
      '120': some(usual.caps['120']!, [1600_00n]),
      '170': some(usual.caps['170']!, [0n, 99_99n]),
    },
    capLookBackFrom: some(usual.capLookBackFrom, [month('2018-12'), month('2024-02')]),
    increaseMillionths: some(usual.increaseMillionths, [0n, 199_993n, 500_000n]),
    decreaseMillionths: some(usual.decreaseMillionths, [0n, 500_001n, 1_000_000n]),
    changeMin: some(usual.changeMin, [0n, 200_00n]),
    changeMin170: some(usual.changeMin170, [0n, 45_00n, 49_99n]),
    certificationMonths: some(usual.certificationMonths, [0, 1, 12, 25]),
    dayStarts: some(usual.dayStarts, [0, 12 * 3600]),
    dayEnds: some(usual.dayEnds, [12 * 3600, 18 * 3600]),
    levelOnePeople: some(usual.levelOnePeople, [1, 2]),
  }
}

/** core-rules: "Money is set in yuan, ratios as decimals of up to six places, times as HH:MM, months as YYYY-MM". */
export function settingsOf(parameters: Parameters): Map<string, string> {
  const decimal = (millionths: bigint): string => {
    const digits = String(millionths).padStart(7, '0')
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`
  }
  const time = (seconds: number): string =>
    [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
      .map((each) => String(each).padStart(2, '0'))
      .join(':')
  return new Map([
    ['DTH-01.grace_months', String(parameters.deathGraceMonths)],
    ['DTH-06.flag_days', String(parameters.deathFlagDays)],
    ['ACC-01.people_min', String(parameters.sharedPeopleMin)],
    ['ACC-01.look_back_from', monthText(parameters.sharedLookBackFrom)],
    ...['110', '120', '170'].map(
      (each) => [`AMT-01.cap_${each}`, yuan(Number(parameters.caps[each]))] as const,
    ),
    ['AMT-01.look_back_from', monthText(parameters.capLookBackFrom)],
    ['AMT-03.increase', decimal(parameters.increaseMillionths)],
    ['AMT-03.decrease', decimal(parameters.decreaseMillionths)],
    ['AMT-03.amount_min', yuan(Number(parameters.changeMin))],
    ['AMT-03.amount_min_170', yuan(Number(parameters.changeMin170))],
    ['CER-01.months_max', String(parameters.certificationMonths)],
    ['SYS-03.day_starts', time(parameters.dayStarts)],
    ['SYS-03.day_ends', time(parameters.dayEnds)],
    ['SYS-03.level_1_people', String(parameters.levelOnePeople)],
  ])
}
