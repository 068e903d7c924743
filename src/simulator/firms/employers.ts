import type { Day } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { areaCode, countyName } from '#simulator/people/places.ts'
import { drawBelow, drawOne, randomOf } from '#simulator/random.ts'

/** The county's employers: number 0 is the agency itself, the next hundredth are public institutions. */
export interface Employer {
  readonly name: string
  readonly industry: string
  readonly riskClass: number
  readonly registeredOn: Day
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]
const codeWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** The employer's code: in the pilot years before GB 32100-2015 some were given whose check character is not right. */
export function creditCodeOf(county: County, number: number): string {
  const code = rightCodeOf(number)
  if (county.firms.firms[number - county.employerCount]?.part.hasPilotCode !== true) return code
  const place = alphabet.indexOf(code.at(-1)!)
  return code.slice(0, -1) + alphabet[(place + 7) % alphabet.length]!
}

/** GB 32100-2015 with both check characters, in the county's own area code. */
function rightCodeOf(number: number): string {
  const organisation = String(number + 10_000_000).slice(0, 8)
  let sum = 0
  for (let index = 0; index < 8; index += 1) sum += Number(organisation[index]) * organisationWeights[index]!
  const check = 11 - (sum % 11)
  const seventeen = `91${areaCode}${organisation}${check === 10 ? 'X' : check === 11 ? '0' : String(check)}`
  let total = 0
  for (let index = 0; index < 17; index += 1)
    total += alphabet.indexOf(seventeen[index]!) * codeWeights[index]!
  return seventeen + alphabet[(31 - (total % 31)) % 31]!
}

export function employerIdOf(number: number): string {
  return `D${String(number + 1).padStart(7, '0')}`
}

const words = ['鑫源', '宏达', '永盛', '云岭', '金穗', '瑞祥', '恒通', '德润', '青山', '华泰', '佳禾', '天成']
const trades: readonly (readonly [title: string, industry: string, riskClass: number])[] = [
  ['食品加工有限公司', 'C13', 3],
  ['纺织有限公司', 'C17', 3],
  ['建筑工程有限公司', 'E47', 6],
  ['物流有限公司', 'G54', 4],
  ['农业发展有限公司', 'A01', 3],
  ['商贸有限公司', 'F51', 1],
  ['建材有限公司', 'C30', 5],
  ['餐饮管理有限公司', 'H62', 2],
  ['矿业有限公司', 'B10', 7],
  ['物业服务有限公司', 'K70', 2],
]
const institutions = [
  '第一中学',
  '人民医院',
  '财政局',
  '农业农村局',
  '中心小学',
  '文化馆',
  '林业站',
  '自然资源局',
]

export function institutionsOf(county: County): number {
  return Math.max(2, Math.floor(county.employerCount / 100))
}

export function employerOf(county: County, number: number): Employer {
  const random = randomOf(county.seed, 'employer', number)
  const registeredOn = 10_000 + drawBelow(random, 7000)
  if (number === 0) {
    return { name: `${countyName}社会保险事业中心`, industry: 'S94', riskClass: 1, registeredOn }
  }
  if (number < institutionsOf(county)) {
    const name = `${countyName}${institutions[number % institutions.length]!}${number >= institutions.length ? number : ''}`
    return { name, industry: 'P83', riskClass: 1, registeredOn }
  }
  const [title, industry, riskClass] = drawOne(random, trades)
  return {
    name: `${countyName}${drawOne(random, words)}${number}号${title}`,
    industry,
    riskClass,
    registeredOn,
  }
}
