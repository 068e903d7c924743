/** The parameters of the rules, with the bold numbers of core-rules.md. Money is fen, ratios are millionths. */
export interface Parameters {
  readonly deathGraceMonths: number
  readonly deathFlagDays: number
  readonly sharedPeopleMin: number
  readonly sharedLookBackFrom: number
  readonly afterChangeDays: number
  readonly afterChangeTimes: bigint
  readonly afterChangeMin: bigint
  readonly changedBackDays: number
  readonly caps: Readonly<Record<string, bigint>>
  readonly capLookBackFrom: number
  readonly highMonthsMin: number
  readonly highWindowMonths: number
  readonly highTimes: bigint
  readonly highMin: bigint
  readonly increaseMillionths: bigint
  readonly decreaseMillionths: bigint
  readonly changeMin: bigint
  readonly changeMin170: bigint
  readonly backPayWindowMonths: number
  readonly backPayMin: bigint
  readonly backPayMonthsMax: number
  readonly backPayLookBackFrom: number
  readonly manualChangeMin: bigint
  readonly manualBackPayMin: bigint
  readonly noticeDaysMin: number
  readonly certificationMonths: number
  readonly certifierDays: number
  readonly certifiedGraceDays: number
  readonly cardMonthsMax: number
  readonly cardDaysMax: number
  readonly baseTolerance: bigint
  readonly wageRatio: bigint
  readonly wagePeopleMin: number
  readonly wageMonthsMin: number
  readonly unpaidMonthsMin: number
  readonly unpaidLevelOneMonths: number
  readonly unpaidLevelOneAmount: bigint
  readonly backFillMonthsMin: bigint
  readonly backFillBeforeMonths: number
  readonly dayStarts: number
  readonly dayEnds: number
  readonly levelOnePeople: number
  readonly burstMin: number
  readonly burstSeconds: number
  readonly leaverGraceDays: number
  readonly keyPostMonths: number
}

export const defaultParameters: Parameters = {
  deathGraceMonths: 0,
  deathFlagDays: 30,
  sharedPeopleMin: 2,
  sharedLookBackFrom: 2019 * 12,
  afterChangeDays: 60,
  afterChangeTimes: 2_000_000n,
  afterChangeMin: 5000_00n,
  changedBackDays: 90,
  caps: { '110': 20_000_00n, '120': 25_000_00n, '170': 2000_00n },
  capLookBackFrom: 2019 * 12,
  highMonthsMin: 2,
  highWindowMonths: 12,
  highTimes: 3_000_000n,
  highMin: 3000_00n,
  increaseMillionths: 200_000n,
  decreaseMillionths: 500_000n,
  changeMin: 300_00n,
  changeMin170: 50_00n,
  backPayWindowMonths: 12,
  backPayMin: 10_000_00n,
  backPayMonthsMax: 12,
  backPayLookBackFrom: 2019 * 12,
  manualChangeMin: 500_00n,
  manualBackPayMin: 5000_00n,
  noticeDaysMin: 5,
  certificationMonths: 24,
  certifierDays: 90,
  certifiedGraceDays: 1,
  cardMonthsMax: 6,
  cardDaysMax: 60,
  baseTolerance: 1_00n,
  wageRatio: 900_000n,
  wagePeopleMin: 3,
  wageMonthsMin: 6,
  unpaidMonthsMin: 3,
  unpaidLevelOneMonths: 12,
  unpaidLevelOneAmount: 1_000_000_00n,
  backFillMonthsMin: 12n,
  backFillBeforeMonths: 12,
  dayStarts: 8 * 3600,
  dayEnds: 18 * 3600 + 30 * 60,
  levelOnePeople: 5,
  burstMin: 10,
  burstSeconds: 600,
  leaverGraceDays: 1,
  keyPostMonths: 36,
}
