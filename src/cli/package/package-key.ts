import type { Call, Command, Surroundings } from '#cli/command.ts'
import { withExchange } from './with-exchange.ts'

export const packageKeyCommand: Command = {
  name: 'package key',
  summary: {
    zh: '显示本系统的数据包公钥，没有时生成',
    en: 'Print the public key of this installation’s packages, made if there is none',
  },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: {},
  notes: [
    {
      zh: '把这一行交给对方，并当面或电话核对；私钥在数据文件夹的 keys 中，请与其他密钥一起另存。',
      en: 'Give the line to the other side and compare it in person or by telephone. The private half is in keys of the data folder: keep a copy with the other keys.',
    },
  ],
  examples: [
    {
      line: 'fangxian package key > our-package-key.txt',
      text: { zh: '写入交给对方的文件', en: 'Into a file for the other side' },
    },
  ],
  run: showKey,
}

async function showKey(_call: Call, surroundings: Surroundings): Promise<number> {
  const { obtainPackageSigner } = await import('#packages/package-key.ts')
  const { language, print, tell } = surroundings
  await withExchange(surroundings, async ({ keyFolder, installation }) => {
    const { signer, isNew } = await obtainPackageSigner(keyFolder, installation.logId)
    const made = {
      zh: `已生成数据包密钥，私钥在 ${keyFolder}；请另存一份。\n`,
      en: `The package key was made; its private half is in ${keyFolder}: keep a copy.\n`,
    }
    if (isNew) tell(made[language])
    print(`${signer.key.text}\n`)
  })
  return 0
}
