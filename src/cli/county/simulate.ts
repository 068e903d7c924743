import path from 'node:path'
import {
  type Call,
  type Command,
  getText,
  getWholeNumber,
  isSet,
  type Surroundings,
  wrongUsage,
} from '#cli/command.ts'

async function simulateToFolder({ values }: Call, surroundings: Surroundings): Promise<number> {
  const { language, print, workingDirectory } = surroundings
  if (isSet(values, 'portfolio')) {
    const other = ['persons', 'months', 'clean'].find((name) => values[name] !== undefined)
    if (other !== undefined) {
      throw wrongUsage({
        zh: `选项 --${other} 不能与 --portfolio 一起使用。`,
        en: `The option --${other} cannot be used with --portfolio.`,
      })
    }
    const { simulatePortfolioToFolder } = await import('./simulate-portfolio.ts')
    return simulatePortfolioToFolder(values, surroundings)
  }
  const persons = getWholeNumber(values, 'persons', { min: 100, max: 100_000_000 })
  const months = getWholeNumber(values, 'months', { min: 1, max: 600 })
  const seed = getWholeNumber(values, 'seed', { min: 0, max: 2 ** 48 })
  const directory = path.resolve(workingDirectory, getText(values, 'out'))
  const { deliveryFolder, labelsFile, simulateCounty } = await import('./simulate-county.ts')
  const rows = await simulateCounty(
    { persons, months, seed, directory, isClean: isSet(values, 'clean') },
    surroundings,
  )
  const [delivery, labels] = [path.join(directory, deliveryFolder), path.join(directory, labelsFile)]
  print(
    language === 'zh'
      ? `已模拟 ${persons} 人 ${months} 个月，共 ${rows} 行。\n数据  ${delivery}\n标注  ${labels}\n`
      : `Simulated ${persons} persons over ${months} months: ${rows} rows.\ndelivery  ${delivery}\nlabels    ${labels}\n`,
  )
  return 0
}

export const simulateCommand: Command = {
  name: 'simulate',
  summary: {
    zh: '生成一个不存在的县的数据：正常人群、舞弊与貌似舞弊，附标注',
    en: 'Make the delivery of a county that does not exist, with frauds, look-alikes and labels',
  },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: {
    persons: { value: 'N', text: { zh: '人数', en: 'Persons' } },
    months: { value: 'M', text: { zh: '月数', en: 'Months' } },
    seed: {
      value: 'S',
      text: { zh: '种子：相同的种子给出相同的数据', en: 'Seed: the same seed gives the same data' },
    },
    out: { value: 'DIR', text: { zh: '输出文件夹', en: 'Output folder' } },
    portfolio: {
      text: {
        zh: '改为生成基金的投资组合（供 fangxian invest 试用），只需 --out，可加 --seed',
        en: 'Make the investments of a fund instead, for fangxian invest; needs --out, takes --seed',
      },
    },
    clean: { text: { zh: '只有正常人群', en: 'Without frauds and look-alikes' } },
  },
  examples: [
    {
      line: 'fangxian simulate --persons 20000 --months 36 --seed 1 --out county',
      text: {
        zh: '两万人三年的数据，写入 county/delivery，标注写入 county/labels.csv',
        en: 'Three years of 20,000 persons into county/delivery, the labels into county/labels.csv',
      },
    },
    {
      line: 'fangxian simulate --portfolio --out portfolio',
      text: {
        zh: '一个基金四年的投资，写入 portfolio',
        en: 'Four years of investments of a fund into portfolio',
      },
    },
  ],
  run: simulateToFolder,
}
