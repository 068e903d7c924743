import { drawBelow, drawOne, type Random } from '#simulator/random.ts'

/** The county that does not exist: 云漳县, with an area code that no real place has. */
export const countyName = '云漳县'
export const areaCode = '990101'

export const townships = [
  '青禾镇',
  '石桥镇',
  '柳溪镇',
  '望松镇',
  '白渡镇',
  '金岭镇',
  '双河镇',
  '枫林乡',
  '龙潭乡',
  '梅坪乡',
  '清泉乡',
  '云门乡',
] as const

const villageFirst = '上下东西南北大小新老前后中高平'
const villageSecond = ['湾', '坪', '塘', '岭', '桥', '冲', '店', '庄', '沟', '坝', '垭', '堰']
const streets = ['人民路', '建设路', '解放路', '青云路', '滨河路', '学府路', '文昌街', '东大街', '西大街']

/** 990101001 … 990101012 */
export function regionOf(township: number): string {
  return `${areaCode}${String(township + 1).padStart(3, '0')}`
}

export function drawTownship(random: Random): number {
  // The county seat holds a third of the people.
  return drawBelow(random, 3) === 0 ? 0 : drawBelow(random, townships.length)
}

export function drawAddress(random: Random, township: number): string {
  const name = townships[township]!
  if (township === 0) {
    const street = drawOne(random, streets)
    return `${countyName}${name}${street}${drawBelow(random, 300) + 1}号${drawBelow(random, 18) + 1}栋${drawBelow(random, 6) + 1}0${drawBelow(random, 4) + 1}室`
  }
  const village = villageFirst[drawBelow(random, villageFirst.length)]! + drawOne(random, villageSecond)
  return `${countyName}${name}${village}村${drawBelow(random, 12) + 1}组${drawBelow(random, 90) + 1}号`
}

export const banks = [
  '云漳农村商业银行',
  '云漳县邮政支行',
  '云漳工商支行',
  '云漳农业支行',
  '云漳建设支行',
] as const

/** Eleven digits that are no number in use: Chinese mobile numbers do not begin with 12. */
export function drawPhone(random: Random): string {
  return `12${String(drawBelow(random, 1_000_000_000)).padStart(9, '0')}`
}
