import { Refusal, type RefusalCode } from '#base/refusal.ts'

/** Why a package is not taken: one sentence each, and nothing has been changed. */

const refuse = (zh: string, en: string, code: RefusalCode = 'conflict'): Refusal =>
  new Refusal(code, { zh, en })

export const damaged = (file: string): Refusal =>
  refuse(
    `数据包中的 ${file} 已损坏或被改动，未导入任何内容；请让发送方重新传送原文件。`,
    `${file} of the package is damaged or was changed, and nothing was imported; have the sender send the original file again.`,
  )

export const otherFormat = (format: string): Refusal =>
  refuse(
    `数据包的格式版本是“${format}”，本系统只读版本 1；请双方升级到同一版本后重新导出。`,
    `the package has format "${format}" and this program reads format 1; bring both sides to the same version and export it again.`,
  )

export const missingFile = (file: string): Refusal =>
  refuse(
    `数据包中缺少 ${file}，未导入任何内容；请让发送方重新传送原文件。`,
    `${file} is missing from the package, and nothing was imported; have the sender send the original file again.`,
  )

export const extraFile = (file: string): Refusal =>
  refuse(
    `数据包中有清单以外的文件 ${file}，未导入任何内容；请让发送方重新传送原文件，不要往里添加文件。`,
    `${file} is in the package but not in its manifest, and nothing was imported; have the sender send the original file, with nothing added.`,
  )

export const badSignature = (): Refusal =>
  refuse(
    '数据包的签名与清单不符，清单或签名被改动过，未导入任何内容；请让发送方重新传送原文件。',
    'the signature is not one of this manifest: one of them was changed, and nothing was imported; have the sender send the original file again.',
  )

export const unknownSender = (title: string, keyId: string): Refusal =>
  refuse(
    `发送方“${title}”（密钥 ${keyId.slice(0, 16)}…）未经登记，未导入任何内容；请当面或电话核对其公钥后，用 fangxian package trust 登记。`,
    `the sender "${title}" (key ${keyId.slice(0, 16)}…) is not trusted here, and nothing was imported; compare its public key in person or by telephone, then register it with fangxian package trust.`,
    'not_permitted',
  )

export const otherRecipient = (title: string): Refusal =>
  refuse(
    `该数据包发给“${title}”，不是本系统，未导入任何内容；请转交收件单位。`,
    `the package is addressed to "${title}", not to this installation, and nothing was imported; pass it on to whom it is for.`,
    'not_permitted',
  )

export const wrongDirection = (what: string, whatInEnglish: string): Refusal =>
  refuse(
    `该发送方在本系统登记的身份不能发送${what}，未导入任何内容；请核对登记（fangxian package list）。`,
    `as what it is registered here, the sender cannot send ${whatInEnglish}, and nothing was imported; compare its registration (fangxian package list).`,
    'not_permitted',
  )

export const otherUnit = (item: number): Refusal =>
  refuse(
    `第 ${item} 项不属于该发送方登记的单位，未导入任何内容；请让发送方核对后重新导出。`,
    `item ${item} does not belong to the unit that the sender is registered for, and nothing was imported; have the sender check and export again.`,
    'not_permitted',
  )

export const sameNumber = (sequence: number): Refusal =>
  refuse(
    `已收到过第 ${sequence} 号数据包，而内容与此不同，未导入任何内容；请与发送方核对哪一个是真的。`,
    `package ${sequence} was received before with another content, and nothing was imported; find out with the sender which one is real.`,
  )

export const gap = (from: number, to: number): Refusal => {
  const zh = from === to ? `第 ${from} 号` : `第 ${from} 至 ${to} 号`
  const en = from === to ? `package ${from} is` : `packages ${from} to ${to} are`
  return refuse(
    `缺少该发送方的${zh}数据包，未导入任何内容；请先导入，丢失的请发送方用 fangxian package export --again 重新写出。`,
    `${en} missing from this sender, and nothing was imported; import them first, and what is lost the sender writes once more with fangxian package export --again.`,
  )
}

export const brokenChain = (sequence: number): Refusal =>
  refuse(
    `该数据包所接的上一个数据包与本系统收到的第 ${sequence - 1} 号不是同一个，未导入任何内容；请与发送方核对。`,
    `the package follows another package ${sequence - 1} than the one received here, and nothing was imported; find out with the sender.`,
  )

export const notFinished = (sequence: number): Refusal =>
  refuse(
    `第 ${sequence} 号数据包还没有导入完，未导入任何内容；请先再次导入第 ${sequence} 号（无法办理的项可加 --leave-refused 了结）。`,
    `package ${sequence} is not finished, and nothing was imported; import ${sequence} again first (--leave-refused settles what cannot be done).`,
  )

export const tooLarge = (): Refusal =>
  refuse(
    '该文件解压后超过数据包的上限或疑似压缩炸弹，已拒绝；请让发送方重新传送原文件。',
    'the file unpacks to more than a package may hold, or as a zip bomb does, and is refused; have the sender send the original file again.',
    'too_large',
  )
