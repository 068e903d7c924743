import { readFile, truncate, writeFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson } from '#base/canonical-json.ts'
import { findPackageSigner } from '#packages/package-key.ts'
import { trustPartner } from './partners.ts'
import {
  type CampaignSides,
  exported,
  filledIn,
  handDown,
  openCampaignSides,
  stateOf,
  take,
  up,
} from './test-campaign-sides.ts'
import { newFile, refusalOf, repack, type TestSide, unpack } from './test-exchange.ts'

let sides: CampaignSides
let above: TestSide
let below: TestSide
let stranger: TestSide
let file: string
let taskId: string

beforeAll(async () => {
  sides = await openCampaignSides()
  ;({ above, below, stranger, taskId } = sides)
  await handDown(sides)
  file = await exported(below, up({ tables: [await filled({ '3.2': { explanation: '第二次' } })] }))
}, 120_000)

const filled = (changes: Parameters<typeof filledIn>[1] = {}) => filledIn(taskId, changes)

const tableOf = (files: Map<string, Buffer>) => [...files.keys()].find((name) => name.endsWith('.xlsx'))!
const set = (name: string, change: (bytes: Buffer) => Buffer | string) => (files: Map<string, Buffer>) => {
  files.set(name, Buffer.from(change(files.get(name)!)))
}
const replaced = (from: string, to: string) => (bytes: Buffer) => bytes.toString('utf8').replace(from, to)
const moved = (bytes: Buffer) => {
  const copy = Buffer.from(bytes)
  copy[copy.length >> 1]! ^= 1
  return copy
}

const changes: readonly [string, (files: Map<string, Buffer>) => void, RegExp][] = [
  ['number', set('manifest.json', replaced('"sequence":1', '"sequence":2')), /signature is not one/],
  ['kind', set('manifest.json', replaced('"ANSWERS"', '"LEDGERS"')), /signature is not one/],
  ['spelling of the manifest', set('manifest.json', (bytes) => `${bytes} `), /manifest\.json .*damaged/],
  [
    'key twice',
    set('manifest.json', replaced('{"files"', '{"files":[],"files"')),
    /manifest\.json .*damaged/,
  ],
  ['later format', set('manifest.json', replaced('"format":1', '"format":2')), /format "2"/],
  ['no JSON', set('manifest.json', () => 'x'), /manifest\.json .*damaged/],
  ['signature', set('signature', (bytes) => `A${bytes.toString().slice(1)}`), /signature is not one/],
  ['short signature', set('signature', () => 'AAAA\n'), /signature is not one/],
  ['records', set('records.json', replaced('第二次', '第三次')), /records\.json .*damaged/],
  ['table', (files) => set(tableOf(files), moved)(files), /\.xlsx .*damaged/],
  ['missing signature', (files) => void files.delete('signature'), /signature is missing/],
  ['missing records', (files) => void files.delete('records.json'), /records\.json is missing/],
  ['missing table', (files) => void files.delete(tableOf(files)), /\.xlsx is missing/],
  [
    'another file',
    (files) => void files.set('more.xlsx', Buffer.from('x')),
    /more\.xlsx .*not in its manifest/,
  ],
]

describe('a package that is not what its sender made', () => {
  test.for(changes)('%s: one sentence, and nothing is changed', async ([, change, sentence]) => {
    const before = await stateOf(above)
    expect(await refusalOf(take(above, await repack(file, change)))).toMatch(sentence)
    expect(await stateOf(above)).toEqual(before)
  })

  test('every byte of the manifest and of the signature counts', async () => {
    const files = await unpack(file)
    const before = await stateOf(above)
    for (const name of ['manifest.json', 'signature']) {
      const { length } = files.get(name)!
      for (let place = 0; place < length; place += Math.ceil(length / 40)) {
        const changed = await repack(file, (all) => {
          const bytes = Buffer.from(all.get(name)!)
          bytes[place]! ^= 2
          all.set(name, bytes)
        })
        expect(await refusalOf(take(above, changed)), `${name}, byte ${place}`).not.toBe(
          'nothing was refused',
        )
      }
    }
    expect(await stateOf(above)).toEqual(before)
  }, 120_000)

  test('a truncated file, a bomb and a path that leads out are refused', async () => {
    const before = await stateOf(above)
    const short = newFile('short.zip')
    await writeFile(short, await readFile(file))
    await truncate(short, 900)
    expect(await refusalOf(take(above, short))).toMatch(/truncated, damaged/)
    const bomb = await repack(file, (files) => void files.set('records.json', Buffer.alloc(2 ** 22)))
    expect(await refusalOf(take(above, bomb))).toMatch(/zip bomb/)
    const raw = await readFile(file)
    const out = newFile('out.zip')
    await writeFile(
      out,
      Buffer.from(raw.toString('latin1').replaceAll('records.json', '../ecords.js'), 'latin1'),
    )
    expect(await refusalOf(take(above, out))).toMatch(/leads out of the archive/)
    expect(await refusalOf(take(above, newFile('none.zip')))).toMatch(/does not exist/)
    expect(await stateOf(above)).toEqual(before)
  })
})

describe('a sound package', () => {
  test('signed by somebody else, for somebody else, of somebody else: nothing is changed', async () => {
    const before = await stateOf(above)
    const signer = (await findPackageSigner(
      stranger.exchange.keyFolder,
      stranger.exchange.installation.logId,
    ))!
    const signedBy = (change: (manifest: Record<string, unknown>) => void) =>
      repack(file, (files) => {
        const manifest = JSON.parse(files.get('manifest.json')!.toString('utf8'))
        change(manifest)
        const text = canonicalJson(manifest)
        files.set('manifest.json', Buffer.from(text))
        files.set('signature', Buffer.from(`${signer.sign(text).toString('base64')}\n`))
      })
    expect(await refusalOf(take(above, await signedBy(() => undefined)))).toMatch(/signature is not one/)
    const asStranger = await signedBy((manifest) => {
      manifest.sender = { title: '示例一县', key: signer.key.text }
    })
    expect(await refusalOf(take(above, asStranger))).toMatch(/not trusted here/)
    // A stranger's county-to-be: trusted, but its task is another unit's.
    expect(await refusalOf(take(stranger, file))).toMatch(/not trusted here/)
    await trustPartner(stranger.exchange, { title: 'county', key: below.key, agencyId: 'A990101' })
    expect(await refusalOf(take(stranger, file))).toMatch(/addressed to "province"/)
    expect(await stateOf(above)).toEqual(before)
  })

  test('without the right nothing is done, and the refusal is in the trail', async () => {
    const { entries: written, ...before } = await stateOf(above)
    expect(await refusalOf(take(above, file, { staffId: 'supervise1' }))).toMatch(
      /another agency handles this/,
    )
    expect(await refusalOf(take(above, file, { staffId: 'enterBeside' }))).toMatch(/not found|no such/)
    expect(await refusalOf(take(above, file, { staffId: 'nobody' }))).toMatch(/staff number nobody/)
    expect(await refusalOf(take(above, file, { staffId: null }))).toMatch(/--staff/)
    const { entries, ...after } = await stateOf(above)
    expect(after).toEqual(before)
    expect(entries).toBe(written! + 2n)
    expect(await take(above, file)).toMatchObject({ state: 'DONE' })
  })
})
