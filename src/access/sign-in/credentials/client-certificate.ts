import { verify, X509Certificate } from 'node:crypto'
import { Refusal } from '#base/refusal.ts'

export interface ClientCertificate {
  /** SHA-256 of the DER form, 64 hex digits in lower case. */
  readonly fingerprint: string
  readonly pem: string
  readonly validUntil: Date
}

/** The chain and revocation are the declared proxy's part; null when the text is no certificate. */
export function readCertificate(pem: string): ClientCertificate | null {
  try {
    const certificate = new X509Certificate(pem)
    return {
      fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      pem: certificate.toString(),
      validUntil: new Date(certificate.validTo),
    }
  } catch {
    return null
  }
}

/** One certificate in PEM form and nothing else: what is read is then what was shown. */
export function isCertificateText(text: string): boolean {
  const isOne = /^\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/.test(text)
  return isOne && readCertificate(text) !== null
}

const signable: ReadonlySet<string> = new Set(['rsa', 'ec', 'ed25519'])

/** Whether `signature` (base64) over the UTF-8 text is of the certificate's key: SHA-256 for RSA and EC keys. */
export function isSignedBy(pem: string, text: string, signature: string): boolean {
  const { publicKey } = new X509Certificate(pem)
  const kind = publicKey.asymmetricKeyType ?? ''
  // Node verifies SM2 with an empty user id only, which nobody else uses (tech.md 6).
  if (!signable.has(kind) || publicKey.asymmetricKeyDetails?.namedCurve === 'SM2') {
    throw new Refusal('unavailable', {
      zh: '暂不支持用此类证书（如 SM2）签名确认；请用通行密钥或口令确认。',
      en: 'Confirming with this kind of certificate (e.g. SM2) is not supported yet; use a passkey or your password.',
    })
  }
  const bytes = Buffer.from(text, 'utf8')
  const digest = kind === 'ed25519' ? null : 'sha256'
  return verify(digest, bytes, publicKey, Buffer.from(signature, 'base64'))
}
