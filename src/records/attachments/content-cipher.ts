import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

/**
 * A stored attachment: magic, version of the master key, salt, then AES-256-GCM under a key of its own (HKDF of the
 * master key and the salt, RFC 5869). A key of its own lets the nonce be constant; the whole content is authenticated
 * before a byte of it is shown (platform.md 13, 24).
 */
const magic = Buffer.from('FXA1')
const saltBytes = 16
const tagBytes = 16
const headerBytes = magic.length + 1 + saltBytes

export interface MasterKey {
  /** 1 to 255; a stored file names the one it needs. */
  readonly version: number
  /** 32 bytes. */
  readonly key: Buffer
}

function contentKey(master: MasterKey, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', master.key, salt, `fangxian attachment v${master.version}`, 32))
}

const nonce = Buffer.alloc(12)

/** `salt` is 16 fresh random bytes: used twice, two contents would share a key stream. */
export function encryptContent(content: Buffer, master: MasterKey, salt: Buffer): Buffer {
  const header = Buffer.concat([magic, Buffer.from([master.version]), salt])
  const cipher = createCipheriv('aes-256-gcm', contentKey(master, salt), nonce)
  cipher.setAAD(header)
  return Buffer.concat([header, cipher.update(content), cipher.final(), cipher.getAuthTag()])
}

/** Throws when a byte was changed, when it is no attachment, or when its key is not among those given. */
export function decryptContent(stored: Buffer, masters: readonly MasterKey[]): Buffer {
  if (stored.length < headerBytes + tagBytes || !stored.subarray(0, magic.length).equals(magic)) {
    throw new Error('not a stored attachment')
  }
  const version = stored[magic.length]!
  const master = masters.find((each) => each.version === version)
  if (master === undefined) throw new Error(`master key version ${version} is missing`)
  const salt = stored.subarray(magic.length + 1, headerBytes)
  const decipher = createDecipheriv('aes-256-gcm', contentKey(master, salt), nonce)
  decipher.setAAD(stored.subarray(0, headerBytes))
  decipher.setAuthTag(stored.subarray(-tagBytes))
  return Buffer.concat([decipher.update(stored.subarray(headerBytes, -tagBytes)), decipher.final()])
}
