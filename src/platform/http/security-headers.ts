/** Everything from ourselves, nothing inline; what a page needs beyond that, it says. */
const policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
} as const

export type PolicyDirective = keyof typeof policy | 'worker-src' | 'sandbox'

export function contentSecurityPolicy(changes: Partial<Record<PolicyDirective, string>> = {}): string {
  return Object.entries({ ...policy, ...changes })
    .map(([directive, value]) => `${directive} ${value}`.trim())
    .join('; ')
}

/** A downloaded file is shown by nobody: no script, no form, no frame, an origin of its own (platform.md 24). */
export const downloadPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'"

/** HTTP Strict Transport Security: a year, and only where the connection is encrypted (RFC 6797, 7.2). */
const transportSecurity = 'max-age=31536000'

export function securityHeaders(isSecure: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(isSecure ? { 'strict-transport-security': transportSecurity } : {}),
  }
}
