/**
 * Calls of an API whose type is known: `call('POST /api/sign-in/password', { body: { name, password } })`. It needs
 * nothing but fetch, so that the web can use it; the type comes from `src/server/api.ts`.
 */
export type ApiType = Readonly<Record<string, { readonly given: unknown; readonly answer: unknown }>>

/** What went wrong, as the server said it (RFC 9457). */
export interface ApiProblem {
  readonly status: number
  readonly code: string
  readonly text: { readonly zh: string; readonly en: string }
  readonly fields: readonly {
    readonly field: string
    readonly text: { readonly zh: string; readonly en: string }
  }[]
  readonly request_id: string
}

export type ApiResult<Answer> =
  | { readonly isRefused: false; readonly answer: Answer }
  | { readonly isRefused: true; readonly problem: ApiProblem }

export type ApiCall<Api extends ApiType> = <Name extends keyof Api & string>(
  name: Name,
  given: Api[Name]['given'],
) => Promise<ApiResult<Api[Name]['answer']>>

interface Given {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

function addressOf(path: string, { params = {}, query = {} }: Given): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined)
  const search = new URLSearchParams(
    Object.fromEntries(pairs.map(([name, value]) => [name, String(value)])),
  ).toString()
  return search === '' ? filled : `${filled}?${search}`
}

/** `origin`: '' on our own page; a program gives the address and names it as Origin, too. */
export function createApiClient<Api extends ApiType>(
  send: (address: string, request: RequestInit) => Promise<Response>,
  origin: string = '',
): ApiCall<Api> {
  return async (name, given) => {
    const [method = '', path = ''] = name.split(' ')
    const parts = given as Given
    const hasBody = parts.body !== undefined
    const response = await send(origin + addressOf(path, parts), {
      method,
      headers: { ...(hasBody ? { 'content-type': 'application/json' } : {}), ...parts.headers },
      ...(hasBody ? { body: JSON.stringify(parts.body) } : {}),
    })
    const text = await response.text()
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
    const content: unknown = isJson ? JSON.parse(text) : null
    if (response.ok) return { isRefused: false, answer: content as Api[typeof name]['answer'] }
    const problem = content as ApiProblem
    return { isRefused: true, problem: { ...problem, fields: problem.fields ?? [] } }
  }
}
