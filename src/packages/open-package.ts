import { buffer } from 'node:stream/consumers'
import { Refusal } from '#base/refusal.ts'
import { listZip, type ZipEntry } from '#platform/zip-reader.ts'
import { isSignature, parseVerifierKey, type VerifierKey } from '#trail/log/verifier-key.ts'
import {
  canonicalOf,
  digestOf,
  type Manifest,
  manifestFile,
  parseManifest,
  recordsFile,
  signatureFile,
} from './manifest.ts'
import { badSignature, damaged, extraFile, missingFile, tooLarge } from './package-refusals.ts'

export interface OpenedPackage {
  readonly manifest: Manifest
  /** SHA-256 of the manifest's bytes, which name all others. */
  readonly digest: string
  /** The key that signed; whether anybody trusts it is another question. */
  readonly key: VerifierKey
  readonly records: unknown
}

/** A package of 5,000 tables has some 100 MB; JSON shrinks about 20 times. */
const limits = { totalBytesMax: 512 * 2 ** 20, suspectBytesMin: 2 ** 20, ratioMax: 200 }
const manifestBytesMax = 2 * 2 ** 20

async function read(entry: ZipEntry, bytesMax: number): Promise<Buffer> {
  if (entry.size > bytesMax) throw tooLarge()
  return buffer(await entry.open())
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(bytes: Buffer, name: string): string {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    throw damaged(name)
  }
}

/** By name; twice the same name is what one program reads one way and another the other. */
async function entriesOf(file: string): Promise<ReadonlyMap<string, ZipEntry>> {
  const entries = await listZip(file, limits)
  const byName = new Map<string, ZipEntry>()
  for (const entry of entries) {
    if (byName.has(entry.name)) throw extraFile(entry.name)
    byName.set(entry.name, entry)
  }
  return byName
}

/**
 * Everything that can be said of a package by itself: its files are those of the manifest, byte by byte, and the manifest
 * is what the named key signed. Refuses with one sentence whatever is not so.
 */
export async function openPackage(file: string): Promise<OpenedPackage> {
  const entries = await entriesOf(file)
  const get = (name: string): ZipEntry => {
    const found = entries.get(name)
    if (found === undefined) throw missingFile(name)
    return found
  }
  const text = textOf(await read(get(manifestFile), manifestBytesMax), manifestFile)
  const manifest = parseManifest(text)
  const key = parseVerifierKey(manifest.sender.key)
  if (key === null) throw damaged(manifestFile)
  const signature = textOf(await read(get(signatureFile), 200), signatureFile)
  if (!/^[A-Za-z0-9+/]{86}==\n$/.test(signature)) throw badSignature()
  if (!isSignature(key, text, Buffer.from(signature, 'base64'))) throw badSignature()
  const known = new Set([manifestFile, signatureFile, ...manifest.files.map(({ name }) => name)])
  for (const name of entries.keys()) if (!known.has(name)) throw extraFile(name)
  let records: unknown = null
  for (const { name, size, sha256 } of manifest.files) {
    const bytes = await readListed(get(name), size)
    if (digestOf(bytes) !== sha256) throw damaged(name)
    if (name === recordsFile) records = parseRecords(textOf(bytes, name))
  }
  return { manifest, digest: digestOf(text), key, records }
}

async function readListed(entry: ZipEntry, size: number): Promise<Buffer> {
  if (entry.size !== size) throw damaged(entry.name)
  try {
    return await buffer(await entry.open())
  } catch (error) {
    if (error instanceof Refusal) throw damaged(entry.name)
    throw error
  }
}

function parseRecords(text: string): unknown {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw damaged(recordsFile)
  }
  if (canonicalOf(json) !== text) throw damaged(recordsFile)
  return json
}
