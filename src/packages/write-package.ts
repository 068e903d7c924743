import { readFile } from 'node:fs/promises'
import { canonicalJson } from '#base/canonical-json.ts'
import { writeZip, type ZipMember } from '#platform/zip-writer.ts'
import type { CheckpointSigner } from '#trail/log/checkpoint.ts'
import { digestOf, Manifest, manifestFile, packageFormat, recordsFile, signatureFile } from './manifest.ts'

export interface PackageTable {
  readonly name: string
  readonly path: string
}

export interface WritingPackage {
  readonly head: Omit<Manifest, 'format' | 'files'>
  readonly records: unknown
  readonly tables: readonly PackageTable[]
  readonly signer: CheckpointSigner
}

/** Writes the .zip, mode 0600, and gives the digest of its manifest. The same input gives the same bytes. */
export async function writePackage(
  file: string,
  { head, records, tables, signer }: WritingPackage,
): Promise<string> {
  const text = canonicalJson(records)
  const files = [{ name: recordsFile, size: Buffer.byteLength(text), sha256: digestOf(text) }]
  for (const { name, path } of tables) {
    const bytes = await readFile(path)
    files.push({ name, size: bytes.length, sha256: digestOf(bytes) })
  }
  const manifest = canonicalJson(Manifest.parse({ format: packageFormat, ...head, files }))
  const members: ZipMember[] = [
    { name: manifestFile, text: manifest },
    { name: signatureFile, text: `${signer.sign(manifest).toString('base64')}\n` },
    { name: recordsFile, text },
    ...tables,
  ]
  await writeZip(file, members)
  return digestOf(manifest)
}
