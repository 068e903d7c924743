import { Refusal } from '#base/refusal.ts'
import type { Client } from './client.ts'

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

export const isSafeMethod = (method: string): boolean => safeMethods.has(method)

const crossSite = new Refusal('not_permitted', {
  zh: '请求来自其他网站或无法确认来源，已拒绝；请在本系统页面上操作，程序调用请带上本系统地址的 Origin。',
  en: 'The request comes from another site or cannot show where it comes from; act on a page of this system, or send its address as Origin from a program.',
})

/**
 * Cross-site request forgery: a cookie alone proves nothing about who wrote the request. The browser's own word decides
 * (Sec-Fetch-Site), else Origin; a request with neither is refused. SameSite=Strict on the cookie is the second wall.
 */
export function refuseCrossSite(
  method: string,
  header: (name: string) => string | undefined,
  client: Client,
): void {
  if (isSafeMethod(method)) return
  const site = header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin') throw crossSite
  const origin = header('origin')
  const own = `${client.isSecure ? 'https' : 'http'}://${client.host}`
  if (origin !== undefined && origin.toLowerCase() !== own) throw crossSite
  if (site === undefined && origin === undefined) throw crossSite
}
