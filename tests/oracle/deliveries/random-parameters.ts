/** Other values of the rules' parameters, and how `--set` writes them. */
import { month, monthText } from '../dates.ts'
import { defaultParameters, type Parameters } from '../rules/parameters.ts'
import type { Chance } from './chance.ts'
import { yuan } from './payments.ts'

export function randomParameters(random: Chance): Parameters {
  const some = <T>(usual: T, others: readonly T[]): T => (random.maybe(0.4) ? random.pick(others) : usual)
  const usual = defaultParameters
  return {
    deathGraceMonths: some(usual.deathGraceMonths, [1, 2, 24]),
    deathFlagDays: some(usual.deathFlagDays, [0, 29, 31]),
    sharedPeopleMin: some(usual.sharedPeopleMin, [1, 3]),
    sharedLookBackFrom: some(usual.sharedLookBackFrom, [month('2018-12'), month('2024-02')]),
    afterChangeDays: some(usual.afterChangeDays, [0, 59, 61]),
    afterChangeTimes: some(usual.afterChangeTimes, [1_999_999n, 2_000_001n, 500_000n]),
    afterChangeMin: some(usual.afterChangeMin, [5000_01n, 100_00n]),
    changedBackDays: some(usual.changedBackDays, [0, 89, 91]),
    caps: {
      '110': some(usual.caps['110']!, [1000_00n, 19_999_99n]),
      '120': some(usual.caps['120']!, [1600_00n]),
      '170': some(usual.caps['170']!, [0n, 99_99n]),
    },
    capLookBackFrom: some(usual.capLookBackFrom, [month('2018-12'), month('2024-02')]),
    highMonthsMin: some(usual.highMonthsMin, [1, 3]),
    highWindowMonths: some(usual.highWindowMonths, [1, 11, 13]),
    highTimes: some(usual.highTimes, [1_000_000n, 2_999_999n, 3_000_001n]),
    highMin: some(usual.highMin, [3000_01n, 100_00n]),
    increaseMillionths: some(usual.increaseMillionths, [0n, 199_993n, 500_000n]),
    decreaseMillionths: some(usual.decreaseMillionths, [0n, 500_001n, 1_000_000n]),
    changeMin: some(usual.changeMin, [0n, 200_00n]),
    changeMin170: some(usual.changeMin170, [0n, 45_00n, 49_99n]),
    backPayWindowMonths: some(usual.backPayWindowMonths, [1, 2, 13]),
    backPayMin: some(usual.backPayMin, [10_000_01n, 300_00n]),
    backPayMonthsMax: some(usual.backPayMonthsMax, [1, 11, 13]),
    backPayLookBackFrom: some(usual.backPayLookBackFrom, [month('2018-12'), month('2024-02')]),
    manualChangeMin: some(usual.manualChangeMin, [1n, 500_01n, 200_00n]),
    manualBackPayMin: some(usual.manualBackPayMin, [1n, 5000_01n]),
    noticeDaysMin: some(usual.noticeDaysMin, [1, 4, 6]),
    certificationMonths: some(usual.certificationMonths, [0, 1, 12, 25]),
    certifierDays: some(usual.certifierDays, [0, 89, 91]),
    certifiedGraceDays: some(usual.certifiedGraceDays, [0, 2]),
    cardMonthsMax: some(usual.cardMonthsMax, [0, 5, 7]),
    cardDaysMax: some(usual.cardDaysMax, [0, 59, 61]),
    baseTolerance: some(usual.baseTolerance, [0n, 99n, 1_01n]),
    wageRatio: some(usual.wageRatio, [899_999n, 1_000_000n]),
    wagePeopleMin: some(usual.wagePeopleMin, [1, 2]),
    wageMonthsMin: some(usual.wageMonthsMin, [1, 5, 7]),
    unpaidMonthsMin: some(usual.unpaidMonthsMin, [1, 2, 4]),
    unpaidLevelOneMonths: some(usual.unpaidLevelOneMonths, [2, 11]),
    unpaidLevelOneAmount: some(usual.unpaidLevelOneAmount, [1n, 1_000_000_01n]),
    backFillMonthsMin: some(usual.backFillMonthsMin, [1n, 11n, 13n]),
    backFillBeforeMonths: some(usual.backFillBeforeMonths, [1, 11, 13]),
    dayStarts: some(usual.dayStarts, [0, 12 * 3600]),
    dayEnds: some(usual.dayEnds, [12 * 3600, 18 * 3600]),
    levelOnePeople: some(usual.levelOnePeople, [1, 2]),
    burstMin: some(usual.burstMin, [2, 9, 11]),
    burstSeconds: some(usual.burstSeconds, [1, 599, 601]),
    leaverGraceDays: some(usual.leaverGraceDays, [0, 2]),
    keyPostMonths: some(usual.keyPostMonths, [1, 35, 37]),
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
  const money = (fen: bigint): string => yuan(Number(fen))
  return new Map([
    ['DTH-01.grace_months', String(parameters.deathGraceMonths)],
    ['DTH-06.flag_days', String(parameters.deathFlagDays)],
    ['ACC-01.people_min', String(parameters.sharedPeopleMin)],
    ['ACC-01.look_back_from', monthText(parameters.sharedLookBackFrom)],
    ['ACC-04.window_days', String(parameters.afterChangeDays)],
    ['ACC-04.times', decimal(parameters.afterChangeTimes)],
    ['ACC-04.amount_min', money(parameters.afterChangeMin)],
    ['ACC-08.window_days', String(parameters.changedBackDays)],
    ...['110', '120', '170'].map((each) => [`AMT-01.cap_${each}`, money(parameters.caps[each]!)] as const),
    ['AMT-01.look_back_from', monthText(parameters.capLookBackFrom)],
    ['AMT-02.high_months_min', String(parameters.highMonthsMin)],
    ['AMT-02.window_months', String(parameters.highWindowMonths)],
    ['AMT-02.times', decimal(parameters.highTimes)],
    ['AMT-02.amount_min', money(parameters.highMin)],
    ['AMT-03.increase', decimal(parameters.increaseMillionths)],
    ['AMT-03.decrease', decimal(parameters.decreaseMillionths)],
    ['AMT-03.amount_min', money(parameters.changeMin)],
    ['AMT-03.amount_min_170', money(parameters.changeMin170)],
    ['AMT-04.window_months', String(parameters.backPayWindowMonths)],
    ['AMT-04.amount_min', money(parameters.backPayMin)],
    ['AMT-04.months_max', String(parameters.backPayMonthsMax)],
    ['AMT-04.look_back_from', monthText(parameters.backPayLookBackFrom)],
    ['AMT-07.change_min', money(parameters.manualChangeMin)],
    ['AMT-07.back_pay_min', money(parameters.manualBackPayMin)],
    ['RET-14.working_days_min', String(parameters.noticeDaysMin)],
    ['CER-01.months_max', String(parameters.certificationMonths)],
    ['CER-03.window_days', String(parameters.certifierDays)],
    ['CER-05.grace_days', String(parameters.certifiedGraceDays)],
    ['CRD-01.months_max', String(parameters.cardMonthsMax)],
    ['CRD-02.days_max', String(parameters.cardDaysMax)],
    ['CTR-01.tolerance', money(parameters.baseTolerance)],
    ['CTR-02.ratio', decimal(parameters.wageRatio)],
    ['CTR-02.people_min', String(parameters.wagePeopleMin)],
    ['CTR-02.wage_months_min', String(parameters.wageMonthsMin)],
    ['CTR-03.months_min', String(parameters.unpaidMonthsMin)],
    ['CTR-03.level_1_months', String(parameters.unpaidLevelOneMonths)],
    ['CTR-03.level_1_amount', money(parameters.unpaidLevelOneAmount)],
    ['CTR-21.months_min', String(parameters.backFillMonthsMin)],
    ['CTR-21.before_retirement_months', String(parameters.backFillBeforeMonths)],
    ['SYS-03.day_starts', time(parameters.dayStarts)],
    ['SYS-03.day_ends', time(parameters.dayEnds)],
    ['SYS-03.level_1_people', String(parameters.levelOnePeople)],
    ['SYS-04.operations_min', String(parameters.burstMin)],
    ['SYS-04.window_seconds', String(parameters.burstSeconds)],
    ['SYS-06.grace_days', String(parameters.leaverGraceDays)],
    ['SYS-14.months_max', String(parameters.keyPostMonths)],
  ])
}
