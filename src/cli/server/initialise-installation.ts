import { randomBytes, randomUUID } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { hostname, userInfo } from 'node:os'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import { type Call, findText, type Surroundings, wrongUsage } from '#cli/command.ts'
import { readSettings } from '#platform/config.ts'
import type { MasterKey } from '#records/attachments/content-cipher.ts'
import {
  type Initialised,
  initialise,
  type NewOfficer,
  refuseSamePerson,
} from '#server/installation/initialise.ts'
import type { OpenWork } from '#server/installation/open-work.ts'
import { makeMasterKeyFile, readMasterKey } from '#server/starting/master-key.ts'
import { signInContextOf, signInSettingsOf } from '#server/starting/server-parts.ts'
import { signersIn } from '#trail/keys/key-files.ts'
import { openInstallation } from './installation.ts'
import { type CodeFolder, reserveCodeFolder } from './write-codes.ts'

interface Asking {
  readonly call: Call
  readonly surroundings: Surroundings
}

/** From the option, else from the person at the terminal. */
async function obtain(
  { call, surroundings }: Asking,
  name: string,
  question: { zh: string; en: string },
): Promise<string> {
  const given = findText(call.values, name)
  if (given !== undefined) return given
  const { ask, language } = surroundings
  if (ask === undefined) {
    throw wrongUsage({ zh: `缺少选项 --${name}。`, en: `The option --${name} is missing.` })
  }
  for (;;) {
    const answer = (await ask(`${question[language]}${language === 'zh' ? '：' : ': '}`)).trim()
    if (answer !== '') return answer
  }
}

function refusal(zh: string, en: string): Refusal {
  return new Refusal('invalid_input', { zh, en })
}

async function obtainOfficer(
  asking: Asking,
  office: 'system' | 'security' | 'audit',
  title: { zh: string; en: string },
): Promise<NewOfficer> {
  const text = await obtain(asking, office, {
    zh: `${title.zh}（工号:姓名）`,
    en: `${title.en} (staff number:name)`,
  })
  const [, staffId, name] = /^([\w.-]{1,32})[:：](.{1,50})$/u.exec(text.trim()) ?? []
  if (staffId !== undefined && name !== undefined) return { staffId, name: name.trim() }
  throw refusal(
    `“${text}”不是“工号:姓名”；例如 G001:赵一（工号用字母、数字、点、横线）。`,
    `"${text}" is not number:name; for example G001:赵一 (letters, digits, dots and dashes in the number).`,
  )
}

async function obtainPlace(
  asking: Asking,
): Promise<{ region: { code: string; name: string }; agency: { id: string; name: string } }> {
  const code = await obtain(asking, 'region', {
    zh: '地区代码（六位数字）',
    en: 'Code of the region (six digits)',
  })
  if (!/^\d{6}$/.test(code)) {
    throw refusal(
      `地区代码应为六位数字，而不是“${code}”。`,
      `A region's code has six digits, "${code}" has not.`,
    )
  }
  const regionName = await obtain(asking, 'region-name', { zh: '地区名称', en: 'Name of the region' })
  const id = await obtain(asking, 'agency', { zh: '经办机构编号', en: 'Number of the agency' })
  if (!/^[\w.-]{1,32}$/.test(id)) {
    throw refusal(
      `机构编号“${id}”只能用字母、数字、点、横线。`,
      `The agency's number "${id}" may have letters, digits, dots and dashes.`,
    )
  }
  const name = await obtain(asking, 'agency-name', { zh: '经办机构名称', en: 'Name of the agency' })
  return { region: { code, name: regionName }, agency: { id, name } }
}

async function obtainRegister(asking: Asking): Promise<'own' | 'mirror'> {
  const text = await obtain(asking, 'register', {
    zh: '业务数据由本系统维护（own）还是来自核心系统的交付（mirror）',
    en: 'Who owns the register: this system (own) or the core system (mirror)',
  })
  if (text === 'own' || text === 'mirror') return text
  throw refusal(
    `--register 应为 own 或 mirror，而不是“${text}”。`,
    `--register is own or mirror, not "${text}".`,
  )
}

/** Draws the key where there is none, and goes on only when a copy has been shown: losing it is losing the data. */
async function obtainMasterKey(asking: Asking): Promise<MasterKey> {
  const { masterKey } = readSettings()
  const file = masterKey !== null && 'file' in masterKey ? path.resolve(masterKey.file) : null
  const { language, tell } = asking.surroundings
  if (file !== null && (await stat(file).catch(() => null)) === null) {
    await makeMasterKeyFile(file, randomBytes)
    tell(
      language === 'zh'
        ? `已生成主密钥 ${file}。请立即复制一份，另行保管。\n`
        : `The master key was drawn: ${file}. Copy it now to another place.\n`,
    )
  }
  const key = await readMasterKey(masterKey)
  if (file !== null) await confirmCopy(asking, { file, key })
  return key
}

async function confirmCopy(asking: Asking, { file, key }: { file: string; key: MasterKey }): Promise<void> {
  const hex = key.key.toString('hex')
  const copy = findText(asking.call.values, 'master-key-copy')
  if (copy !== undefined) {
    const place = path.resolve(asking.surroundings.workingDirectory, copy)
    const text = await readFile(place, 'utf8').catch(() => '')
    if (place !== file && text.trim().toLowerCase() === hex) return
    throw refusal(
      `${place} 不是主密钥 ${file} 的另一份副本；请先复制：cp ${file} ${place}`,
      `${place} is no second copy of the master key ${file}; make it first: cp ${file} ${place}`,
    )
  }
  const answer = await obtain(asking, 'master-key-copy', {
    zh: `请从另外保管的主密钥副本中输入最后 8 位（主密钥在 ${file}）`,
    en: `Type the last 8 digits of your copy of the master key (it is in ${file})`,
  })
  if (answer.toLowerCase() === hex.slice(-8)) return
  throw refusal(
    '最后 8 位与主密钥不符；请确认副本后重新运行 fangxian init，此前没有写入任何内容。',
    'These are not the last 8 digits; check the copy and run fangxian init again. Nothing has been written.',
  )
}

/** Everything is asked and the folder of the codes is there before the first row is written. */
export async function initialiseInstallation(call: Call, surroundings: Surroundings): Promise<number> {
  const asking = { call, surroundings }
  const masterKey = await obtainMasterKey(asking)
  const place = await obtainPlace(asking)
  const officers = {
    system: await obtainOfficer(asking, 'system', { zh: '系统管理员', en: 'System officer' }),
    security: await obtainOfficer(asking, 'security', { zh: '安全管理员', en: 'Security officer' }),
    audit: await obtainOfficer(asking, 'audit', { zh: '审计管理员', en: 'Audit officer' }),
  }
  refuseSamePerson({ officers })
  const register = await obtainRegister(asking)
  const out = await obtain(asking, 'out', { zh: '写入登记码的新文件夹', en: 'New folder for the codes' })
  const codes = await reserveCodeFolder(path.resolve(surroundings.workingDirectory, out), [
    ...Object.values(officers).map(({ staffId }) => `enrolment-${staffId}.txt`),
    'recovery-1.txt',
    'recovery-2.txt',
  ])
  let done: Initialised
  try {
    const work = await openInstallation(surroundings)
    try {
      done = await initialiseWork(work, { ...place, officers, register, masterKey })
    } finally {
      await work.close()
    }
  } catch (error) {
    await codes.discard()
    throw error
  }
  await writeAll(codes, done, surroundings)
  return 0
}

async function initialiseWork(
  { db, places }: OpenWork,
  given: {
    readonly region: { readonly code: string; readonly name: string }
    readonly agency: { readonly id: string; readonly name: string }
    readonly officers: Record<'system' | 'security' | 'audit', NewOfficer>
    readonly register: 'own' | 'mirror'
    readonly masterKey: MasterKey
  },
): Promise<Initialised> {
  const settings = readSettings()
  const algorithm = settings.trail.hash
  const signInSettings = signInSettingsOf(settings, { isDemonstration: false })
  const { masterKey, ...asked } = given
  const context = signInContextOf({ db, settings: signInSettings, masterKey, algorithm })
  return initialise(context, {
    ...asked,
    host: hostname(),
    osUser: userInfo().username,
    algorithm,
    logId: randomUUID(),
    checkpointKeyFolder: places.keys,
    getSigner: signersIn(places.keys),
  })
}

async function writeAll(
  codes: CodeFolder,
  { slips, recoveryCodes, checkpointKey }: Initialised,
  { language, print }: Surroundings,
): Promise<void> {
  for (const { staffId, name, signInName, code, expiresAt } of slips) {
    await codes.write(`enrolment-${staffId}.txt`, [
      `${name}：登录名 ${signInName}，登记码 ${code}，有效至 ${expiresAt.toISOString()}。只交给本人。`,
      `${name}: sign-in name ${signInName}, enrolment code ${code}, valid until ${expiresAt.toISOString()}. For this person only.`,
    ])
  }
  for (const [index, code] of recoveryCodes.entries()) {
    await codes.write(`recovery-${index + 1}.txt`, [
      `恢复码 ${index + 1}：${code}。封存，由一位领导保管；恢复登录须两个恢复码（fangxian recover）。`,
      `Recovery code ${index + 1}: ${code}. To be sealed and kept by one leader; fangxian recover needs both.`,
    ])
  }
  const texts = {
    zh: `初始化完成。登记码和恢复码在 ${codes.folder}，交给各人后请删除。\n请在纸上记下留痕的首个公钥：\n${checkpointKey}\n接下来：fangxian serve\n`,
    en: `Initialised. The codes are in ${codes.folder}; hand them over, then delete them.\nNote the trail's first public key on paper:\n${checkpointKey}\nNext: fangxian serve\n`,
  }
  print(texts[language])
}
