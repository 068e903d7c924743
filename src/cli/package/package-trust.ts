import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import {
  type Call,
  type Command,
  findText,
  getText,
  isSet,
  type Surroundings,
  wrongUsage,
} from '#cli/command.ts'
import { withExchange } from './with-exchange.ts'

export const packageTrustCommand: Command = {
  name: 'package trust',
  summary: {
    zh: '登记（或停用）一个对方的数据包公钥',
    en: 'Register the package key of another installation, or end it',
  },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: {
    name: { value: 'NAME', text: { zh: '在本系统中对其的称呼', en: 'What it is called here' } },
    key: { value: 'FILE', text: { zh: '对方的公钥文件', en: 'File with its public key' } },
    agency: {
      value: 'ID',
      text: {
        zh: '对方是本系统的哪一个单位：只收它（及其下级）的报送',
        en: 'Which unit of ours it is: only that unit, with those below it, is reported for',
      },
    },
    superior: { text: { zh: '对方是本系统之外的上级', en: 'It is a superior outside' } },
    withdraw: { text: { zh: '停用 --name 的登记', en: 'End the registration of --name' } },
  },
  notes: [
    {
      zh: '登记前须当面或电话核对公钥。登记和停用均留痕，记录主机和操作系统用户。',
      en: 'Compare the key in person or by telephone first. Registering and ending are in the trail, with the machine and its user.',
    },
  ],
  examples: [
    {
      line: 'fangxian package trust --name 示例县 --agency A990101 --key county-key.txt',
      text: { zh: '登记一个下级单位', en: 'A unit below' },
    },
    {
      line: 'fangxian package trust --name 示例省 --superior --key province-key.txt',
      text: { zh: '登记上级', en: 'A superior' },
    },
    {
      line: 'fangxian package trust --name 示例县 --withdraw',
      text: { zh: '停用', en: 'End it' },
    },
  ],
  run: trust,
}

async function trust({ values }: Call, surroundings: Surroundings): Promise<number> {
  const { trustPartner, withdrawPartner } = await import('#server/packages/partners.ts')
  const { language, print, workingDirectory } = surroundings
  const title = getText(values, 'name')
  if (isSet(values, 'withdraw')) {
    await withExchange(surroundings, (exchange) => withdrawPartner(exchange, title))
    print({ zh: `已停用“${title}”。\n`, en: `"${title}" is no longer trusted.\n` }[language])
    return 0
  }
  const agencyId = findText(values, 'agency') ?? null
  if ((agencyId === null) !== isSet(values, 'superior')) {
    throw wrongUsage({
      zh: '请用 --agency 说明对方是哪个下级单位，或用 --superior 说明对方是上级（只给一个）。',
      en: 'say which unit below it is with --agency, or that it is above with --superior: one of the two.',
    })
  }
  const key = await readKey(path.resolve(workingDirectory, getText(values, 'key')))
  const partner = await withExchange(surroundings, (exchange) =>
    trustPartner(exchange, { title, key, agencyId }),
  )
  const said = {
    zh: `已登记“${title}”，密钥 ${partner.key_id}。\n`,
    en: `"${title}" is trusted, key ${partner.key_id}.\n`,
  }
  print(said[language])
  return 0
}

export async function readKey(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Refusal('unreadable_input', {
      zh: `读不到公钥文件 ${file}；请检查路径。`,
      en: `the key file ${file} cannot be read; check the path.`,
    })
  })
  // The only line, or the one of the output of `package key`.
  return text.split('\n').find((line) => line.startsWith('fangxian-package/')) ?? text
}
