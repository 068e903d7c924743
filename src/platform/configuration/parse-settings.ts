import { parse } from 'yaml'
import type { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { Settings, secretSettings, settingOfVariable } from './settings.ts'

export interface SettingsFile {
  readonly path: string
  readonly text: string
  /** Others than its owner may read it. */
  readonly isReadableByOthers: boolean
}

export interface SettingsSources {
  readonly file: SettingsFile | null
  readonly variables: Readonly<Record<string, string | undefined>>
}

type Tree = { [key: string]: unknown }

/** Settings of both sources; every refusal names the source, the setting and what it should be. */
export function parseSettings({ file, variables }: SettingsSources): Settings {
  const tree = file === null ? {} : readTree(file)
  if (file !== null) refuseOpenSecrets(file, tree)
  const sourceOf = new Map<string, string>()
  for (const [variable, setting] of Object.entries(settingOfVariable)) {
    const text = variables[variable]
    if (text === undefined || text === '') continue
    put(tree, setting, /^\d+$/.test(text) ? Number(text) : text)
    sourceOf.set(setting.join('.'), variable)
  }
  const parsed = Settings.safeParse(tree)
  if (parsed.success) return parsed.data
  throw wrongSetting(parsed.error.issues[0]!, { file: file?.path ?? 'fangxian.yaml', sourceOf })
}

function readTree({ path, text }: SettingsFile): Tree {
  let content: unknown
  try {
    // JSON is YAML, so that one reader serves both.
    content = parse(text) ?? {}
  } catch (error) {
    const [where] = String((error as Error).message).split('\n')
    throw new Refusal('unreadable_input', {
      zh: `配置文件 ${path} 不是正确的 YAML（${where}）；请改正该处。`,
      en: `The configuration file ${path} is not correct YAML (${where}); mend it there.`,
    })
  }
  if (isTree(content)) return content
  throw new Refusal('unreadable_input', {
    zh: `配置文件 ${path} 应是“名称: 值”的形式；请参照 docs/operate。`,
    en: `The configuration file ${path} must hold "name: value" pairs; see docs/operate.`,
  })
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refuseOpenSecrets(file: SettingsFile, tree: Tree): void {
  if (!file.isReadableByOthers) return
  const found = secretSettings.find((setting) => get(tree, setting) !== undefined)
  if (found === undefined) return
  throw new Refusal('not_permitted', {
    zh: `配置文件 ${file.path} 含有密码（${found.join('.')}），却可被其他用户读取；请执行 chmod 600 ${file.path}。`,
    en: `The configuration file ${file.path} holds a secret (${found.join('.')}) and other users can read it; run chmod 600 ${file.path}.`,
  })
}

function get(tree: Tree, setting: readonly string[]): unknown {
  return setting.reduce<unknown>((value, key) => (isTree(value) ? value[key] : undefined), tree)
}

function put(tree: Tree, setting: readonly string[], value: unknown): void {
  const last = setting.at(-1)!
  let branch = tree
  for (const key of setting.slice(0, -1)) {
    const next = branch[key]
    const below: Tree = isTree(next) ? next : {}
    branch[key] = below
    branch = below
  }
  branch[last] = value
}

interface Origin {
  readonly file: string
  readonly sourceOf: ReadonlyMap<string, string>
}

/** The value itself is not repeated: it may be a secret. */
function wrongSetting(issue: z.core.$ZodIssue, { file, sourceOf }: Origin): Refusal {
  const setting = issue.path.join('.')
  const where = sourceOf.get(setting) ?? `${file}: ${setting}`
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => [...issue.path, key].join('.')).join(', ')
    return new Refusal('wrong_usage', {
      zh: `${file} 中没有名为 ${names} 的设置；请检查拼写或删除它。`,
      en: `${file}: there is no setting named ${names}; check its spelling or remove it.`,
    })
  }
  const expected = expectation(issue)
  return new Refusal('wrong_usage', {
    zh: `${where} 的值不对，应为：${expected.zh}；请改正。`,
    en: `${where} is not right, it must be ${expected.en}; correct it.`,
  })
}

const typesInChinese: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  object: '一组“名称: 值”',
  array: '列表',
}

function expectation(issue: z.core.$ZodIssue): { zh: string; en: string } {
  switch (issue.code) {
    case 'invalid_type':
      return { zh: typesInChinese[issue.expected] ?? issue.expected, en: `of type ${issue.expected}` }
    case 'too_small':
      return {
        zh: `不小于 ${issue.minimum}（长度或数值）`,
        en: `at least ${issue.minimum} (length or value)`,
      }
    case 'too_big':
      return { zh: `不大于 ${issue.maximum}（长度或数值）`, en: `at most ${issue.maximum} (length or value)` }
    case 'invalid_value':
      return { zh: issue.values.map(String).join('、'), en: `one of ${issue.values.map(String).join(', ')}` }
    case 'invalid_format':
      if (issue.format === 'url') return { zh: '网址（https://…）', en: 'a URL (https://…)' }
      return { zh: issue.message, en: `like ${issue.message}` }
    case 'invalid_union':
      return { zh: '文档所列形式之一', en: 'in one of the forms of the documentation' }
    default:
      return { zh: issue.message, en: `like ${issue.message}` }
  }
}
