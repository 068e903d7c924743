import { execFile } from 'node:child_process'
import { hkdfSync } from 'node:crypto'
import { mkdir, open, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { Refusal } from '#base/refusal.ts'
import type { Settings } from '#platform/configuration/settings.ts'
import type { MasterKey } from '#records/attachments/content-cipher.ts'

/** The 32 bytes that all other keys come from (platform.md 13). */
const keyLength = 32
const hexForm = /^[0-9a-fA-F]{64}$/
const command_ms_max = 30_000

function refuse(zh: string, en: string): Refusal {
  return new Refusal('unavailable', { zh, en })
}

function parseKey(text: string, where: string): MasterKey {
  const hex = text.trim()
  if (hexForm.test(hex)) return { version: 1, key: Buffer.from(hex, 'hex') }
  throw refuse(
    `主密钥（${where}）应为 64 位十六进制数（32 字节）；请从保管处恢复。`,
    `The master key (${where}) must be 64 hex digits (32 bytes); restore it from where its copy is kept.`,
  )
}

async function readFileKey(file: string): Promise<MasterKey> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw refuse(
      `读不到主密钥文件 ${file}；请检查路径和权限，丢失主密钥即丢失已加密的数据。`,
      `The master key ${file} cannot be read; check path and permissions. Without it what it encrypts is lost.`,
    )
  })
  if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0) {
    throw refuse(
      `主密钥文件 ${file} 可被其他用户读取；请执行 chmod 600。`,
      `Other users may read the master key ${file}; run chmod 600 on it.`,
    )
  }
  return parseKey(text, file)
}

export async function readMasterKey(setting: Settings['masterKey']): Promise<MasterKey> {
  if (setting === null) {
    throw refuse(
      '尚未设置主密钥；请在配置中设置 masterKey，或设置环境变量 FANGXIAN_MASTER_KEY_FILE。',
      'No master key is set; set masterKey in the configuration, or FANGXIAN_MASTER_KEY_FILE.',
    )
  }
  if ('file' in setting) return readFileKey(setting.file)
  try {
    const { stdout } = await promisify(execFile)(setting.command, setting.arguments, {
      timeout: command_ms_max,
    })
    return parseKey(stdout, setting.command)
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw refuse(
      `取主密钥的命令 ${setting.command} 没有成功；请检查密钥管理系统。`,
      `The command ${setting.command} that gives the master key failed; check the key management system.`,
    )
  }
}

/** Draws a new key into a file that must not be there yet: nothing ever writes over a master key. */
export async function makeMasterKeyFile(file: string, randomBytes: (size: number) => Buffer): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(`${randomBytes(keyLength).toString('hex')}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** One key for one purpose (RFC 5869). */
export function deriveKey({ version, key }: MasterKey, purpose: 'sign-in'): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `fangxian ${purpose} v${version}`, keyLength))
}
