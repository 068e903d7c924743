import { Refusal } from '#base/refusal.ts'

/** The name in X-File-Name, percent-encoded by RFC 3986 as headers hold no Chinese. */
export function fileNameOf(header: string): string {
  try {
    return decodeURIComponent(header)
  } catch {
    throw new Refusal('wrong_usage', {
      zh: '文件名 X-File-Name 未按 RFC 3986 编码；请用 encodeURIComponent 编码。',
      en: 'The file name in X-File-Name is not percent-encoded; encode it with encodeURIComponent.',
    })
  }
}
