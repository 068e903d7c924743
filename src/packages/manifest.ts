import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '#base/canonical-json.ts'
import { packageKindCodes } from './package-kinds.ts'
import { damaged, otherFormat } from './package-refusals.ts'

/**
 * The first file of a package: who sends what to whom, the how-manieth, and the SHA-256 of every other file. It is
 * canonical JSON (RFC 8785), so that one content has one signature.
 */

export const packageFormat = 1

export const manifestFile = 'manifest.json'
export const signatureFile = 'signature'
export const recordsFile = 'records.json'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
/** Printed at consoles: no control characters. */
const title = z
  .string()
  .regex(/^[^\p{Cc}]+$/u)
  .max(200)

/** A table beside the records: Latin, so that no archive program garbles it. */
const fileName = z.string().regex(/^(records\.json|[A-Za-z0-9_-]{1,80}\.xlsx)$/)

export const Manifest = z.strictObject({
  format: z.literal(packageFormat),
  kind: z.enum(packageKindCodes),
  /** 1 for the first of this sender to this recipient, then one more each. */
  sequence: z.int().min(1).max(1_000_000),
  made_at: z.iso.datetime(),
  /** SHA-256 of the manifest before; null of the first. */
  previous: hash.nullable(),
  sender: z.strictObject({ title, key: z.string().max(300) }),
  recipient: z.strictObject({
    /** Of the recipient's package key; null for a unit without the system, which fills in the tables. */
    key_id: hash.nullable(),
    /** As the sender calls the unit, where it has it among its own. */
    agency_id: z.string().max(64).nullable(),
    title,
  }),
  files: z
    .array(z.strictObject({ name: fileName, size: z.int().min(0), sha256: hash }))
    .min(1)
    .max(5_000),
})
export type Manifest = z.infer<typeof Manifest>

export const digestOf = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')

const Formatted = z.looseObject({ format: z.unknown() })

/** Of exactly these bytes: another spelling of the same content is refused, for nobody signed it. */
export function parseManifest(text: string): Manifest {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw damaged(manifestFile)
  }
  const formatted = Formatted.safeParse(json)
  if (!formatted.success) throw damaged(manifestFile)
  const { format } = formatted.data
  if (format !== packageFormat) throw otherFormat(String(format).slice(0, 20))
  const parsed = Manifest.safeParse(json)
  if (!parsed.success || canonicalOf(json) !== text) throw damaged(manifestFile)
  const names = parsed.data.files.map(({ name }) => name)
  if (new Set(names).size < names.length || !names.includes(recordsFile)) throw damaged(manifestFile)
  return parsed.data
}

/** Null for what has no canonical form, such as an unpaired surrogate. */
export function canonicalOf(json: unknown): string | null {
  try {
    return canonicalJson(json)
  } catch {
    return null
  }
}
