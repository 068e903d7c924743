import { createHash, timingSafeEqual } from 'node:crypto'
import { BlockList, isIP, isIPv4 } from 'node:net'
import { Refusal } from '#base/refusal.ts'

export interface ProxySettings {
  /** Addresses and CIDR ranges whose headers are believed. Empty: nobody's. */
  readonly trusted: readonly string[]
  /** Without it no header about a client certificate is believed (platform.md 8). */
  readonly sharedSecret: string | null
}

/** Where a request comes from, as far as it can be known. */
export interface Client {
  readonly address: string
  /** By TLS of our own, or of a proxy that is believed. */
  readonly isSecure: boolean
  /** Host and port as the browser sees them, lower case. */
  readonly host: string
  /** The client certificate (PEM) that the declared proxy has verified. */
  readonly certificate: string | null
  readonly isProxied: boolean
}

export interface Connection {
  readonly peerAddress: string
  readonly isEncrypted: boolean
  readonly header: (name: string) => string | undefined
}

export type ClientReader = (connection: Connection) => Client

/** Names of the headers a declared proxy sets; docs/operate shows them for nginx. */
export const proxyHeaders = {
  certificate: 'x-client-certificate',
  certificateVerified: 'x-client-verify',
  sharedSecret: 'x-proxy-secret',
} as const

/** IPv4 written as IPv6 is the same machine. */
function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  return mapped?.[1] ?? address
}

function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    const bits = prefix === undefined ? null : Number(prefix)
    if (isIP(address) === 0 || (bits !== null && !Number.isInteger(bits))) {
      throw new Refusal('wrong_usage', {
        zh: `受信代理“${range}”不是 IP 地址或网段；例如 10.1.2.3 或 10.1.2.0/24。`,
        en: `The trusted proxy "${range}" is no IP address or range; e.g. 10.1.2.3 or 10.1.2.0/24.`,
      })
    }
    if (bits === null) list.addAddress(address, family)
    else list.addSubnet(address, bits, family)
  }
  return list
}

function isIn(list: BlockList, address: string): boolean {
  const family = isIP(address)
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

export function isLoopback(address: string): boolean {
  const plain = plainAddress(address)
  return plain === '::1' || plain.startsWith('127.')
}

export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()
  return timingSafeEqual(digest(given), digest(expected))
}

function certificateOf(header: Connection['header'], secret: string | null): string | null {
  const given = header(proxyHeaders.sharedSecret)
  if (secret === null || given === undefined || !isSameSecret(given, secret)) return null
  if (header(proxyHeaders.certificateVerified) !== 'SUCCESS') return null
  const encoded = header(proxyHeaders.certificate)
  if (encoded === undefined) return null
  try {
    return decodeURIComponent(encoded)
  } catch {
    return null
  }
}

/** Reads the forwarding headers only where the peer itself is a listed proxy, and takes the last hop not of them. */
export function clientReader(settings: ProxySettings): ClientReader {
  const trusted = blockListOf(settings.trusted)
  return ({ peerAddress, isEncrypted, header }) => {
    const peer = plainAddress(peerAddress)
    const host = (header('host') ?? '').toLowerCase()
    if (!isIn(trusted, peer)) {
      return { address: peer, isSecure: isEncrypted, host, certificate: null, isProxied: false }
    }
    const hops = (header('x-forwarded-for') ?? '').split(',').map((hop) => plainAddress(hop.trim()))
    const origin = hops.toReversed().find((hop) => !isIn(trusted, hop))
    return {
      address: origin !== undefined && isIP(origin) !== 0 ? origin : peer,
      isSecure: header('x-forwarded-proto')?.toLowerCase() === 'https',
      host: (header('x-forwarded-host') ?? host).toLowerCase(),
      certificate: certificateOf(header, settings.sharedSecret),
      isProxied: true,
    }
  }
}
