import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** The built pages, kept in memory: a few megabytes that are sent as they are. */
export interface WebFiles {
  /** index.html, with `%NONCE%` where the policy's word of the moment belongs. */
  readonly index: string
  /** By their address, `/assets/app-1a2b.js`. */
  readonly files: ReadonlyMap<string, WebFile>
}

export interface WebFile {
  readonly content: Uint8Array<ArrayBuffer>
  /** Null where it saves nothing. */
  readonly compressed: Uint8Array<ArrayBuffer> | null
  readonly mediaType: string
  /** Its name changes with its content. */
  readonly isImmutable: boolean
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

const compress = promisify(gzip)
const isCompressible = (mediaType: string): boolean => /^(text\/|image\/svg)/.test(mediaType)

async function readWebFile(file: string, address: string): Promise<WebFile | null> {
  const mediaType = mediaTypes[path.extname(file)]
  if (mediaType === undefined) return null
  const content = new Uint8Array(await readFile(file))
  const packed = isCompressible(mediaType) ? new Uint8Array(await compress(content)) : null
  const compressed = packed !== null && packed.length < content.length ? packed : null
  return { content, compressed, mediaType, isImmutable: address.startsWith('/assets/') }
}

/** @param folder what `vite build` wrote */
export async function readWebFiles(folder: string): Promise<WebFiles> {
  const index = await readFile(path.join(folder, 'index.html'), 'utf8')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = new Map<string, WebFile>()
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = path.join(entry.parentPath, entry.name)
    const address = `/${path.relative(folder, file).split(path.sep).join('/')}`
    const read = await readWebFile(file, address)
    if (read !== null) files.set(address, read)
  }
  return { index, files }
}
