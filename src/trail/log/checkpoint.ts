import { type HashAlgorithm, hashAlgorithms, hashLength_bytes } from '#base/merkle.ts'
import { isSignature, type VerifierKey } from './verifier-key.ts'

/**
 * The root of the trail at one size, signed, in the text form of C2SP tlog-checkpoint: origin, size and root, then
 * three extension lines. An ordinary witness can read it.
 *
 *     fangxian/<log id>
 *     1284
 *     <root in base64>
 *     epoch 1
 *     hash sha256
 *     time 2026-11-20T01:00:00.000Z
 *
 *     — fangxian/<log id> <base64 of hint and signature>
 */
export interface Checkpoint {
  readonly logId: string
  readonly epoch: number
  readonly size: number
  readonly root: Buffer
  readonly algorithm: HashAlgorithm
  /** When it was signed, by the database's clock. */
  readonly at: Date
}

export interface CheckpointSigner {
  readonly key: VerifierKey
  readonly sign: (text: string) => Buffer
}

export interface Note {
  readonly checkpoint: Checkpoint
  readonly text: string
  /** What the signatures are over. */
  readonly body: string
  readonly signatures: readonly NoteSignature[]
}

interface NoteSignature {
  readonly name: string
  readonly hint: Buffer
  readonly signature: Buffer
}

const originPrefix = 'fangxian/'

export function originOf(logId: string): string {
  return `${originPrefix}${logId}`
}

export function bodyOf({ logId, epoch, size, root, algorithm, at }: Checkpoint): string {
  const lines = [
    originOf(logId),
    size,
    root.toString('base64'),
    `epoch ${epoch}`,
    `hash ${algorithm}`,
    `time ${at.toISOString()}`,
  ]
  return `${lines.join('\n')}\n`
}

export function signCheckpoint(checkpoint: Checkpoint, { key, sign }: CheckpointSigner): string {
  const body = bodyOf(checkpoint)
  return `${body}\n— ${key.name} ${Buffer.concat([key.hint, sign(body)]).toString('base64')}\n`
}

const wholeNumber = /^(0|[1-9]\d{0,14})$/
const signatureLine = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/
const hint_bytes = 4

/** Null for what is no checkpoint of a trail, to the letter: what a signature covers has one reading only. */
export function parseNote(text: string): Note | null {
  const end = text.indexOf('\n\n')
  if (end < 0 || !text.endsWith('\n')) return null
  const body = text.slice(0, end + 1)
  const checkpoint = parseBody(body)
  const signatures = text
    .slice(end + 2, -1)
    .split('\n')
    .map(parseSignature)
  if (checkpoint === null || signatures.some((each) => each === null)) return null
  return { checkpoint, text, body, signatures: signatures as NoteSignature[] }
}

function parseBody(body: string): Checkpoint | null {
  const [origin = '', size = '', root = '', epoch = '', hash = '', time = '', ...rest] = body.split('\n')
  const algorithm = hashAlgorithms.find((each) => hash === `hash ${each}`)
  if (!origin.startsWith(originPrefix) || !wholeNumber.test(size) || algorithm === undefined) return null
  if (!/^epoch [1-9]\d{0,8}$/.test(epoch) || rest.join('\n') !== '') return null
  const at = new Date(time.slice('time '.length))
  if (Number.isNaN(at.getTime())) return null
  const checkpoint = {
    logId: origin.slice(originPrefix.length),
    epoch: Number(epoch.slice('epoch '.length)),
    size: Number(size),
    root: Buffer.from(root, 'base64'),
    algorithm,
    at,
  }
  return checkpoint.root.length === hashLength_bytes && bodyOf(checkpoint) === body ? checkpoint : null
}

function parseSignature(line: string): NoteSignature | null {
  const [, name, encoded] = signatureLine.exec(line) ?? []
  if (name === undefined) return null
  const bytes = Buffer.from(encoded!, 'base64')
  if (bytes.length <= hint_bytes) return null
  return { name, hint: bytes.subarray(0, hint_bytes), signature: bytes.subarray(hint_bytes) }
}

export function isSignedBy({ body, signatures }: Note, key: VerifierKey): boolean {
  return signatures.some(
    ({ name, hint, signature }) =>
      name === key.name && hint.equals(key.hint) && isSignature(key, body, signature),
  )
}
