import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Everything that the pages are made of: their own sources, what they share with the server, and the libraries. */
const patterns = [
  'web/**/*',
  'vite.config.ts',
  'package-lock.json',
  'src/base/**/*.ts',
  'src/standard/**/*.ts',
  'src/platform/http/api-client.ts',
]

const isSource = (file: string): boolean =>
  /\.(ts|tsx|css|html|svg|json)$/.test(file) && !/\.test\./.test(file)

/** SHA-256 over names and contents: two checkouts with the same sources have the same pages. */
export function webDigest(root: string): string {
  const hash = createHash('sha256')
  const files = patterns
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .map((file) => file.split(path.sep).join('/'))
    .filter(isSource)
    .toSorted()
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0')
  return hash.digest('hex')
}
