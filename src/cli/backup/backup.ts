import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { BackupResult } from '#backup/write-backup.ts'
import type { Language } from '#base/bilingual.ts'
import { type Call, type Command, findText, isSet, type Surroundings, wrongUsage } from '#cli/command.ts'
import { progressOf } from '#cli/show-progress.ts'
import { readProgramVersion } from '#platform/config.ts'
import type { GetSigner } from '#trail/keys/key-files.ts'

/** The installation to back up; wired by whoever knows the configuration. */
export interface InstallationToBackUp {
  /** Of the database, as a role that may read every table. */
  readonly url: string
  readonly getSigner: GetSigner
  readonly checkpointFolders: readonly string[]
  readonly attachmentsFolder: string
  readonly snapshotsFolder: string
  /** Where the public recovery key lies unless --recovery-key says otherwise. */
  readonly recoveryKeyFile: string
  readonly close: () => Promise<void>
}

export type OpenInstallationToBackUp = (surroundings: Surroundings) => Promise<InstallationToBackUp>

export function backupCommand(open: OpenInstallationToBackUp): Command {
  return {
    name: 'backup',
    summary: {
      zh: '备份数据库、附件和数据快照到一个新文件夹（压缩、签名、加密），不停止服务',
      en: 'Back up database, attachments and snapshots to a new folder (compressed, signed, encrypted) while people work',
    },
    operands: 'FOLDER',
    operandCount: { min: 1, max: 1 },
    options: {
      'recovery-key': {
        value: 'FILE',
        text: {
          zh: '恢复公钥文件（.pub），默认用数据文件夹的 keys/recovery.pub',
          en: 'The public recovery key (.pub); by default keys/recovery.pub in the data folder',
        },
      },
      'without-snapshots': {
        text: {
          zh: '不含交付的数据快照（已另行备份时）',
          en: "Leave out the deliveries' snapshots, where they are kept otherwise",
        },
      },
      'as-found': {
        text: {
          zh: '用于从连续归档恢复到较早时刻的数据库：不写留痕，只原样备份',
          en: 'Of a database that an archive of its log set back: nothing is written to its trail first',
        },
      },
    },
    notes: [
      {
        zh: '备份中没有任何密钥：主密钥、检查点签名密钥和恢复私钥须另行保管，缺一不能恢复。',
        en: 'No key is in the backup: master key, checkpoint keys and the private recovery key are kept apart, and restoring takes all of them.',
      },
      {
        zh: '退出状态：0 完成，1 完成但有附件或快照缺失、损坏（列出），2 用法或输入有误。',
        en: 'Exit status: 0 done, 1 done but attachments or snapshots were missing or damaged (they are listed), 2 wrong usage or input.',
      },
    ],
    examples: [
      {
        line: 'fangxian backup /mnt/backup/2026-11-21',
        text: { zh: '备份到另一台机器的共享文件夹', en: "To another machine's share" },
      },
    ],
    run: (call, surroundings) => backUp(call, surroundings, open),
  }
}

async function backUp(
  { operands, values }: Call,
  surroundings: Surroundings,
  open: OpenInstallationToBackUp,
): Promise<number> {
  const { language, print, tell, signal, workingDirectory } = surroundings
  const { readRecoveryPublicKey } = await import('#backup/keys/recovery-key.ts')
  const { operatorAtConsole } = await import('#backup/operator.ts')
  const { writeBackup } = await import('#backup/write-backup.ts')
  const folder = path.resolve(workingDirectory, operands[0]!)
  const progress = progressOf(surroundings)
  const installation = await open(surroundings)
  try {
    const file = recoveryKeyFile(findText(values, 'recovery-key'), { installation, workingDirectory })
    const result = await writeBackup({
      ...installation,
      folder,
      snapshotsFolder: isSet(values, 'without-snapshots') ? null : installation.snapshotsFolder,
      recoveryKey: await readRecoveryPublicKey(file),
      isAsFound: isSet(values, 'as-found'),
      operator: operatorAtConsole(),
      program: readProgramVersion(),
      newId: randomUUID,
      randomBytes,
      signal,
      onProgress: progress.onProgress,
    })
    progress.clear()
    print(`${summaryOf(result, folder)[language]}\n`)
    const { contents, snapshots } = result.manifest
    const unfit = snapshots?.unfit ?? []
    if (contents.missing.length > 0) tell(missingText(contents.missing, language))
    if (unfit.length > 0) tell(unfitText(unfit, language))
    return contents.missing.length + unfit.length === 0 ? 0 : 1
  } finally {
    progress.clear()
    await installation.close()
  }
}

function recoveryKeyFile(
  named: string | undefined,
  {
    installation,
    workingDirectory,
  }: { readonly installation: InstallationToBackUp; readonly workingDirectory: string },
): string {
  if (named !== undefined) return path.resolve(workingDirectory, named)
  const usual = installation.recoveryKeyFile
  if (existsSync(usual)) return usual
  throw wrongUsage({
    zh: `还没有恢复公钥；请先运行 fangxian backup key 文件，再把 .pub 放到 ${usual}，或用 --recovery-key 指定。`,
    en: `There is no public recovery key yet; run fangxian backup key FILE, then put the .pub at ${usual} or name it with --recovery-key.`,
  })
}

function summaryOf({ manifest, bytes }: BackupResult, folder: string): Record<Language, string> {
  const { tables, contents, snapshots, recoveryKey, backupId } = manifest
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const megabytes = (bytes / 1_000_000).toFixed(1)
  const key = recoveryKey.slice(0, 8)
  return {
    zh: `备份 ${backupId} 已写入 ${folder}：${tables.length} 张表 ${rows} 行，附件 ${contents.files} 个，快照 ${snapshots?.deliveries ?? 0} 份，共 ${megabytes} MB，以恢复密钥 ${key} 加密。`,
    en: `Backup ${backupId} is in ${folder}: ${tables.length} tables with ${rows} rows, ${contents.files} attachments, ${snapshots?.deliveries ?? 0} snapshots, ${megabytes} MB, encrypted to recovery key ${key}.`,
  }
}

const missingShown = 20

function missingText(missing: readonly string[], language: Language): string {
  const heading = {
    zh: `注意：${missing.length} 个附件的文件已不在附件文件夹中，备份里没有它们；请从更早的备份找回：`,
    en: `Note: the files of ${missing.length} attachments were not in the attachments' folder and are not in the backup; look for them in an earlier one:`,
  }
  return `${[heading[language], ...missing.slice(0, missingShown)].join('\n')}\n`
}

function unfitText(
  unfit: NonNullable<BackupResult['manifest']['snapshots']>['unfit'],
  language: Language,
): string {
  const heading = {
    zh: `注意：${unfit.length} 次交付的数据快照缺失或已被改动，备份里没有它们；请从更早的备份或交付文件找回：`,
    en: `Note: the snapshots of ${unfit.length} deliveries are missing or were changed and are not in the backup; look for them in an earlier one, or among the delivered files:`,
  }
  const found = { MISSING: { zh: '缺失', en: 'missing' }, CHANGED: { zh: '被改动', en: 'changed' } }
  const lines = unfit
    .slice(0, missingShown)
    .map(({ deliveryId, file, is }) => `${deliveryId}/${file} ${found[is][language]}`)
  return `${[heading[language], ...lines].join('\n')}\n`
}
