import path from 'node:path'
import type { Call, Command, Surroundings } from '#cli/command.ts'

export const backupKeyCommand: Command = {
  name: 'backup key',
  summary: {
    zh: '生成恢复密钥对：备份用公钥加密，恢复时需要私钥',
    en: 'Make the recovery key pair: backups are encrypted to its public half, restoring needs the private one',
  },
  operands: 'FILE',
  operandCount: { min: 1, max: 1 },
  options: {},
  notes: [
    {
      zh: '私钥写入 FILE（仅本人可读），公钥写入 FILE.pub。私钥请另存两份（不放在服务器上），丢失私钥即不能恢复任何备份。',
      en: 'The private half goes to FILE (owner only), the public one to FILE.pub. Keep two copies of the private half, none of them on the server: without it no backup can be restored.',
    },
    {
      zh: '把公钥放到数据文件夹的 keys/recovery.pub，之后 fangxian backup 会自动使用它。',
      en: 'Put the public half at keys/recovery.pub in the data folder; fangxian backup then uses it by itself.',
    },
  ],
  examples: [
    {
      line: 'fangxian backup key /media/usb/recovery-key',
      text: { zh: '直接写到移动介质', en: 'Straight to a removable disk' },
    },
  ],
  run: makeKey,
}

async function makeKey(
  { operands }: Call,
  { language, print, workingDirectory }: Surroundings,
): Promise<number> {
  const { makeRecoveryKey } = await import('#backup/keys/recovery-key.ts')
  const file = path.resolve(workingDirectory, operands[0]!)
  const { text } = await makeRecoveryKey(file)
  const lines = {
    zh: `恢复私钥：${file}（请移到别处保管，不要留在服务器上）\n恢复公钥：${file}.pub\n${text}`,
    en: `Private recovery key: ${file} (keep it elsewhere, not on the server)\nPublic recovery key: ${file}.pub\n${text}`,
  }
  print(`${lines[language]}\n`)
  return 0
}
