import { encodeText } from './encode.ts'
import { loadDelivery } from './load.ts'
import { pipelineView } from './pipeline.ts'
const H = 'person_id,id_number,name'
const many = (n: number) => Array.from({ length: n }, (_, i) => `P${i},${i},模`).join('\n')
const cases: Record<string, Uint8Array> = {
  'gbk mo then zhangsan': encodeText(`${H}\nP1,1,模\nP2,2,张三\n`, 'gb18030'),
  'gbk mo x50 then zhangsan': encodeText(`${H}\n${many(50)}\nPx,2,张三\n`, 'gb18030'),
  'gbk mo x5000 then zhangsan': encodeText(`${H}\n${many(5000)}\nPx,2,张三\n`, 'gb18030'),
  'gbk mo x200000 then zhangsan': encodeText(`${H}\n${many(200000)}\nPx,2,张三\n`, 'gb18030'),
  'ascii x200000 then gbk': encodeText(`${H}\n${many(200000).replaceAll('模', 'x')}\nPx,2,张三\n`, 'gb18030'),
  'ascii x200000 then utf8': encodeText(`${H}\n${many(200000).replaceAll('模', 'x')}\nPx,2,张三\n`, 'utf-8'),
  'utf8 x20 then gbk': Uint8Array.from([...encodeText(`${H}\n${many(20)}\n`, 'utf-8'), ...encodeText('Px,2,张三\n', 'gb18030')]),
  'utf8 x20000 then gbk': Buffer.concat([encodeText(`${H}\n${many(200000)}\n`, 'utf-8'), encodeText('Px,2,张三\n', 'gb18030')]),
  'gbk only mo': encodeText(`${H}\nP1,1,模\n`, 'gb18030'),
  'le low surrogate': Uint8Array.from([...encodeText(`${H}\n1,1,张\n2,2,`, 'utf-16le'), 0x00, 0xdc, 10, 0]),
  'le high surrogate mid': Uint8Array.from([...encodeText(`${H}\n1,1,张\n2,2,`, 'utf-16le'), 0x00, 0xd8, 10, 0, 0x41, 0]),
  'be high surrogate': Uint8Array.from([...encodeText(`${H}\n1,1,张\n2,2,`, 'utf-16be'), 0xd8, 0x00, 0, 10]),
  'gb four-byte bad': Uint8Array.from([...encodeText(`${H}\n1,1,张\n2,2,`, 'gb18030'), 0x81, 0x30, 0x81, 10]),
  'gb astral': encodeText(`${H}\nP1,1,𠮷田\n`, 'gb18030'),
  'gb lead at eof': Uint8Array.from([...encodeText(`${H}\n1,1,张\n2,2,`, 'gb18030'), 0xd5]),
}
for (const [what, bytes] of Object.entries(cases)) {
  const files = [{ name: 'person.csv', bytes }]
  const o = bytes.length < 100000 ? loadDelivery(files) : null
  const p: any = await pipelineView({ files, asOf: 20000 }, false).catch((e) => ({ refusal: String(e) }))
  console.log(what, '|', o === null ? '-' : o.kind === 'stopped' ? `stop ${o.line}` : o.files[0]!.loaded, '|', p.refusal ?? p.files)
}
