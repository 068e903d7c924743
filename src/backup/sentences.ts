import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'

/** What backup and restore refuse, in sentences. */

export function brokenPart(file: string): Refusal {
  return new Refusal('unreadable_input', {
    zh: `备份中的 ${file} 已损坏或被改动；数据库未作任何改变，请换用另一份备份。`,
    en: `${file} of the backup is damaged or was changed; the database is untouched: use another backup.`,
  })
}

export function missingPart(file: string): Refusal {
  return new Refusal('unreadable_input', {
    zh: `备份中缺少 ${file}；数据库未作任何改变，请把备份文件夹拷贝完整或换用另一份备份。`,
    en: `${file} is missing from the backup; the database is untouched: copy the whole folder, or use another backup.`,
  })
}

export function noBackup(folder: string): Refusal {
  return new Refusal('unreadable_input', {
    zh: `${folder} 不是一份完整的备份（没有 manifest.json 及其签名）；请指定 fangxian backup 写出的文件夹。`,
    en: `${folder} is no whole backup (manifest.json and its signature are not both there); name a folder that fangxian backup wrote.`,
  })
}

export function otherForm(folder: string): Refusal {
  return new Refusal('unreadable_input', {
    zh: `${folder} 的 manifest.json 不是本程序认识的形式；备份若由更新的程序写出，请用那个版本恢复。`,
    en: `manifest.json in ${folder} is not in a form this program knows; if a newer program wrote it, restore with that one.`,
  })
}

export function badSignature(): Refusal {
  return new Refusal('unreadable_input', {
    zh: '备份的签名与内容不符：manifest.json 被改动或损坏；数据库未作任何改变，请换用另一份备份。',
    en: "The backup's signature does not fit: manifest.json was changed or is damaged; the database is untouched: use another backup.",
  })
}

/** `reason`: why the private half of the key could not be had. */
export function foreignSignature(keyId: string, reason: Bilingual): Refusal {
  return new Refusal('unreadable_input', {
    zh: `备份由密钥 ${keyId.slice(0, 16)}… 签名，而本系统没有这把密钥：这是另一套系统的备份，或密钥文件夹还没有从保管处恢复（${reason.zh.replace(/。$/, '')}）。`,
    en: `The backup is signed with key ${keyId.slice(0, 16)}…, which this installation does not have: it is another installation's backup, or the key folder has not been put back (${reason.en.replace(/\.$/, '')}).`,
  })
}

export function notTheTrailsKey(): Refusal {
  return new Refusal('conflict', {
    zh: '签名备份的密钥不是其留痕所指的签名密钥：备份被另行签名；已全部撤销，数据库仍为空。',
    en: 'The backup is signed with a key that is not the key that its trail names: somebody signed it anew. Everything was undone and the database is still empty.',
  })
}

export function otherRecoveryKey(wanted: string, given: string): Refusal {
  return new Refusal('unreadable_input', {
    zh: `这份备份要用恢复密钥 ${wanted.slice(0, 8)}，给出的是 ${given.slice(0, 8)}；请用与之配对的私钥。`,
    en: `This backup was encrypted to recovery key ${wanted.slice(0, 8)}, the one given is ${given.slice(0, 8)}; give the private half that belongs to it.`,
  })
}

export function notEmpty(table: string): Refusal {
  return new Refusal('conflict', {
    zh: `目标数据库不是空的（${table} 已有数据），恢复只写入空数据库；请新建数据库并运行 fangxian migrate。`,
    en: `The database is not empty (${table} has rows) and restore writes into an empty one only; make a new one and run fangxian migrate.`,
  })
}

export function notTheOwner(role: string): Refusal {
  return new Refusal('not_permitted', {
    zh: `角色 ${role} 不是这些表的所有者，不能恢复；请用 DATABASE_OWNER_URL 中的所有者角色。`,
    en: `The role ${role} does not own the tables and cannot restore; use the owner's role, in DATABASE_OWNER_URL.`,
  })
}

export function otherPurpose(isDemonstration: boolean): Refusal {
  return new Refusal('conflict', {
    zh: isDemonstration
      ? '这是演示系统的备份，不能恢复到工作用的数据库。'
      : '这是工作系统的备份，不能恢复到演示用的数据库。',
    en: isDemonstration
      ? 'This is the backup of a demonstration and cannot be restored into a database for work.'
      : 'This is a backup of work and cannot be restored into the database of a demonstration.',
  })
}

export function folderTaken(folder: string): Refusal {
  return new Refusal('unwritable_output', {
    zh: `${folder} 已存在；备份从不覆盖，请给出一个新的文件夹名。`,
    en: `${folder} exists; a backup is never written over anything: name a new folder.`,
  })
}

export function folderUnwritable(folder: string, code: string): Refusal {
  return new Refusal('unwritable_output', {
    zh: `无法在 ${folder} 写入备份（${code}）；请换一个可写的位置。`,
    en: `The backup cannot be written to ${folder} (${code}); choose a place that can be.`,
  })
}

export function tooLittleSpace(
  folder: string,
  { needed, free }: { readonly needed: number; readonly free: number },
): Refusal {
  const megabytes = (bytes: number): number => Math.ceil(bytes / 1_000_000)
  return new Refusal('no_space', {
    zh: `${folder} 所在磁盘剩余 ${megabytes(free)} MB，估计需要 ${megabytes(needed)} MB；请清理磁盘或换一个位置。`,
    en: `The disk of ${folder} has ${megabytes(free)} MB left and about ${megabytes(needed)} MB are needed; free some space or choose another place.`,
  })
}

export function unreadableTable(table: string, role: string): Refusal {
  return new Refusal('not_permitted', {
    zh: `角色 ${role} 不能读取表 ${table}，备份会不完整；请用所有者角色（DATABASE_OWNER_URL）备份。`,
    en: `The role ${role} may not read table ${table}, so the backup would be incomplete; back up with the owner's role (DATABASE_OWNER_URL).`,
  })
}

export function otherMasterKey(): Refusal {
  return new Refusal('unreadable_input', {
    zh: '现有主密钥打不开备份中的附件；请先从保管处恢复备份当时的主密钥，数据库未作任何改变。',
    en: 'The master key does not open the attachments of the backup; put back the one of that time first. The database is untouched.',
  })
}

export function notMigrated(): Refusal {
  return new Refusal('conflict', {
    zh: '目标数据库还没有表；请先运行 fangxian migrate，再恢复。',
    en: 'The database has no tables yet; run fangxian migrate first, then restore.',
  })
}

export function olderBackup(migration: string): Refusal {
  return new Refusal('conflict', {
    zh: `备份早于目标数据库的结构（备份中没有迁移 ${migration}）；请用备份当时的程序版本恢复，再运行新版的 fangxian migrate。`,
    en: `The backup is older than the database's schema (it has no migration ${migration}); restore with the program of that time, then run fangxian migrate of the newer one.`,
  })
}

export function newerBackup(migration: string): Refusal {
  return new Refusal('conflict', {
    zh: `备份来自更新的版本（含有本数据库没有的迁移 ${migration}）；请安装写出备份的版本，运行 fangxian migrate 后再恢复。`,
    en: `The backup is of a newer version (it has migration ${migration}, which this database has not); install that version and run its fangxian migrate first.`,
  })
}

export function otherMigration(migration: string): Refusal {
  return new Refusal('conflict', {
    zh: `备份与数据库的迁移 ${migration} 内容不同；请用写出备份的程序建立数据库。`,
    en: `Migration ${migration} of the backup is not that of the database; make the database with the program that wrote the backup.`,
  })
}

export function otherColumns(table: string): Refusal {
  return new Refusal('conflict', {
    zh: `备份中的表 ${table} 与数据库中的不同；请用写出备份的程序新建数据库。`,
    en: `Table ${table} of the backup is not that of the database; make the database anew with the program that wrote the backup.`,
  })
}

export function trailNotIntact(text: { readonly zh: string; readonly en: string }): Refusal {
  return new Refusal('conflict', {
    zh: `恢复后留痕验证不通过，已全部撤销，数据库仍为空。${text.zh}`,
    en: `The trail does not verify after the restore; everything was undone and the database is still empty. ${text.en}`,
  })
}

export function inUse(): Refusal {
  return new Refusal('conflict', {
    zh: '目标数据库正被其他程序使用；请先停止服务，再恢复。',
    en: 'Another program is using the database; stop the server first, then restore.',
  })
}

export function otherContent(table: string, message: string): Refusal {
  return new Refusal('conflict', {
    zh: `表 ${table} 无法写入（${message}），已全部撤销，数据库仍为空。`,
    en: `Table ${table} could not be loaded (${message}); everything was undone and the database is still empty.`,
  })
}
