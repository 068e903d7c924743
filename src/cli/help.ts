import type { Bilingual, Language } from '#base/bilingual.ts'
import type { Command, Option } from './command.ts'
import { textTable } from './text-table.ts'

const titles = {
  usage: { zh: '用法', en: 'Usage' },
  commands: { zh: '命令', en: 'Commands' },
  options: { zh: '选项', en: 'Options' },
  examples: { zh: '示例', en: 'Examples' },
} as const satisfies Record<string, Bilingual>

/** Every command has these; main takes them out before the command sees its options. */
export const sharedOptions: Readonly<Record<string, Option>> = {
  lang: {
    value: 'zh|en',
    text: {
      zh: '语言；默认显示按系统语言环境，报告用中文',
      en: 'Language; default: the locale, reports in Chinese',
    },
  },
  help: { text: { zh: '显示本帮助', en: 'Show this help' } },
}

function optionRows(options: Readonly<Record<string, Option>>, language: Language): string[][] {
  return Object.entries(options).map(([name, option]) => [
    `  --${name}${option.value === undefined ? '' : ` ${option.value}`}${option.isRepeatable ? '…' : ''}`,
    option.text[language],
  ])
}

function section(title: Bilingual, body: string, language: Language): string {
  return `\n${title[language]}${language === 'zh' ? '：' : ':'}\n${body}`
}

export function overview(
  commands: readonly Pick<Command, 'name' | 'operands' | 'summary'>[],
  language: Language,
): string {
  const heading: Bilingual = {
    zh: '防线：社保基金风险筛查\n',
    en: 'Fangxian 防线: screens the files of a social-insurance agency for risks to the fund\n',
  }
  const rows = commands.map(({ name, summary }) => [`  ${name}`, summary[language]])
  const shared: Record<string, Option> = {
    ...sharedOptions,
    version: { text: { zh: '显示版本', en: 'Show the version' } },
  }
  const closing: Bilingual = {
    zh: '\n“fangxian 命令 --help”说明一个命令。\n',
    en: '\nfangxian COMMAND --help explains a command.\n',
  }
  return (
    heading[language] +
    section(
      titles.usage,
      `  fangxian ${language === 'zh' ? '命令 [选项]' : 'COMMAND [OPTIONS]'}\n`,
      language,
    ) +
    section(titles.commands, textTable(rows), language) +
    section(titles.options, textTable(optionRows(shared, language)), language) +
    closing[language]
  )
}

export function describeCommand(command: Command, language: Language): string {
  const { name, operands, summary, options, notes = [], examples } = command
  const hasOptions = Object.keys(options).length > 0
  const optionWord = language === 'zh' ? '[选项]' : '[OPTIONS]'
  const usage = ['  fangxian', name, operands, hasOptions ? optionWord : ''].filter((part) => part !== '')
  const all = optionRows({ ...options, ...sharedOptions }, language)
  const exampleText = examples.map(({ line, text }) => `  # ${text[language]}\n  ${line}\n`).join('')
  return (
    `${summary[language]}\n` +
    section(titles.usage, `${usage.join(' ')}\n`, language) +
    section(titles.options, textTable(all), language) +
    notes.map((note) => `\n${note[language]}\n`).join('') +
    section(titles.examples, exampleText, language)
  )
}
