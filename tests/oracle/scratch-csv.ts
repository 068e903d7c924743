import { gzipSync } from 'node:zlib'
import { encodeText } from './encode.ts'
import { loadDelivery } from './load.ts'
import { pipelineView } from './pipeline.ts'
import { dump } from './dump.ts'
const H = 'person_id,id_number,name'
const cases: Record<string, string | Uint8Array | [string, string | Uint8Array][]> = {
  'junk after closing quote': `${H}\nP1,1,"ab"c\nP2,2,d\n`,
  'space then quote': `${H}\nP1,1, "ab"\nP2,2,d\n`,
  'quote then space': `${H}\nP1,1,"ab" \nP2,2,d\n`,
  'bare quote inside': `${H}\nP1,1,a"b\nP2,2,d\n`,
  'bare quote inside, comma': `${H}\nP1,1,a"b,c"\nP2,2,d\n`,
  'lone CR lines': `${H}\rP1,1,a\rP2,2,d\r`,
  'lone CR in cell': `${H}\nP1,1,a\rb\nP2,2,d\n`,
  'CR CR LF': `${H}\r\r\nP1,1,a\r\r\nP2,2,d\r\r\n`,
  'CR at end of file': `${H}\r\nP1,1,a\r\nP2,2,d\r`,
  'white line': `${H}\n   \nP1,1,a\n\t\n\u3000\nP2,2,d\n`,
  'quoted empty line': `${H}\n""\nP1,1,a\n`,
  'comma line': `${H}\n,,\nP1,1,a\n`,
  'blank before header': `\n\n${H}\nP1,1,a\n,,\n`,
  'blank in quotes lines': `${H}\nP1,1,"a\n\nb"\n,,\n`,
  'too many but empty': `${H}\nP1,1,a,\nP2,2,b,,\nP3,3,c\n`,
  'header upper case': `PERSON_ID,Id_Number,NAME\nP1,1,a\n`,
  'header lower national code': `aac001,aac147,aac003\nP1,1,a\n`,
  'header full width': `ＡＡＣ００１,id_number,name\nP1,1,a\n`,
  'header padded': ` person_id ,\u3000公民身份号码, "name"\nP1,1,a\n`,
  'header quoted with newline': `person_id,id_number,name,"备\n注"\nP1,1,a,x\n,1,b,x\n`,
  'header trailing comma': `${H},\nP1,1,a,\nP2,2,b\nP3,3,c,x,y\n`,
  'unknown column twice': `${H},备注,备注\nP1,1,a,x,y\n`,
  'two nameless columns': `${H},,\nP1,1,a,x,y\n`,
  'one column': 'person_id\nP1\n',
  'one column with comma in data': 'person_id\nP1,2\nP3\n',
  'header only': `${H}\n`,
  'header only no newline': H,
  'empty file': '',
  'only blank lines': '\n\n',
  'only BOM': '\ufeff',
  'unknown columns only': 'a,b,c\n1,2,3\n',
  'repeated header other order': `${H}\nname,person_id,id_number\nP1,1,a\n`,
  'repeated header as titles': `${H}\n个人编号,公民身份号码,姓名\nP1,1,a\n`,
  'repeated header padded': `${H}\n person_id , id_number,name\nP1,1,a\n`,
  'repeated header quoted': `${H}\n"person_id","id_number","name"\nP1,1,a\n`,
  'repeated header short': `${H}\nperson_id,id_number\nP1,1,a\n`,
  'repeated header with extra empty': `${H}\nperson_id,id_number,name,\nP1,1,a\n`,
  'repeated header twice': `${H}\n${H}\n${H}\n`,
  'unclosed quote multi': `${H}\nP1,1,"a\nb\nc`,
  'unclosed quote second line of row': `${H}\nP1,"1\n2","a\nb\nc`,
  'unclosed quote at the very end': `${H}\nP1,1,"`,
  'unclosed quote in header': `person_id,id_number,"name\nP1,1,a\n`,
  'quote at cell start in middle of data': `${H}\nP1,1,"a""\nP2,2,b\n`,
  'semicolon with commas in data': `person_id;id_number;name\nP1;1;a,b,c,d\n`,
  'mixed separators in header': `person_id;id_number,x;name\nP1;1;a\n`,
  'NUL in cell': `${H}\nP1,1,a\0b\n`,
  'utf-8 bom twice': `\ufeff\ufeff${H}\nP1,1,a\n`,
  'bom in middle header': `person_id,\ufeffid_number,name\nP1,1,a\n`,
  'utf-16 without newline at end': encodeText(`${H}\nP1,1,甲`, 'utf-16le'),
  'utf-16 odd length': Uint8Array.from([...encodeText(`${H}\nP1,1,甲\n`, 'utf-16le'), 0x41]),
  'utf-8 truncated at the end': Uint8Array.from([...encodeText(`${H}\nP1,1,甲\nP2,2,`, 'utf-8'), 0xe5, 0xbc]),
  'utf-8 then gbk line': Uint8Array.from([...encodeText(`${H}\nP1,1,张三\n`, 'utf-8'), ...encodeText(`P2,2,李四\n`, 'gb18030')]),
  'gbk then utf-8 line': Uint8Array.from([...encodeText(`${H}\nP1,1,张三\n`, 'gb18030'), ...encodeText(`P2,2,李四啊\n`, 'utf-8')]),
  'gbk with 0xff': Uint8Array.from([...encodeText(`${H}\nP1,1,张三\nP2,2,`, 'gb18030'), 0xff, 10]),
  'gbk with 0x80': Uint8Array.from([...encodeText(`${H}\nP1,1,张三\nP2,2,`, 'gb18030'), 0x80, 10]),
  'ascii with 0xff': Uint8Array.from([...encodeText(`${H}\nP1,1,a\nP2,2,`, 'utf-8'), 0xff, 10]),
  'utf-8 surrogate': Uint8Array.from([...encodeText(`${H}\nP1,1,张\nP2,2,`, 'utf-8'), 0xed, 0xa0, 0x80, 10]),
  'utf-8 overlong': Uint8Array.from([...encodeText(`${H}\nP1,1,张\nP2,2,`, 'utf-8'), 0xc0, 0xaf, 10]),
  'utf-16be bom lone low surrogate': Uint8Array.from([...encodeText(`${H}\nP1,1,张\nP2,2,`, 'utf-16be'), 0xdc, 0x00, 0, 10]),
  'names': [['payment_batch.csv', 'batch_id,scheme,pay_month,line_count,total_amount,channel\n'], ['person-x', `${H}\nP1,1,a\n`], ['person', `${H}\nP2,1,a\n`], ['person.csv', `${H}\nP3,1,a\n`], ['person2.csv', `${H}\nP4,1,a\n`], ['Person.csv', `${H}\nP5,1,a\n`], ['person_x.csv', `${H}\nP6,1,a\n`], ['参保人员.txt', `${H}\nP7,1,a\n`], ['参保人员-a.tsv', `${H.replaceAll(',', '\t')}\nP8\t1\ta\n`], ['发放账户变更.csv', 'change_id\n']],
  'names .csv variants': [['person-1.CSV', `${H}\nP1,1,a\n`], ['person.a.b.csv', `${H}\nP2,1,a\n`], ['person-.csv', `${H}\nP3,1,a\n`], ['person..csv', `${H}\nP4,1,a\n`]],
  'order of names': [['person-2.csv', `${H}\nP1,1,b\n`], ['person-10.csv', `${H}\nP1,1,a\n`], ['person.csv', `${H}\nP1,1,c\n`], ['参保人员.csv', `${H}\nP1,1,d\n`], ['person-B.csv', `${H}\nP1,1,e\n`], ['person-a.csv', `${H}\nP1,1,f\n`]],
  'gz stop': [['person.csv.gz', gzipSync(encodeText(`${H}\nP1,1,"a`, 'utf-8'))]],
  'conflict values': [['death.csv', 'source,id_number,died_on,name\n卫健,110105491231002,2024/3/5,a\nHEALTH,１１０１０５１９４９１２３１００２X,20240305,b\n卫健,11010519491231002x,2024年3月5日,c\n']],
  'conflict month': [['contribution_declaration.csv', 'employer_id,scheme,period,payable,paid\nE1,110,2024-03,1,1\nＥ１,企业职工基本养老,2024年3月,1,2\n']],
  'conflict timestamp int': [['business_step.csv', 'order_id,step_number,step,staff_id,decided_at\nO1,1,ENTRY,S,2024-01-01\nO1,01,REVIEW,S,2024-01-01\n'], ['overtime.csv', 'staff_id,started_at,ended_at\nS,2024-01-01,2024-01-02\nS,2024/1/1 00:00,2024-01-03\n']],
}
const only = process.argv[2]
for (const [what, given] of Object.entries(cases)) {
  if (only && what !== only) continue
  const list = Array.isArray(given) ? given : ([['person.csv', given]] as [string, string | Uint8Array][])
  const files = list.map(([name, c]) => ({ name, bytes: typeof c === 'string' ? new TextEncoder().encode(c) : c }))
  const o = loadDelivery(files)
  let p: any
  try { p = await pipelineView({ files, asOf: 20000 }, false) } catch (e) { p = { error: String(e) } }
  const os = o.kind === 'stopped' ? `stop ${o.file}:${o.line} ${o.why}` : JSON.stringify([o.files.map((e) => `${e.file}: ${e.table} ${e.read} ${e.loaded} ${e.rejected} ${e.repeated}`), o.rejects.map((r) => [r.line, r.column, r.value, r.reason]), o.data.rows('person').map((r) => [r.person_id, r.name])])
  let ps: string
  if ('error' in p || 'refusal' in p) ps = p.error ?? p.refusal
  else {
    const d = files.some((f) => f.name.startsWith('person') || f.name.startsWith('参保')) ? await dump(files, 'person') : null
    const names = d === null || o.kind === 'stopped' ? [] : o.data.rows('person').map((r) => [r.person_id, JSON.parse(d(Number(r.person_id.slice(1)), 'name') === 'undefined' ? '"?"' : d(Number(r.person_id.slice(1)), 'name'))])
    ps = JSON.stringify([p.files, p.rejects.map((r: any) => [r.line, r.column, r.value, r.reason]), names])
  }
  console.log(os === ps ? 'SAME' : 'DIFF', what, os === ps ? (only ? os : '') : `\n    oracle  ${os}\n    program ${ps}`)
}
