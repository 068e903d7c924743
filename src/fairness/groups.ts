import type { Bilingual } from '#base/bilingual.ts'

/** The groups of the report. Neither nationality nor neighbourhood: nobody may sort people by them here. */

export const sexes = ['1', '2', '9'] as const
export type Sex = (typeof sexes)[number]

export const sexTitles: Readonly<Record<Sex, Bilingual>> = {
  '1': { zh: '男', en: 'men' },
  '2': { zh: '女', en: 'women' },
  '9': { zh: '未说明', en: 'not said' },
}

/** Full years on the day of the run; the last bound is open. */
const lowerBounds = [0, 40, 50, 60, 70, 80] as const
export const unknownAge = 'UNKNOWN'
export const ageGroups: readonly string[] = [...lowerBounds.map(ageGroupOf), unknownAge]

function ageGroupOf(from: number): string {
  return from === 0 ? 'UNDER_40' : from === 80 ? '80_UP' : `${from}_${from + 9}`
}

export const ageTitles: Readonly<Record<string, Bilingual>> = {
  UNDER_40: { zh: '40 岁以下', en: 'under 40' },
  '40_49': { zh: '40–49 岁', en: '40 to 49' },
  '50_59': { zh: '50–59 岁', en: '50 to 59' },
  '60_69': { zh: '60–69 岁', en: '60 to 69' },
  '70_79': { zh: '70–79 岁', en: '70 to 79' },
  '80_UP': { zh: '80 岁及以上', en: '80 and over' },
  UNKNOWN: { zh: '出生日期不详', en: 'birth date not known' },
}

/** SQL of DuckDB: the group of somebody born on `birth` (an expression), on the day `asOf` (YYYY-MM-DD). */
export function ageGroupSql(birth: string, asOf: string): string {
  const age = `date_sub('year', ${birth}, date '${asOf}')`
  const bands = lowerBounds.slice(1).map((bound, index) => {
    return `when ${age} < ${bound} then '${ageGroupOf(lowerBounds[index]!)}'`
  })
  return `case when ${birth} is null or ${birth} > date '${asOf}' then '${unknownAge}' ${bands.join(' ')} else '80_UP' end`
}
