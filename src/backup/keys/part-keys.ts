import { diffieHellman, generateKeyPairSync, hkdfSync } from 'node:crypto'
import {
  type RecoveryPrivateKey,
  type RecoveryPublicKey,
  rawPublicKey,
  recoveryKeyOf,
} from './recovery-key.ts'

/** The key of one part of one backup, by the part's file name: 32 bytes, used for that part only. */
export type GetPartKey = (file: string) => Buffer

interface Agreement {
  readonly secret: Buffer
  readonly ephemeral: Buffer
  readonly recipient: Buffer
  readonly backupId: string
}

/** HKDF (RFC 5869) binds the key to both public keys, the backup and the part: no part can stand in for another. */
function partKeys({ secret, ephemeral, recipient, backupId }: Agreement): GetPartKey {
  const salt = Buffer.concat([ephemeral, recipient])
  return (file) => Buffer.from(hkdfSync('sha256', secret, salt, `fangxian backup v1 ${backupId} ${file}`, 32))
}

/** Keys for a new backup; the ephemeral private half is forgotten, so that only the recovery key opens it. */
export function keysForNewBackup(
  recipient: RecoveryPublicKey,
  backupId: string,
): { readonly ephemeral: Buffer; readonly getPartKey: GetPartKey } {
  const pair = generateKeyPairSync('x25519')
  const secret = diffieHellman({ privateKey: pair.privateKey, publicKey: recipient.publicKey })
  const ephemeral = rawPublicKey(pair.publicKey)
  return { ephemeral, getPartKey: partKeys({ secret, ephemeral, recipient: recipient.raw, backupId }) }
}

export function keysOfBackup(
  { privateKey, publicHalf }: RecoveryPrivateKey,
  { ephemeral, backupId }: { readonly ephemeral: Buffer; readonly backupId: string },
): GetPartKey {
  const { publicKey } = recoveryKeyOf(ephemeral)
  const secret = diffieHellman({ privateKey, publicKey })
  return partKeys({ secret, ephemeral, recipient: publicHalf.raw, backupId })
}
