import { loadDelivery } from './load.ts'
import { pipelineView } from './pipeline.ts'
const enc = (t: string) => new TextEncoder().encode(t)
const q = (c: string) => `"${c.replaceAll('"', '""')}"`
// key column id + one cell per type, each candidate in its own row; compares loaded/rejected only through counts & rejects
const cands: Record<string, string[]> = {
  'bank_transaction.amount': ['1,23', '1,2345', '1234,567', '.5', '5.', '(-1)', '-(1)', '¥(1)', '(¥1)', '¥-(1)', '-¥-1', '¥¥1', '1．5', '１，２３４．５', '－5', '5-', '¥ 5', '- 5', '', '99999999999999999', '92233720368547758.07', '92233720368547758.08', '00012.30', ',123', '1,234,567.8', '12,34,567', '−5', '5元', '1_000', '٣', '（5', '(5）', '＋5','￥(5)','(5)¥', '1,000,', '1,000.5,'],
  'bank_transaction.sequence': ['007', '-0', '1 ', '１２', '－1', '9223372036854775807', '9223372036854775808', '99999999999999999999', '1.', '٣', '--1', '0x1'],
  'policy_parameter.value': ['.5', '5.', '00.1', '1．5', '-0', '9999999999999', '9223372036854.775807', '9223372036854.775808', '1e3', '0.00000050', '-0.0000005', '1,000'],
  'death.died_on': ['2024-3/5', '2024/03-05', '2024年3月5', '2024-03-05 ', '2024-03-05 24:00:00', '2024-03-05 x', '2024-03-05 8:05', '2024-03-05 08:05:00+08:00', '2024-03-05T08:05:00Z', '2024年3月5日 08:05', '20240305 080500', '20240305 08:05', '20240305080500', '0000-01-01', '0001-01-01', '9999-12-31', '1899-12-31', '2024.3.5', '２０２４－０３－０５', '2024－03－05', '２０２４年３月５日', '2024-003-05', '24-03-05', '2024-3-5', '2024/3/5T1:2', '2024-03-05 10', '2024-03-05  10:00', '2024-03-05 10:00:00.', '2024 年 3 月 5 日', '45000', '2024-02-29', '1900-02-29', '2024/3/05', '2024年3月5日10:00', '2024-03-05 10:00 AM','2024-03-05 10:00:60','2024-03-05\t10:00', '2024-03-05 10：00：00'],
  'contribution.period': ['2024-03-15 10:00:00', '2024/3/15 10:00', '2024年3', '2024年13月', '20243', '2024-3', '2024-003', '２０２４年３月', '202400', '2024-03-32', '20240332', '2024年3月 ', '0000-01', '9999-12', '2024.03', '03/2024', '2024-03-', '2024/03/', '2024 03','2024年03月15日 10:00', '2024-03T10:00', '2024－03', '2024／3', '202413', '00202403'],
  'overtime.started_at': ['2024-03-05 8:05:00', '2024-03-05 8:05', '2024-03-05 08:05:5', '2024年3月5日 08:05:06', '2024年3月5日08:05:06', '20240305080506', '20240305 080506', '20240305 08:05:06', '2024-03-05 24:00:00', '2024-03-05 23:59:60', '2024-03-05T08:05', '2024-03-05 08:05:06.', '2024-03-05 08:05:06,5', '2024-03-05 08', '2024-03-05  08:05', '2024-03-05 08:05 +0800', '2024-03-05 08:05:06+00:00', '2024-03-05t08:05', '2024-03-05 08：05：06', '2024年3月5日 8时5分', '2024-03-05 08:05:06 ', '2024-3-5T08:05:06.123456789', '2024-03-05 下午3:00', '20240305T080506','2024/03/05T08:05', '2024-03-05 08:05:06Z','２０２４－０３－０５ ０８：０５：０６', '2024-03-05\u300008:05:06'],
  'death.revoked': ['TRUE', 'tRue', 'y', 'n', 'Ｙ', 'T', 'yes', '０', '是 ', 'NULL', 'null', 'false', '1.0', '00'],
  'payment.kind': ['regular', 'REGULAR ', 'ＲＥＧＵＬＡＲ', '正常 ', ' 正常', 'Regular', '正常发放', '正\u200b常'],
  'payment.batch_id': ['ＮＵＬＬ', '－', '\\Ｎ', 'null', 'Null', '--', '—', '——', '–', 'N/A', '（1）', 'a b', '\u200b', '\ufeff', '\u0085', '\u180e', '\u001c', '\u0000x', 'ﾆ', '　'],
  'person.name': ['ＮＵＬＬ', '－', 'NULL', 'null', '—', '-', '——', '\u200b', '\u0085甲', '\ufeff甲\ufeff', '\u180e甲', '\u001c甲', '\u0000甲', '\u2028甲', '\u200e甲', '\u2060甲', '\u001f甲'],
  'person.id_number': ['11010549123100X', '11010549123100', '110105491231002', '１１０１０５４９１２３１００２', '11010519491231002x', '11010519491231002ｘ', 'a1010519491231002x', 'abcx', '110105499931002', '1101054912310022', '110 105 491231 002'],
}
const keyCols: Record<string, string> = { bank_transaction: 'fund_account_id,occurred_at,direction,balance_after,sequence,amount', policy_parameter: 'name,region,scheme,valid_from,value', death: 'source,id_number,died_on,revoked', contribution: 'contribution_id,person_id,scheme,base,period', overtime: 'staff_id,ended_at,started_at', payment: 'payment_id,person_id,scheme,benefit,pay_month,period_from,period_to,amount,status,kind,batch_id', person: 'person_id,name,id_number' }
for (const [target, list] of Object.entries(cands)) {
  const [table, column] = target.split('.')
  const cols = keyCols[table!]!.split(',')
  const rowsText = list.map((c, i) => cols.map((k) => {
    if (k === column) return q(c)
    return ({ fund_account_id: `F${i}`, occurred_at: '2024-01-01', direction: 'IN', balance_after: '0', sequence: `${i}`, amount: '1', name: table === 'policy_parameter' ? 'BASE_MIN' : 'n', region: `r${i}`, scheme: '110', valid_from: '2024-01', value: '1', source: 'HEALTH', id_number: `${i}`, died_on: '2024-01-01', revoked: '', contribution_id: `C${i}`, person_id: `P${i}`, base: '1', period: '2024-01', staff_id: `S${i}`, ended_at: '2025-01-01', started_at: '2024-01-01', payment_id: `L${i}`, benefit: 'OTHER', pay_month: '2024-01', period_from: '2024-01', period_to: '2024-01', status: 'PAID', kind: 'REGULAR', batch_id: '' } as Record<string, string>)[k]!
  }).join(','))
  const files = [{ name: `${table}.csv`, bytes: enc([cols.join(','), ...rowsText].join('\n')) }]
  const oracle = loadDelivery(files)
  const actual = await pipelineView({ files, asOf: 20000 }, false)
  if ('refusal' in actual) { console.log(target, 'REFUSED', actual.refusal); continue }
  if (oracle.kind !== 'loaded') { console.log('oracle stop', oracle); continue }
  const all = await import('./dump.ts')
  const rows = await all.dump(files, table!)
  list.forEach((c, i) => {
    const line = i + 2
    const o = oracle.rejects.find((r) => r.line === line)
    const p = actual.rejects.find((r) => r.line === line)
    const ov = o ? `reject ${o.column}:${o.reason}` : all.oracleValue(oracle, table!, column!, i)
    const pv = p ? `reject ${p.column}:${p.reason}` : rows(i, column!)
    if (ov !== pv) console.log(target, JSON.stringify(c), '| oracle', ov, '| program', pv)
  })
}
