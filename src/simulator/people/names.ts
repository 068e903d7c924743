import { drawBelow, drawOne, type Random } from '#simulator/random.ts'

/** Surnames with their shares per 1,000, after the published ranking of household names; the rest share what is left. */
const frequentSurnames: readonly (readonly [string, number])[] = [
  ['王', 72],
  ['李', 72],
  ['张', 68],
  ['刘', 52],
  ['陈', 45],
  ['杨', 31],
  ['黄', 22],
  ['赵', 21],
  ['吴', 20],
  ['周', 20],
  ['徐', 14],
  ['孙', 13],
  ['马', 13],
  ['朱', 12],
  ['胡', 12],
  ['郭', 11],
  ['何', 11],
  ['林', 11],
  ['罗', 10],
  ['高', 10],
  ['郑', 9],
  ['梁', 8],
  ['谢', 8],
  ['宋', 7],
  ['唐', 7],
  ['许', 6],
  ['韩', 6],
  ['冯', 6],
  ['邓', 6],
  ['曹', 6],
]

const otherSurnames = [
  ...'彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤',
  ...'常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝',
]

const compoundSurnames = ['欧阳', '上官', '司马', '诸葛', '夏侯', '皇甫', '尉迟', '令狐', '端木', '东方']

/** A thousand slots: one draw picks a surname with its share. */
const surnameSlots: readonly string[] = (() => {
  const slots: string[] = []
  for (const [surname, share] of frequentSurnames) for (let n = 0; n < share; n += 1) slots.push(surname)
  for (const surname of compoundSurnames) slots.push(surname)
  for (let next = 0; slots.length < 1000; next += 1) slots.push(otherSurnames[next % otherSurnames.length]!)
  return slots
})()

interface GivenNames {
  readonly first: string
  readonly second: string
}

/** Characters of given names by sex and by the time of birth: before 1960, to 1980, after. */
const givenNames: Readonly<Record<'male' | 'female', readonly [GivenNames, GivenNames, GivenNames]>> = {
  male: [
    {
      first: '国建德福长永金玉文志明正大世天光成家振兴宝树春有万学忠义',
      second: '华民强军林山贵才发祥生田海清根云财和龙虎全章堂余荣仁良',
    },
    {
      first: '建国志卫红文永海小晓爱新少东立学俊向保国利',
      second: '军强勇刚伟明平东华斌辉涛峰林波杰飞生民兵良',
    },
    {
      first: '子浩宇俊泽家梓一天嘉思文明睿志雨博晨',
      second: '轩涵豪杰宇然航辰阳翔鑫博超凡洋睿恒霖',
    },
  ],
  female: [
    {
      first: '秀桂玉淑凤美素金春翠兰月银惠芝莲菊云香珍',
      second: '英兰珍芳梅华荣芝香莲琴云花娥珠贞清凤仙',
    },
    {
      first: '丽红晓艳小海玉爱雪春文秀燕金亚建卫',
      second: '萍霞红丽艳娟敏燕梅玲芳英华静琴云洁',
    },
    {
      first: '梓欣雨思一佳雅子诗若嘉可语婉静梦紫',
      second: '涵怡彤萱琪妍瑶婷悦然颖雯琳媛洁欣宁',
    },
  ],
}

const minorityGiven = [
  '阿依古丽',
  '古丽娜尔',
  '买买提',
  '艾力',
  '阿卜杜拉',
  '努尔古丽',
  '吐尔逊',
  '热合曼',
  '阿孜古丽',
  '库尔班',
]
const minorityFathers = ['买买提', '阿布都热合曼', '艾合买提', '依明', '吐尔逊', '玉素甫', '卡德尔', '沙依木']
const tibetanNames = ['扎西·顿珠', '次仁·卓玛', '格桑·梅朵', '索朗·旺堆', '尼玛·次仁']

function periodOfBirth(birthYear: number): 0 | 1 | 2 {
  if (birthYear < 1960) return 0
  return birthYear < 1985 ? 1 : 2
}

export interface NameOptions {
  readonly isMale: boolean
  readonly birthYear: number
  /** A name of several parts with `·` between them. */
  readonly hasDot?: boolean
}

/** A name as people of the county bear them; about 8 of 1,000 have a `·`. */
export function drawName(random: Random, options: NameOptions): string {
  if (options.hasDot === true || drawBelow(random, 1000) < 8) {
    if (drawBelow(random, 4) === 0) return drawOne(random, tibetanNames)
    return `${drawOne(random, minorityGiven)}·${drawOne(random, minorityFathers)}`
  }
  const given = givenNames[options.isMale ? 'male' : 'female'][periodOfBirth(options.birthYear)]
  const surname = surnameSlots[drawBelow(random, 1000)]!
  const second = given.second[drawBelow(random, given.second.length)]!
  if (surname.length > 1 || drawBelow(random, 100) < 14) return surname + second
  return surname + given.first[drawBelow(random, given.first.length)]! + second
}

/** A surname and given name that differ from the given one in every comparison: of one character, if so wished. */
export function drawOtherName(random: Random, name: string, isAlmostSame: boolean): string {
  if (isAlmostSame) {
    const last = name.at(-1)!
    const replacement = [...'彬萍玮琨燊'].find((each) => each !== last)!
    return name.slice(0, -1) + replacement
  }
  for (;;) {
    const other = drawName(random, { isMale: drawBelow(random, 2) === 0, birthYear: 1970 })
    if (other !== name) return other
  }
}
