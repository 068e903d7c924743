import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** A member: a file that lies on the disk, or a text. */
export type ZipMember = { readonly name: string } & ({ readonly path: string } | { readonly text: string })

/** Of every member: the same input gives the same bytes. */
const mtime = new Date('2000-01-01T00:00:00Z')

/** Mode 0600; a file that could not be finished is removed. */
export async function writeZip(file: string, members: readonly ZipMember[]): Promise<void> {
  const zip = new ZipFile()
  for (const member of members) {
    if ('path' in member) zip.addFile(member.path, member.name, { mtime })
    else zip.addBuffer(Buffer.from(member.text), member.name, { mtime })
  }
  zip.end()
  try {
    await pipeline(zip.outputStream as Readable, createWriteStream(file, { mode: 0o600 }))
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
}
