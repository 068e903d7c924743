import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A self-signed certificate (X.509 v1, Ed25519) written by hand in DER: Node can read certificates, not make them. */
export interface TestCertificate {
  readonly pem: string
  readonly privateKey: KeyObject
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  if (content.length < 128) return Buffer.concat([Buffer.from([tag, content.length]), content])
  const { length } = content
  const counted = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...counted]), content])
}

/** 1.3.101.112 */
const ed25519 = der(0x30, Buffer.from([0x06, 0x03, 0x2b, 0x65, 0x70]))

/** One name with a common name (2.5.4.3). */
function nameOf(text: string): Buffer {
  const attribute = der(
    0x30,
    Buffer.from([0x06, 0x03, 0x55, 0x04, 0x03]),
    der(0x0c, Buffer.from(text, 'utf8')),
  )
  return der(0x30, der(0x31, attribute))
}

function time(at: Date): Buffer {
  const text = at.toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return der(0x18, Buffer.from(`${text}Z`, 'ascii'))
}

export function testCertificate(
  name: string,
  valid: { from: Date; to: Date } = {
    from: new Date('2020-01-01T00:00:00Z'),
    to: new Date('2090-01-01T00:00:00Z'),
  },
): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ type: 'spki', format: 'der' })
  const body = der(
    0x30,
    der(0x02, Buffer.from([1])),
    ed25519,
    nameOf(name),
    der(0x30, time(valid.from), time(valid.to)),
    nameOf(name),
    key,
  )
  const signature = sign(null, body, privateKey)
  const certificate = der(0x30, body, ed25519, der(0x03, Buffer.from([0]), signature))
  const lines = certificate
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')
  return { pem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`, privateKey }
}
