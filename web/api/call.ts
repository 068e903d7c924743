import { type ApiProblem, createApiClient } from '#platform/http/api-client.ts'
import type { Api } from '#server/api.ts'

/** A refusal of the server, or none at all. */
export class Refused extends Error {
  readonly problem: ApiProblem

  constructor(problem: ApiProblem) {
    super(problem.text.zh)
    this.problem = problem
  }
}

export const offlineCode = 'offline'

const offline: ApiProblem = {
  status: 0,
  code: offlineCode,
  text: {
    zh: '无法连接服务器，内容未丢失；请检查网络后重试。',
    en: 'The server cannot be reached and nothing you typed is lost; check the connection and try again.',
  },
  fields: [],
  request_id: '',
}

type Listener = () => void
const onSignedOut = new Set<Listener>()

/** Told once an answer says that the session has ended. */
export function listenSignedOut(listener: Listener): () => void {
  onSignedOut.add(listener)
  return () => void onSignedOut.delete(listener)
}

/** In the language of the page, whatever the browser was installed in: headings of exports go by it. */
async function send(address: string, request: RequestInit): Promise<Response> {
  const headers = new Headers(request.headers)
  headers.set('accept-language', document.documentElement.lang)
  try {
    return await fetch(address, { ...request, headers, credentials: 'same-origin' })
  } catch {
    throw new Refused(offline)
  }
}

const call = createApiClient<Api>(send)

export type Name = keyof Api & string
export type Given<N extends Name> = Api[N]['given']
export type Answer<N extends Name> = Api[N]['answer']

export async function ask<N extends Name>(name: N, given: Given<N>): Promise<Answer<N>> {
  const result = await call(name, given)
  if (!result.isRefused) return result.answer
  if (result.problem.status === 401 && !name.startsWith('POST /api/sign-in')) {
    for (const listener of onSignedOut) listener()
  }
  throw new Refused(result.problem)
}

/** What the server answered with outside the typed client. */
function refusalOf(content: unknown): Refused {
  const problem = content as Omit<ApiProblem, 'fields'> & Partial<ApiProblem>
  return new Refused({ ...problem, fields: problem.fields ?? [] })
}

export interface Uploaded {
  readonly attachment_id: string
  readonly name: string
  readonly size_bytes: number
}

/** The content is the body: the typed client speaks JSON only. */
export async function sendBytes<Answered>(
  address: string,
  { body, name, signal }: { readonly body: Blob; readonly name: string; readonly signal?: AbortSignal },
): Promise<Answered> {
  const response = await send(address, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) },
    body,
    ...(signal === undefined ? {} : { signal }),
  })
  const content = (await response.json()) as unknown
  if (response.status === 401) for (const listener of onSignedOut) listener()
  if (!response.ok) throw refusalOf(content)
  return content as Answered
}

export function upload(file: File): Promise<Uploaded> {
  return sendBytes('/api/attachments', { body: file, name: file.name })
}

/** A file that an act answers with, saved under the name the server gave it. */
export async function download(address: string, request: RequestInit = {}): Promise<void> {
  const response = await send(address, request)
  if (!response.ok) throw refusalOf(await response.json())
  const named = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('content-disposition') ?? '')
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = named?.[1] === undefined ? 'download' : decodeURIComponent(named[1])
  link.click()
  URL.revokeObjectURL(link.href)
}
