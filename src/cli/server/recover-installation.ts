import { readFile } from 'node:fs/promises'
import { hostname, userInfo } from 'node:os'
import path from 'node:path'
import { allTexts, type Call, getText, type Surroundings, wrongUsage } from '#cli/command.ts'
import { readSettings } from '#platform/config.ts'
import { notInitialised } from '#server/installation/not-initialised.ts'
import type { OpenWork } from '#server/installation/open-work.ts'
import { type Recovered, recover } from '#server/installation/recover.ts'
import { readMasterKey } from '#server/starting/master-key.ts'
import { signInContextOf, signInSettingsOf } from '#server/starting/server-parts.ts'
import { findHead } from '#trail/sequencing/head.ts'
import { openInstallation } from './installation.ts'
import { reserveCodeFolder } from './write-codes.ts'

async function obtainCodes(
  { values }: Call,
  { ask, language, workingDirectory }: Surroundings,
): Promise<readonly [string, string]> {
  const files = allTexts(values, 'code-file').map((file) => path.resolve(workingDirectory, file))
  if (files.length === 2) return [await readCode(files[0]!), await readCode(files[1]!)]
  if (files.length > 0 || ask === undefined) {
    throw wrongUsage({
      zh: '请用 --code-file 给出两个恢复码文件，或在终端运行以便输入。',
      en: 'Give both recovery codes with --code-file, or run this at a terminal to type them.',
    })
  }
  const question = (index: number): string =>
    language === 'zh' ? `恢复码 ${index}：` : `Recovery code ${index}: `
  return [(await ask(question(1))).trim(), (await ask(question(2))).trim()]
}

/** A file as `init` wrote it, or the code alone. */
async function readCode(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw wrongUsage({
      zh: `读不了恢复码文件 ${file}（${error.code}）。`,
      en: `The recovery code ${file} cannot be read (${error.code}).`,
    })
  })
  return /[A-Z0-9]{4}(?:-[A-Z0-9]{4})+/.exec(text)?.[0] ?? text.trim()
}

async function recoverAt(
  { db }: OpenWork,
  { staffId, codes }: { readonly staffId: string; readonly codes: readonly [string, string] },
): Promise<Recovered> {
  const settings = readSettings()
  const masterKey = await readMasterKey(settings.masterKey)
  const head = await db.transaction().execute((tx) => findHead(tx))
  if (head === null) throw notInitialised()
  const signInSettings = signInSettingsOf(settings, { isDemonstration: false })
  const { algorithm } = head
  const context = signInContextOf({ db, settings: signInSettings, masterKey, algorithm })
  return recover(context, { staffId, codes, host: hostname(), osUser: userInfo().username })
}

export async function recoverInstallation(call: Call, surroundings: Surroundings): Promise<number> {
  const { language, print, workingDirectory } = surroundings
  const staffId = call.operands[0]!
  if (!/^[\w.-]{1,32}$/.test(staffId)) {
    throw wrongUsage({ zh: `“${staffId}”不是工号。`, en: `"${staffId}" is no staff number.` })
  }
  const out = path.resolve(workingDirectory, getText(call.values, 'out'))
  const given = await obtainCodes(call, surroundings)
  const slip = `enrolment-${staffId}.txt`
  const codes = await reserveCodeFolder(out, [slip, 'recovery-1.txt', 'recovery-2.txt'])
  let done: Recovered
  try {
    const work = await openInstallation(surroundings)
    try {
      done = await recoverAt(work, { staffId, codes: given })
    } finally {
      await work.close()
    }
  } catch (error) {
    await codes.discard()
    throw error
  }
  await codes.write(slip, [`登记码 enrolment code ${done.code}, ${done.expiresAt.toISOString()}`])
  for (const [index, code] of done.recoveryCodes.entries()) {
    await codes.write(`recovery-${index + 1}.txt`, [`恢复码 recovery code ${index + 1}: ${code}`])
  }
  const texts = {
    zh: `${staffId} 可用 ${codes.folder} 中的登记码重新登记；旧的恢复码已失效，请封存新的恢复码。\n`,
    en: `${staffId} can enrol again with the code in ${codes.folder}; the old recovery codes are void, seal the new ones.\n`,
  }
  print(texts[language])
  return 0
}
