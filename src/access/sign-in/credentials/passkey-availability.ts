import { isIP } from 'node:net'
import type { Bilingual } from '#base/bilingual.ts'

export type PasskeyAvailability =
  | { readonly isAvailable: true; readonly domain: string; readonly origin: string }
  | { readonly isAvailable: false; readonly reason: Bilingual }

export interface Opened {
  readonly isSecure: boolean
  /** Host and port, as the browser sees them. */
  readonly host: string
}

/** `[::1]:8080` → `::1`, `localhost:8080` → `localhost`. */
function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
}

/** Browsers offer passkeys for a domain, encrypted or on localhost; elsewhere they are hidden with the reason (platform.md 8). */
export function passkeyAvailability(opened: Opened, domain: string | null): PasskeyAvailability {
  const hostname = hostnameOf(opened.host)
  const no = (zh: string, en: string): PasskeyAvailability => ({ isAvailable: false, reason: { zh, en } })
  if (domain === null) {
    return no('本系统未设置通行密钥的域名。', 'No domain for passkeys is set for this system.')
  }
  if (isIP(hostname) !== 0) {
    return no(
      `通行密钥不能用于 IP 地址；请用 ${domain} 打开本系统。`,
      `Passkeys do not work on an IP address; open the system as ${domain}.`,
    )
  }
  if (!opened.isSecure && hostname !== 'localhost') {
    return no(
      '通行密钥需要 https 连接；请用 https 打开本系统。',
      'Passkeys need an encrypted connection; open the system with https.',
    )
  }
  if (hostname !== domain && !hostname.endsWith(`.${domain}`)) {
    return no(
      `通行密钥只用于 ${domain}；请用该域名打开本系统。`,
      `Passkeys belong to ${domain}; open the system under that name.`,
    )
  }
  return { isAvailable: true, domain, origin: `${opened.isSecure ? 'https' : 'http'}://${opened.host}` }
}
