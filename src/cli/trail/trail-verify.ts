import path from 'node:path'
import type { Language } from '#base/bilingual.ts'
import {
  allTexts,
  type Call,
  type Command,
  findText,
  isSet,
  type OptionValues,
  type Surroundings,
  wrongUsage,
} from '#cli/command.ts'
import type { OpenDatabase } from '#platform/postgres/database.ts'
import type { ActionTable } from '#trail/database-check/action-rows.ts'
import { parseVerifierKey, type VerifierKey } from '#trail/log/verifier-key.ts'
import type { Problem, Verdict } from '#trail/verifier/problem.ts'

/** What `--database` needs; wired by whoever knows the configuration. An export is verified without any of it. */
export interface DatabaseToVerify {
  readonly database: OpenDatabase
  /** The configured outside folders: checked besides those of --checkpoints. */
  readonly outsideFolders: readonly string[]
  readonly actionTables: readonly ActionTable[]
}

export type OpenDatabaseToVerify = () => Promise<DatabaseToVerify>

/** The trail is not what was signed: neither an error of the program nor of the call. */
const exitStatusOfTampering = 3
const problemsShown = 20

export function trailVerifyCommand(openDatabase: OpenDatabaseToVerify): Command {
  return {
    name: 'trail verify',
    summary: {
      zh: '验证留痕：导出文件夹（任何人，不需要数据库），或数据库本身',
      en: 'Verify the trail: an exported folder (anybody, without a database) or the database itself',
    },
    operands: '[EXPORT]',
    operandCount: { min: 0, max: 1 },
    options: {
      checkpoints: {
        value: 'DIR',
        isRepeatable: true,
        text: {
          zh: '系统运行时写在数据库之外的检查点文件夹，可重复',
          en: 'A folder of checkpoints written outside the database while it ran; may be repeated',
        },
      },
      key: {
        value: 'KEY',
        text: { zh: '安装时记录的首个公钥', en: 'The first public key, as noted at installation' },
      },
      database: { text: { zh: '验证数据库，而不是导出', en: 'Verify the database instead of an export' } },
      json: { text: { zh: '输出 JSON', en: 'Print JSON' } },
    },
    notes: [
      {
        zh: '退出状态：0 完好，3 发现篡改（指出第一处），2 用法或输入有误。',
        en: 'Exit status: 0 intact, 3 tampering found (the first bad entry is named), 2 wrong usage or input.',
      },
    ],
    examples: [
      {
        line: 'fangxian trail verify export --checkpoints /mnt/other-machine/checkpoints',
        text: { zh: '以外部检查点验证一份导出', en: 'Verify an export against checkpoints from outside' },
      },
    ],
    run: (call, surroundings) => verify(call, surroundings, openDatabase),
  }
}

async function verify(
  { operands, values }: Call,
  surroundings: Surroundings,
  openDatabase: OpenDatabaseToVerify,
): Promise<number> {
  const { language, print, workingDirectory } = surroundings
  const [operand] = operands
  const isDatabase = isSet(values, 'database')
  if (isDatabase === (operand !== undefined)) {
    throw wrongUsage({
      zh: '请给出 trail export 写出的文件夹，或用 --database 验证数据库（二者取一）。',
      en: 'Name a folder that trail export wrote, or verify the database with --database: one of the two.',
    })
  }
  const outsideFolders = allTexts(values, 'checkpoints').map((each) => path.resolve(workingDirectory, each))
  const options = { outsideFolders, trustedKey: findKey(values) }
  const verdict = isDatabase
    ? await verifyOpened(openDatabase, options)
    : await verifyFolder(path.resolve(workingDirectory, operand!), options)
  print(isSet(values, 'json') ? `${JSON.stringify(verdict, null, 2)}\n` : verdictText(verdict, language))
  return verdict.isIntact ? 0 : exitStatusOfTampering
}

function findKey(values: OptionValues): VerifierKey | null {
  const text = findText(values, 'key')
  if (text === undefined) return null
  const key = parseVerifierKey(text)
  if (key !== null) return key
  throw wrongUsage({
    zh: `“${text}”不是检查点公钥；应为 fangxian/…+8位十六进制+Base64 的完整一行。`,
    en: `"${text}" is no key of checkpoints; give the whole line: fangxian/…+8 hex digits+base64.`,
  })
}

interface Options {
  readonly outsideFolders: readonly string[]
  readonly trustedKey: VerifierKey | null
}

async function verifyFolder(folder: string, options: Options): Promise<Verdict> {
  const { verifyExport } = await import('#trail/verifier/verify-export.ts')
  return verifyExport({ folder, ...options })
}

async function verifyOpened(openDatabase: OpenDatabaseToVerify, options: Options): Promise<Verdict> {
  const { verifyDatabase } = await import('#trail/database-check/verify-database.ts')
  const { database, outsideFolders: configuredFolders, actionTables } = await openDatabase()
  try {
    return await verifyDatabase(database.db, {
      trustedKey: options.trustedKey,
      configuredFolders,
      outsideFolders: options.outsideFolders,
      actionTables,
    })
  } finally {
    await database.close()
  }
}

function verdictText(verdict: Verdict, language: Language): string {
  const { isIntact, size, root, checkpoints, problems, notices } = verdict
  const facts = {
    zh: `${size} 条，${checkpoints} 个检查点${root === null ? '' : `，根 ${root}`}`,
    en: `${size} entries, ${checkpoints} checkpoints${root === null ? '' : `, root ${root}`}`,
  }
  const heading = isIntact
    ? { zh: `留痕完好：${facts.zh}。`, en: `The trail is intact: ${facts.en}.` }
    : { zh: `留痕被篡改：${facts.zh}。`, en: `The trail was tampered with: ${facts.en}.` }
  const shown = problems.slice(0, problemsShown)
  const rest = problems.length - shown.length
  const more = { zh: `另有 ${rest} 处。`, en: `And ${rest} more.` }
  const lines = [
    heading[language],
    ...firstLine(shown[0], language),
    ...shown.map(({ text }) => `- ${text[language]}`),
    ...(rest > 0 ? [more[language]] : []),
    ...notices.map((notice) => notice[language]),
  ]
  return `${lines.join('\n')}\n`
}

function firstLine(first: Problem | undefined, language: Language): string[] {
  if (first === undefined || first.firstEntry === null) return []
  const text = { zh: `第一处：第 ${first.firstEntry} 条。`, en: `First bad entry: ${first.firstEntry}.` }
  return [text[language]]
}
