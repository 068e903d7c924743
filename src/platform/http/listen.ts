import { readFileSync } from 'node:fs'
import { createServer as createPlainServer, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Refusal } from '#base/refusal.ts'

export interface ListenOptions {
  readonly fetch: Parameters<typeof createAdaptorServer>[0]['fetch']
  readonly host: string
  readonly port: number
  /** Only the demonstration moves aside; a server for work stays where its proxy looks for it (platform.md 8). */
  readonly canMoveToNextPort: boolean
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | null
}

export interface Listening {
  readonly port: number
  /** Stops accepting, lets requests under way finish for `finish_ms`, then closes what is left. */
  readonly stop: () => Promise<void>
}

/** A slow client may hold a connection, not for ever: headers within 15 s, an upload within 5 minutes. */
const headers_ms_max = 15_000
const request_ms_max = 300_000
/** platform.md 23. */
const finish_ms_max = 10_000
const portsTried = 50

function tlsOptions({ certificateFile, keyFile }: NonNullable<ListenOptions['tls']>) {
  try {
    return { cert: readFileSync(certificateFile), key: readFileSync(keyFile), minVersion: 'TLSv1.2' as const }
  } catch (error) {
    throw new Refusal('unreadable_input', {
      zh: `无法读取 TLS 证书或私钥（${certificateFile}、${keyFile}）；请检查路径和权限。`,
      en: `The TLS certificate or key cannot be read (${certificateFile}, ${keyFile}); check paths and permissions. ${String((error as Error).name)}`,
    })
  }
}

function createNodeServer({ fetch, tls }: ListenOptions): Server {
  const limits = {
    headersTimeout: headers_ms_max,
    requestTimeout: request_ms_max,
    connectionsCheckingInterval: 5_000,
    maxHeaderSize: 16_384,
  }
  const server =
    tls === null
      ? createAdaptorServer({ fetch, createServer: createPlainServer, serverOptions: limits })
      : createAdaptorServer({
          fetch,
          createServer: createSecureServer,
          serverOptions: { ...limits, ...tlsOptions(tls) },
        })
  return server as Server
}

function bind(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => resolve(error)
    server.once('error', failed)
    server.listen({ host, port }, () => {
      server.off('error', failed)
      resolve(null)
    })
  })
}

function cannotListen(host: string, port: number, code: string | undefined): Refusal {
  if (code === 'EADDRINUSE') {
    return new Refusal('unavailable', {
      zh: `端口 ${port} 已被占用；请停止占用它的程序，或设置其他端口。`,
      en: `Port ${port} is taken; stop the program that holds it, or set another port.`,
    })
  }
  return new Refusal('unavailable', {
    zh: `无法在 ${host}:${port} 监听（${code ?? '未知原因'}）；请检查地址和权限。`,
    en: `Cannot listen on ${host}:${port} (${code ?? 'unknown reason'}); check the address and permissions.`,
  })
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), finish_ms_max)
  // A kept-alive connection turns idle only after its answer.
  const sweep = setInterval(() => server.closeIdleConnections(), 100)
  await closed
  clearTimeout(timer)
  clearInterval(sweep)
}

export async function listen(options: ListenOptions): Promise<Listening> {
  const last = options.canMoveToNextPort ? options.port + portsTried : options.port
  for (let port = options.port; ; port += 1) {
    const server = createNodeServer(options)
    const error = await bind(server, options.host, port)
    if (error === null) {
      return { port: (server.address() as AddressInfo).port, stop: () => stop(server) }
    }
    if (error.code !== 'EADDRINUSE' || port >= last) throw cannotListen(options.host, port, error.code)
  }
}
