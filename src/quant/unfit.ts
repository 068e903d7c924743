import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'

/** A vector of numbers: an array or a typed array. */
export type Series = ArrayLike<number>
/** Rows of equal length. */
export type Matrix = readonly Series[]

/** The one way in which this folder says no: one sentence in two languages, with what is needed. */
export function unfit(text: Bilingual): Refusal {
  return new Refusal('unfit_data', text)
}

/** Refuses a series shorter than `min`, or one with a value that is no finite number (position from 1). */
export function requireSeries(values: Series, min: number, model: Bilingual): void {
  if (values.length < min) {
    throw unfit({
      zh: `${model.zh}至少需要 ${min} 个观测值，现有 ${values.length} 个；请提供更长的序列。`,
      en: `${model.en} needs at least ${min} observations, there are ${values.length}; provide a longer series.`,
    })
  }
  for (let index = 0; index < values.length; index += 1) {
    if (Number.isFinite(values[index])) continue
    throw unfit({
      zh: `${model.zh}的第 ${index + 1} 个观测值不是有限数；请补齐或删除缺失值。`,
      en: `${model.en}: observation ${index + 1} is not a finite number; fill the gap or leave it out.`,
    })
  }
}

/** Refuses a series whose values are all the same: nothing that divides by its spread exists. */
export function requireSpread(values: Series, model: Bilingual): void {
  for (let index = 1; index < values.length; index += 1) if (values[index] !== values[0]) return
  throw unfit({
    zh: `${model.zh}的序列是常数（每个值都是 ${values[0]}），没有波动，无法计算；请检查数据是否更新。`,
    en: `${model.en}: the series is constant (every value is ${values[0]}), so there is no risk to measure; check that the data are up to date.`,
  })
}

/** Refuses two series of different length. */
export function requireSameLength(a: Series, b: Series, names: Bilingual): void {
  if (a.length === b.length) return
  throw unfit({
    zh: `${names.zh}的长度不同（${a.length} 与 ${b.length}）；请按日期对齐后再计算。`,
    en: `${names.en} have different lengths (${a.length} and ${b.length}); align them by date first.`,
  })
}

/** Refuses a probability outside (0, 1). */
export function requireProbability(value: number, name: Bilingual): void {
  if (value > 0 && value < 1) return
  throw unfit({
    zh: `${name.zh}应在 0 与 1 之间，而不是 ${value}。`,
    en: `${name.en} must lie between 0 and 1, not ${value}.`,
  })
}
