import path from 'node:path'
import { sha256 } from '#base/digest.ts'
import { wrongUsage } from '#cli/command.ts'
import { getRule } from '#cli/rules/find-rule.ts'
import type { Rule } from '#screening/rule.ts'
import { checkSettings, type Settings } from '#screening/settings.ts'
import type { Shadow } from '#screening/shadow/run-shadow.ts'
import { checkShadowSql, withSql } from '#screening/shadow/shadow-sql.ts'
import { type OptionFile, readEntries, readOptionFile, refuseFile } from './option-file.ts'

const asked = (file: string): OptionFile => ({ file, called: { zh: '影子规则文件', en: 'shadow file' } })

function readParameters(rule: Rule, file: string, text: string): Settings {
  const entries = readEntries(asked(file), text, { zh: '参数: 值', en: 'parameter: value' })
  const settings = new Map(entries.map(([name, value]) => [`${rule.code}.${name}`, value]))
  checkSettings([rule], settings)
  return settings
}

async function readShadow(text: string, inside: (file: string) => string): Promise<Shadow> {
  const match = /^([^=]+)=(.+)$/s.exec(text)
  if (match === null) {
    throw wrongUsage({
      zh: `选项 --shadow 应写成 规则代码=文件，而不是“${text}”。`,
      en: `The option --shadow is written CODE=FILE, not "${text}".`,
    })
  }
  const rule = getRule(match[1]!)
  const file = inside(match[2]!)
  const extension = path.extname(file).toLowerCase()
  if (!['.json', '.yaml', '.yml', '.sql'].includes(extension)) {
    throw refuseFile(asked(file), {
      zh: '应为 .yaml、.json（参数）或 .sql（规则的另一种写法）',
      en: 'must be .yaml or .json (parameters) or .sql (another SQL of the rule)',
    })
  }
  const content = await readOptionFile(asked(file))
  const shared = { file: path.basename(file), fileSha256: sha256(content) }
  if (extension !== '.sql') {
    return { ...shared, kind: 'parameters', rule, settings: readParameters(rule, file, content) }
  }
  const sql = content.trim().replace(/;$/, '')
  await checkShadowSql(rule, sql, file)
  return { ...shared, kind: 'sql', rule: withSql(rule, sql), settings: new Map() }
}

/** Refuses a shadow that could not be compared, before any data is read. */
export async function readShadows(
  texts: readonly string[],
  rules: readonly Rule[],
  inside: (file: string) => string,
): Promise<Shadow[]> {
  const shadows: Shadow[] = []
  for (const text of texts) {
    const shadow = await readShadow(text, inside)
    const { code } = shadow.rule
    if (!rules.some((rule) => rule.code === code)) {
      throw wrongUsage({
        zh: `规则 ${code} 不在本次运行之列，无法与影子规则比较；请去掉 --shadow，或加上 --rule ${code}。`,
        en: `The rule ${code} does not run, so there is nothing to compare its shadow with; leave out --shadow or add --rule ${code}.`,
      })
    }
    if (shadows.some((other) => other.rule.code === code && other.file === shadow.file)) {
      throw wrongUsage({
        zh: `规则 ${code} 有两个影子规则文件都叫 ${shadow.file}；请给其中一个改名。`,
        en: `Two shadows of the rule ${code} are files named ${shadow.file}; rename one of them.`,
      })
    }
    shadows.push(shadow)
  }
  return shadows
}
