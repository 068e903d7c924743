import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import type { Bilingual, Language } from '#base/bilingual.ts'
import { Refusal, type RefusalCode } from '#base/refusal.ts'
import { isNoSpace } from '#platform/disk-space.ts'
import { type CouldBeDoneBy, DetailedRefusal } from './detailed-refusal.ts'

/** The one place a refusal becomes the status of an answer. */
export const statusOfRefusal: Readonly<Record<RefusalCode, ContentfulStatusCode>> = {
  wrong_usage: 400,
  unreadable_input: 422,
  nothing_to_read: 422,
  unfit_data: 422,
  unwritable_output: 500,
  no_space: 507,
  not_signed_in: 401,
  not_permitted: 403,
  not_found: 404,
  stale_version: 409,
  in_progress: 409,
  action_not_available: 409,
  conflict: 409,
  invalid_input: 422,
  key_reused: 422,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
}

const titles: Readonly<Record<number, Bilingual>> = {
  400: { zh: '请求格式有误', en: 'The request is malformed' },
  401: { zh: '尚未登录', en: 'Not signed in' },
  403: { zh: '不允许', en: 'Not permitted' },
  404: { zh: '未找到', en: 'Not found' },
  409: { zh: '与当前状态冲突', en: 'In conflict with the present state' },
  413: { zh: '内容过大', en: 'Too large' },
  422: { zh: '内容有误', en: 'The content is wrong' },
  429: { zh: '次数过多', en: 'Too many requests' },
  500: { zh: '程序出错', en: 'An error of the program' },
  503: { zh: '暂不可用', en: 'Unavailable for the moment' },
  507: { zh: '空间不足', en: 'No space left' },
}

const BilingualText = z.object({ zh: z.string(), en: z.string() })

/** RFC 9457. `title` and `detail` are in the language asked for, `text` in both. */
export const Problem = z
  .object({
    type: z.string().describe('urn:fangxian:problem:<code>'),
    code: z.string(),
    status: z.int(),
    title: z.string(),
    detail: z.string(),
    text: BilingualText,
    request_id: z.string(),
    fields: z.array(z.object({ field: z.string(), text: BilingualText })).optional(),
    could_be_done_by: z
      .object({
        duties: z.array(z.object({ duty: z.string(), title: BilingualText })),
        staff_ids: z.array(z.string()),
      })
      .optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>

export const problemMediaType = 'application/problem+json'

const fault: Bilingual = {
  zh: '程序出错，未做任何更改；请重试，仍不行时把请求编号告诉系统管理员。',
  en: 'The program failed and nothing was changed; try again, and if it persists give the request number to the system officer.',
}

const noSpaceText: Bilingual = {
  zh: '服务器磁盘空间不足，未做任何更改；请联系系统管理员清理磁盘。',
  en: 'The server is out of disk space and nothing was changed; ask the system officer to free some.',
}

/** How long a client waits when nothing better is known. */
const retrySeconds: Partial<Record<RefusalCode, number>> = { in_progress: 1, unavailable: 5, too_many: 60 }

function personsOf({ duties, staffIds }: CouldBeDoneBy): NonNullable<Problem['could_be_done_by']> {
  return { duties: [...duties], staff_ids: [...staffIds] }
}

function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal && error.code !== 'no_space') return error
  // A path of the server is no business of the reader's.
  if (isNoSpace(error)) return new Refusal('no_space', noSpaceText)
  if (!(error instanceof HTTPException)) return null
  if (error.status === 413) {
    return new Refusal('too_large', { zh: '请求内容过大。', en: 'The body of the request is too large.' })
  }
  if (error.status >= 400 && error.status < 500) {
    return new Refusal('wrong_usage', {
      zh: '请求内容不是有效的 JSON；请检查括号、引号和逗号。',
      en: 'The body is not valid JSON; check its brackets, quotes and commas.',
    })
  }
  return null
}

export interface ProblemAnswer {
  readonly status: ContentfulStatusCode
  readonly body: Problem
  readonly headers: Readonly<Record<string, string>>
  /** False: a bug of ours, to be logged with its stack. */
  readonly isExpected: boolean
}

export function problemOf(
  error: unknown,
  { language, requestId }: { language: Language; requestId: string },
): ProblemAnswer {
  const refusal = refusalOf(error)
  const status = refusal === null ? 500 : statusOfRefusal[refusal.code]
  const code = refusal?.code ?? 'fault'
  const text = refusal?.text ?? fault
  const details = refusal instanceof DetailedRefusal ? refusal.details : {}
  const retry = details.retryAfterSeconds ?? (refusal === null ? undefined : retrySeconds[refusal.code])
  const title = titles[status] ?? titles[500]!
  return {
    status,
    isExpected: refusal !== null,
    headers: {
      'content-type': `${problemMediaType}; charset=utf-8`,
      'content-language': language === 'zh' ? 'zh-CN' : 'en',
      // The rest of what is too large is not waited for, so nothing else can come on this connection.
      ...(status === 413 ? { connection: 'close' } : {}),
      ...(retry === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(retry))) }),
    },
    body: {
      type: `urn:fangxian:problem:${code}`,
      code,
      status,
      title: title[language],
      detail: text[language],
      text,
      request_id: requestId,
      ...(details.fields === undefined ? {} : { fields: [...details.fields] }),
      ...(details.couldBeDoneBy === undefined ? {} : { could_be_done_by: personsOf(details.couldBeDoneBy) }),
    },
  }
}
