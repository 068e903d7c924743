import { Refusal } from '#base/refusal.ts'
import type { Settings } from '#platform/configuration/settings.ts'

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1'])

export const isLoopbackHost = (host: string): boolean => loopbackHosts.has(host)

function refuse(zh: string, en: string): never {
  throw new Refusal('wrong_usage', { zh, en })
}

/** What must not be served at all, whatever the database holds (platform.md 8). */
export function refuseSettings(settings: Settings, { isDemonstration }: { isDemonstration: boolean }): void {
  const { server, database, signIn } = settings
  if (isDemonstration && (database.url !== null || database.ownerUrl !== null)) {
    refuse(
      '演示只使用自己的数据库；请去掉 DATABASE_URL，正式使用请运行 bin/fangxian serve。',
      'The demonstration uses a database of its own; unset DATABASE_URL, and for work run bin/fangxian serve.',
    )
  }
  if (isDemonstration && !isLoopbackHost(server.host)) {
    refuse(
      '演示只在本机打开；请去掉 FANGXIAN_HOST，正式使用请运行 bin/fangxian serve。',
      'The demonstration is for this machine only; unset FANGXIAN_HOST, and for work run bin/fangxian serve.',
    )
  }
  if (!isDemonstration && !signIn.password.needsTotp) {
    refuse(
      '正式使用时口令登录必须使用动态验证码；请去掉 signIn.password.needsTotp: false。',
      'For work a password needs an authenticator code; remove signIn.password.needsTotp: false.',
    )
  }
  if (isLoopbackHost(server.host)) return
  if (server.tls === null && server.proxy.trusted.length === 0) {
    refuse(
      `在 ${server.host} 上提供服务必须加密；请设置 server.tls 的证书和私钥，或在 server.proxy.trusted 中声明提供 TLS 的代理。`,
      `Listening on ${server.host} needs encryption; set certificate and key in server.tls, or declare the proxy that does TLS in server.proxy.trusted.`,
    )
  }
  if (server.publicOrigin === null) {
    refuse(
      `在 ${server.host} 上提供服务须设置 server.publicOrigin，即用户打开系统的地址，例如 https://risk.example.gov.cn。`,
      `Listening on ${server.host} needs server.publicOrigin: the address under which people open the system, e.g. https://risk.example.gov.cn.`,
    )
  }
}
