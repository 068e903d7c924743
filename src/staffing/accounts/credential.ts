import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { isCertificateText, readCertificate } from '#access/sign-in/credentials/client-certificate.ts'
import { assert, type Refusal } from '#base/refusal.ts'
import type { RecordKind } from '#records/define-record.ts'
import type { Effect } from '#records/effect.ts'
import { conflict, invalid, reason } from '#records/form-fields.ts'
import { raiseEpoch } from '../authority-effects.ts'
import { defineProposal } from '../define-proposal.ts'
import { fields, staffId } from '../fields.ts'
import { refusalWithoutAccount } from '../person-refusals.ts'
import { PersonJson, peopleSubject, personSql } from '../storing/person-facts.ts'

const Asked = z.strictObject({
  staff_id: staffId,
  certificate: z
    .string()
    .max(20_000)
    .refine(isCertificateText, '应为一张证书的 PEM 文本（BEGIN CERTIFICATE 至 END CERTIFICATE）')
    .nullable()
    .meta({ title: '客户端证书（PEM）' }),
  identity: z
    .strictObject({
      issuer: z
        .url({ protocol: /^https?$/ })
        .max(500)
        .meta({ title: '认证服务地址' }),
      subject: fields.text('认证服务中的用户标识', 255),
    })
    .nullable()
    .meta({ title: '统一身份认证' }),
  reason,
})
type Asked = z.infer<typeof Asked>

const Facts = z.object({
  person: PersonJson,
  isCertificateTaken: z.boolean(),
  isIdentityTaken: z.boolean(),
})
type Facts = z.infer<typeof Facts>

/**
 * The DER form's digest, as `readCertificate` has it. `isCertificateText` has made sure that it can be decoded; what is
 * no proper DER is found by the table's key.
 */
const fingerprint = (asked: RawBuilder<unknown>): RawBuilder<unknown> => sql`encode(sha256(decode(
  regexp_replace(${asked} ->> 'certificate', '-----[A-Z ]+-----|\\s', '', 'g'), 'base64'
)), 'hex')`

/**
 * 登记登录凭据: the certificate or the identity at the provider by which somebody signs in who has an account. Proposed by
 * the system officer, decided by the security officer; a first sign-in never makes it (platform.md 6).
 */
export function credentialKind(): RecordKind {
  return defineProposal({
    code: 'CREDENTIAL',
    title: { zh: '登记登录凭据', en: 'registration of a credential' },
    input: Asked,
    titles: { propose: { zh: '提出登记', en: 'propose' }, accept: { zh: '批准登记', en: 'register' } },
    acceptStep: 'REVIEW',
    isHighRisk: true,
    subject: (asked) => peopleSubject(sql`array[${asked} ->> 'staff_id']`),
    facts: (asked) => sql`jsonb_build_object(
      'person', ${personSql(sql`${asked} ->> 'staff_id'`)},
      'isCertificateTaken', exists (
        select
        from app.certificate_credential
        where certificate_credential.fingerprint = ${fingerprint(asked)}
      ),
      'isIdentityTaken', exists (
        select
        from app.oidc_identity
        where oidc_identity.issuer = ${asked} -> 'identity' ->> 'issuer'
          and oidc_identity.subject = ${asked} -> 'identity' ->> 'subject'
      )
    )`,
    factsSchema: Facts,
    judge(asked, facts, { at }) {
      const refusal = refusalOfCredential(asked, facts, at)
      if (refusal !== null) return refusal
      // With the epoch: a removal of access at the same moment is not outrun.
      return { effects: [raiseEpoch(facts.person!.actor), ...credentialsOf(asked)] }
    },
  })
}

function refusalOfCredential(
  asked: Asked,
  { person, isCertificateTaken, isIdentityTaken }: Facts,
  at: Date,
): Refusal | null {
  const refusal = refusalWithoutAccount(person, asked.staff_id, at)
  if (refusal !== null) return refusal
  if (asked.certificate === null && asked.identity === null) {
    return invalid(
      '请填写客户端证书或统一身份认证的用户标识。',
      'give a client certificate, or the identity at the provider.',
    )
  }
  if (asked.certificate !== null && readCertificate(asked.certificate)!.validUntil <= at) {
    return conflict('该证书已过有效期，请换一张。', 'that certificate has expired; use another one.')
  }
  if (isCertificateTaken) {
    return conflict(
      '该证书已经登记；一张证书只登记一次，只属于一人。',
      "that certificate is registered already; a certificate is registered once, as one person's.",
    )
  }
  if (isIdentityTaken) {
    return conflict(
      '该用户标识已经登记；一个用户标识只登记一次，只属于一人。',
      "that identity is registered already; an identity is registered once, as one person's.",
    )
  }
  return null
}

function credentialsOf({ staff_id, certificate, identity }: Asked): readonly Effect[] {
  const effects: Effect[] = []
  if (certificate !== null) {
    const read = readCertificate(certificate)
    assert(read !== null, 'the schema has read the certificate')
    const { fingerprint, pem, validUntil } = read
    const values = { fingerprint, staff_id, pem, valid_until: validUntil.toISOString() }
    effects.push({ operation: 'insert', table: 'app.certificate_credential', values })
  }
  if (identity !== null) {
    const { issuer, subject } = identity
    effects.push({ operation: 'insert', table: 'app.oidc_identity', values: { issuer, subject, staff_id } })
  }
  return effects
}
