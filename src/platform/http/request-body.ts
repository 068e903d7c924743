import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Refusal } from '#base/refusal.ts'

function tooLarge(bytesMax: number): Refusal {
  const megabytes = Math.max(1, Math.round(bytesMax / 1_048_576))
  return new Refusal('too_large', {
    zh: `请求内容超过 ${megabytes} MB 的上限；请减小内容或分次提交。`,
    en: `The body is over the limit of ${megabytes} MB; send less, or in several requests.`,
  })
}

/** Counts what comes in, whatever Content-Length says. */
export function limitBody(bytesMax: number): MiddlewareHandler {
  return bodyLimit({
    maxSize: bytesMax,
    onError: () => {
      throw tooLarge(bytesMax)
    },
  })
}

const mediaTypes = /^(application\/json|multipart\/form-data|application\/octet-stream)\b/i

/** A form of another site can send only simple types; here they are refused before anything is read. */
export function refuseMediaType(contentType: string | undefined, hasBody: boolean): void {
  if (!hasBody || (contentType !== undefined && mediaTypes.test(contentType))) return
  throw new Refusal('wrong_usage', {
    zh: '请求内容的类型不支持；请用 Content-Type: application/json。',
    en: 'The type of the body is not supported; send Content-Type: application/json.',
  })
}
