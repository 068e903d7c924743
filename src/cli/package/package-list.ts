import type { Call, Command, Surroundings } from '#cli/command.ts'
import { textTable } from '#cli/text-table.ts'
import { packageKinds } from '#packages/package-kinds.ts'
import { withExchange } from './with-exchange.ts'

export const packageListCommand: Command = {
  name: 'package list',
  summary: {
    zh: '列出登记的对方、发出和收到的数据包',
    en: 'List registered partners, and packages sent and received',
  },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: {},
  examples: [{ line: 'fangxian package list', text: { zh: '列出', en: 'List them' } }],
  run: list,
}

async function list(_call: Call, surroundings: Surroundings): Promise<number> {
  const { listPackages } = await import('#server/packages/list-packages.ts')
  const { language, print } = surroundings
  const zh = language === 'zh'
  const { partners, packages } = await withExchange(surroundings, ({ kernel }) => listPackages(kernel.db))
  const sides = partners.map(({ title, agency_id, key_id, ended_at }) => [
    ...[title, agency_id ?? (zh ? '上级' : 'superior'), key_id],
    ended_at === null ? '' : zh ? '已停用' : 'ended',
  ])
  const ways = { SENT: zh ? '发出' : 'sent', RECEIVED: zh ? '收到' : 'received' }
  const lines = packages.map(({ way, title, sequence, kind, at, is_done }) => [
    ...[ways[way], title, String(sequence), packageKinds[kind].title[language], at.toISOString()],
    is_done ? '' : zh ? '未完' : 'not finished',
  ])
  if (sides.length > 0)
    print(textTable([[zh ? '对方' : 'partner', zh ? '单位' : 'unit', zh ? '密钥' : 'key', ''], ...sides]))
  if (lines.length > 0) print(textTable(lines, [2]))
  if (sides.length + lines.length === 0) {
    print(zh ? '没有登记的对方，也没有数据包。\n' : 'No partner is registered, and there are no packages.\n')
  }
  return 0
}
