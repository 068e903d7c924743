import { createCipheriv, createDecipheriv } from 'node:crypto'

/** AES-256-GCM: version, 12-byte nonce, 16-byte tag, then the text. `owner` is bound in: no row can be put under another. */
const version = 1
const nonceLength = 12
const tagLength = 16

export interface Sealing {
  /** 32 bytes. */
  readonly key: Buffer
  readonly owner: string
}

export function sealSecret({ key, owner }: Sealing, secret: Buffer, nonce: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(owner, 'utf8'))
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()])
  return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), sealed])
}

/** Throws when key, owner or bytes are not those it was sealed with. */
export function openSecret({ key, owner }: Sealing, box: Buffer): Buffer {
  if (box[0] !== version) throw new Error(`a sealed secret of version ${box[0]} cannot be read`)
  const nonce = box.subarray(1, 1 + nonceLength)
  const tag = box.subarray(1 + nonceLength, 1 + nonceLength + tagLength)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
  decipher.setAAD(Buffer.from(owner, 'utf8'))
  decipher.setAuthTag(tag)
  return Buffer.concat([decipher.update(box.subarray(1 + nonceLength + tagLength)), decipher.final()])
}
