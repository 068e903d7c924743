import path from 'node:path'
import type { Language } from '#base/bilingual.ts'
import { type Call, type Command, findText, type Surroundings } from '#cli/command.ts'
import { textTable } from '#cli/text-table.ts'
import type { OpenedPackage } from '#packages/open-package.ts'
import { packageKinds } from '#packages/package-kinds.ts'
import { readKey } from './package-trust.ts'
import { withExchange } from './with-exchange.ts'

export const packageShowCommand: Command = {
  name: 'package show',
  summary: {
    zh: '显示数据包的内容和签名，不导入',
    en: 'Show what a package holds and whether its signature is good, without importing',
  },
  operands: 'FILE',
  operandCount: { min: 1, max: 1 },
  options: {
    key: {
      value: 'FILE',
      text: {
        zh: '与这把公钥比对（不需要本机装有系统）；不给则与本系统登记的比对',
        en: 'Compare with this public key, which needs no installation; without it, with those registered here',
      },
    },
    json: { text: { zh: '输出全部内容 JSON', en: 'Print all of it as JSON' } },
  },
  notes: [
    {
      zh: '退出状态：0 签名属于已登记（或所给）的公钥，3 签名完好但公钥未登记。',
      en: 'Exit status: 0 signed by a key that is registered or given, 3 a good signature of a key that is not.',
    },
  ],
  examples: [
    {
      line: 'fangxian package show tasks-1.zip --key province-key.txt',
      text: { zh: '用上级的公钥核对', en: 'Checked by the superior’s key' },
    },
  ],
  run: show,
}

const exitStatusOfUnknown = 3

async function show({ operands, values }: Call, surroundings: Surroundings): Promise<number> {
  const { openPackage } = await import('#packages/open-package.ts')
  const { parseContent } = await import('#server/packages/contents.ts')
  const { language, print, workingDirectory } = surroundings
  const opened = await openPackage(path.resolve(workingDirectory, operands[0]!))
  parseContent(opened.manifest.kind, opened.records)
  const keyFile = findText(values, 'key')
  const trusted =
    keyFile === undefined
      ? await findRegistered(surroundings, opened)
      : isKey(await readKey(path.resolve(workingDirectory, keyFile)), opened)
        ? keyFile
        : null
  const { manifest, digest, records } = opened
  if (values.json === true) print(`${JSON.stringify({ manifest, digest, trusted, records }, null, 2)}\n`)
  else print(shownText(opened, { trusted, language }))
  return trusted === null ? exitStatusOfUnknown : 0
}

const isKey = (text: string, { key }: OpenedPackage): boolean => text.trim() === key.text

async function findRegistered(surroundings: Surroundings, { key }: OpenedPackage): Promise<string | null> {
  const { findPartnerByKey } = await import('#server/packages/partners.ts')
  return withExchange(surroundings, ({ kernel }) =>
    kernel.db.transaction().execute(async (tx) => (await findPartnerByKey(tx, key.keyId))?.title ?? null),
  )
}

function shownText(
  { manifest, digest, key }: OpenedPackage,
  { trusted, language }: { readonly trusted: string | null; readonly language: Language },
): string {
  const { kind, sequence, sender, recipient, made_at: madeAt, previous, files } = manifest
  const zh = language === 'zh'
  const unknown = zh ? '未登记，请核对公钥' : 'not registered: compare the key'
  const lines = [
    [zh ? '内容' : 'kind', packageKinds[kind].title[language]],
    [zh ? '编号' : 'number', String(sequence)],
    [zh ? '发送方' : 'sender', sender.title],
    [zh ? '收件方' : 'recipient', recipient.title],
    [zh ? '生成时间' : 'made at', madeAt],
    [zh ? '签名' : 'signature', zh ? '与清单一致' : 'good'],
    [zh ? '签名密钥' : 'key', `${key.keyId}（${trusted ?? unknown}）`],
    [zh ? '摘要' : 'digest', digest],
    [zh ? '上一个摘要' : 'previous', previous ?? '-'],
    ...files.map(({ name, size }) => [zh ? '文件' : 'file', `${name} (${size})`]),
  ]
  return textTable(lines)
}
