import { describe, expect, test } from 'vitest'
import { clientReader, type ProxySettings } from './client.ts'

function read(
  settings: ProxySettings,
  peerAddress: string,
  headers: Record<string, string>,
  isEncrypted = false,
) {
  return clientReader(settings)({ peerAddress, isEncrypted, header: (name) => headers[name] })
}

const listed: ProxySettings = { trusted: ['10.0.0.0/24', 'fd00::1'], sharedSecret: 'secret of the proxy' }
const forwarded = {
  host: 'internal:8080',
  'x-forwarded-for': '203.0.113.9',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'Risk.Example.Test',
}

describe('headers about the client', () => {
  test('are believed from a listed proxy', () => {
    expect(read(listed, '10.0.0.7', forwarded)).toEqual({
      address: '203.0.113.9',
      isSecure: true,
      host: 'risk.example.test',
      certificate: null,
      isProxied: true,
    })
    expect(read(listed, '::ffff:10.0.0.7', forwarded).address).toBe('203.0.113.9')
    expect(read(listed, 'fd00::1', forwarded).address).toBe('203.0.113.9')
  })

  test('are not believed from anybody else', () => {
    const client = read(listed, '10.0.1.7', forwarded)
    expect(client).toMatchObject({
      address: '10.0.1.7',
      isSecure: false,
      host: 'internal:8080',
      isProxied: false,
    })
    expect(read({ trusted: [], sharedSecret: null }, '127.0.0.1', forwarded).isSecure).toBe(false)
  })

  test('the last hop that is no listed proxy counts: what a client wrote in front of it does not', () => {
    const headers = { ...forwarded, 'x-forwarded-for': '1.2.3.4, 203.0.113.9, 10.0.0.8' }
    expect(read(listed, '10.0.0.7', headers).address).toBe('203.0.113.9')
    expect(read(listed, '10.0.0.7', { ...forwarded, 'x-forwarded-for': 'nonsense' }).address).toBe('10.0.0.7')
  })

  test('a certificate needs proxy, secret and verification', () => {
    const certificate = { ...forwarded, 'x-client-certificate': 'A%20B', 'x-client-verify': 'SUCCESS' }
    const withSecret = { ...certificate, 'x-proxy-secret': 'secret of the proxy' }
    expect(read(listed, '10.0.0.7', withSecret).certificate).toBe('A B')
    expect(read(listed, '10.0.0.7', certificate).certificate).toBeNull()
    expect(read(listed, '10.0.0.7', { ...withSecret, 'x-proxy-secret': 'other' }).certificate).toBeNull()
    expect(read(listed, '10.0.0.7', { ...withSecret, 'x-client-verify': 'NONE' }).certificate).toBeNull()
    expect(read(listed, '10.9.9.9', withSecret).certificate).toBeNull()
    expect(read({ ...listed, sharedSecret: null }, '10.0.0.7', withSecret).certificate).toBeNull()
  })

  test('a range that is none is refused at the start', () => {
    expect(() => clientReader({ trusted: ['10.0.0'], sharedSecret: null })).toThrow(/no IP address/)
  })
})
