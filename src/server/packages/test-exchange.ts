import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Refusal } from '#base/refusal.ts'
import { obtainPackageSigner } from '#packages/package-key.ts'
import { listZip } from '#platform/zip-reader.ts'
import { writeZip } from '#platform/zip-writer.ts'
import type { Kernel } from '#records/act-context.ts'
import { type TestTrail, temporaryFolder } from '#trail/test-trail.ts'
import type { Exchange } from './exchange.ts'
import { trustPartner } from './partners.ts'

/** An installation of a test at its console, with its package key made. */
export interface TestSide {
  readonly exchange: Exchange
  /** The line that the other side registers. */
  readonly key: string
  readonly trail: TestTrail
}

export async function openSide(title: string, trail: TestTrail, kernel: Kernel): Promise<TestSide> {
  const { logId, keyFolder } = trail
  const { signer } = await obtainPackageSigner(keyFolder, logId)
  const exchange: Exchange = {
    ...{ kernel, installation: { logId, title }, keyFolder, randomBytes },
    console: { host: 'test-host', osUser: 'operator' },
  }
  return { exchange, key: signer.key.text, trail }
}

/** The province knows the county as its unit, the county the province as its superior. */
export async function introduce(above: TestSide, below: TestSide, agencyId: string): Promise<void> {
  await trustPartner(above.exchange, { title: 'county', key: below.key, agencyId })
  await trustPartner(below.exchange, { title: 'province', key: above.key, agencyId: null })
}

export const newFile = (name: string): string => path.join(temporaryFolder(), name)

export async function unpack(file: string): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for (const entry of await listZip(file)) found.set(entry.name, await buffer(await entry.open()))
  return found
}

/** The same package with other files: what somebody on its way could make of it. */
export async function repack(file: string, change: (files: Map<string, Buffer>) => void): Promise<string> {
  const files = await unpack(file)
  change(files)
  const folder = mkdtempSync(path.join(temporaryFolder(), 'repacked-'))
  const members = [...files].map(([name, bytes], index) => {
    const stored = path.join(folder, String(index))
    writeFileSync(stored, bytes)
    return { name, path: stored }
  })
  const out = path.join(folder, 'package.zip')
  await writeZip(out, members)
  return out
}

export async function manifestOf(file: string): Promise<Record<string, unknown>> {
  return JSON.parse((await unpack(file)).get('manifest.json')!.toString('utf8'))
}

export const bytesOf = (file: string): Buffer => readFileSync(file)

/** The sentence of a refusal; anything else is thrown on. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (error instanceof Refusal) return error.text.en
    throw error
  }
  return 'nothing was refused'
}
