import { randomBytes, randomUUID } from 'node:crypto'
import path from 'node:path'
import type { RestoreResult } from '#backup/restore-backup.ts'
import type { Language } from '#base/bilingual.ts'
import { type Call, type Command, findText, getText, type Surroundings, wrongUsage } from '#cli/command.ts'
import { progressOf } from '#cli/show-progress.ts'
import type { MasterKey } from '#records/attachments/content-cipher.ts'
import type { ActionTable } from '#trail/database-check/action-rows.ts'
import type { GetSigner } from '#trail/keys/key-files.ts'
import { parseVerifierKey, type VerifierKey } from '#trail/log/verifier-key.ts'

/** Where a backup goes; wired by whoever knows the configuration. */
export interface InstallationToRestore {
  /** Of the database, as the role that owns its tables. */
  readonly ownerUrl: string
  readonly getSigner: GetSigner
  readonly listKeys: (logId: string) => Promise<readonly VerifierKey[]>
  readonly checkpointFolders: readonly string[]
  readonly attachmentsFolder: string
  readonly snapshotsFolder: string
  /** Null: none is set, and nothing is tried. */
  readonly masterKeys: readonly MasterKey[] | null
  readonly actionTables: readonly ActionTable[]
  readonly close: () => Promise<void>
}

export type OpenInstallationToRestore = (surroundings: Surroundings) => Promise<InstallationToRestore>

export function restoreCommand(open: OpenInstallationToRestore): Command {
  return {
    name: 'restore',
    summary: {
      zh: '把备份恢复到一个空数据库，并开启留痕的新纪元',
      en: "Restore a backup into an empty database and open the trail's next epoch",
    },
    operands: 'FOLDER',
    operandCount: { min: 1, max: 1 },
    options: {
      key: { value: 'FILE', text: { zh: '恢复私钥文件', en: 'The private recovery key' } },
      'checkpoint-key': {
        value: 'KEY',
        text: {
          zh: '安装时记录的首个检查点公钥，用以核对',
          en: 'The first public key of the checkpoints, as noted at installation: compared',
        },
      },
    },
    notes: [
      {
        zh: '须先恢复主密钥和检查点签名密钥文件夹，并建立空数据库（fangxian migrate，自备服务器须设置 DATABASE_OWNER_URL）。',
        en: "Put back the master key and the folder of checkpoint keys first, and make an empty database (fangxian migrate; DATABASE_OWNER_URL for a server of one's own).",
      },
      {
        zh: '先核对全部内容再写入；任何一步失败都全部撤销，数据库仍为空。',
        en: 'Everything is verified before the first row is written; whatever fails undoes all, and the database is still empty.',
      },
    ],
    examples: [
      {
        line: 'fangxian restore /mnt/backup/2026-11-21 --key /media/usb/recovery-key',
        text: { zh: '恢复', en: 'Restore' },
      },
    ],
    run: (call, surroundings) => restore(call, surroundings, open),
  }
}

async function restore(
  { operands, values }: Call,
  surroundings: Surroundings,
  open: OpenInstallationToRestore,
): Promise<number> {
  const { language, print, signal, workingDirectory } = surroundings
  const { readRecoveryPrivateKey } = await import('#backup/keys/recovery-key.ts')
  const { operatorAtConsole } = await import('#backup/operator.ts')
  const { restoreBackup } = await import('#backup/restore-backup.ts')
  const recoveryKey = await readRecoveryPrivateKey(path.resolve(workingDirectory, getText(values, 'key')))
  const trustedKey = trustedKeyOf(findText(values, 'checkpoint-key'))
  const progress = progressOf(surroundings)
  const installation = await open(surroundings)
  try {
    const result = await restoreBackup({
      ...installation,
      folder: path.resolve(workingDirectory, operands[0]!),
      recoveryKey,
      trustedKey,
      operator: operatorAtConsole(),
      newId: randomUUID,
      randomBytes,
      signal,
      onProgress: progress.onProgress,
    })
    progress.clear()
    print(summaryOf(result, language))
    return 0
  } finally {
    progress.clear()
    await installation.close()
  }
}

function trustedKeyOf(text: string | undefined): VerifierKey | null {
  if (text === undefined) return null
  const key = parseVerifierKey(text)
  if (key !== null) return key
  throw wrongUsage({
    zh: `“${text}”不是检查点公钥；应为 fangxian/…+8位十六进制+Base64 的完整一行。`,
    en: `"${text}" is no key of checkpoints; give the whole line: fangxian/…+8 hex digits+base64.`,
  })
}

function summaryOf({ manifest, rows, files, notices }: RestoreResult, language: Language): string {
  const { tables, at, contents, snapshots } = manifest
  const deliveries = snapshots?.deliveries ?? 0
  const done = {
    zh: `已恢复 ${at} 的备份：${tables.length} 张表 ${rows} 行，附件 ${files} 个，快照 ${deliveries} 份；留痕已验证并开启新纪元。`,
    en: `The backup of ${at} is restored: ${tables.length} tables with ${rows} rows, ${files} attachments, ${deliveries} snapshots; the trail is verified and its next epoch open.`,
  }
  const missing = {
    zh: `备份时已缺失 ${contents.missing.length} 个附件的文件，它们没有恢复。`,
    en: `The files of ${contents.missing.length} attachments were missing when the backup was made and are not restored.`,
  }
  const unfit = snapshots?.unfit ?? []
  const lacking = {
    zh: `备份时 ${unfit.length} 次交付的数据快照已缺失或被改动，没有恢复：${unfit.map(({ deliveryId }) => deliveryId).join('、')}。`,
    en: `The snapshots of ${unfit.length} deliveries were missing or changed when the backup was made and are not restored: ${unfit.map(({ deliveryId }) => deliveryId).join(', ')}.`,
  }
  const without = {
    zh: '备份时选择了不含数据快照，请另行恢复。',
    en: 'The backup was made without snapshots; put them back from where they are kept.',
  }
  const lines = [
    done[language],
    ...notices.map((notice) => notice[language]),
    ...(contents.missing.length > 0 ? [missing[language]] : []),
    ...(unfit.length > 0 ? [lacking[language]] : []),
    ...(snapshots === null ? [without[language]] : []),
  ]
  return `${lines.join('\n')}\n`
}
