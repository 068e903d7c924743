import { Refusal } from '#base/refusal.ts'
import { DetailedRefusal } from '#platform/http/detailed-refusal.ts'

/** One answer for every way to fail: it tells nobody whether an account exists, or which part was wrong. */
export function signInFailed(): Refusal {
  return new Refusal('not_signed_in', {
    zh: '登录失败：账号、口令、验证码或凭证有误；请核对后重试，多次失败将暂时锁定。',
    en: 'Sign-in failed: the name, password, code or credential is wrong; check and try again, repeated failures lock for a while.',
  })
}

export function lockedOut(seconds: number): Refusal {
  const minutes = Math.max(1, Math.ceil(seconds / 60))
  return new DetailedRefusal(
    'too_many',
    {
      zh: `登录失败次数过多，已暂时锁定，请在 ${minutes} 分钟后再试。`,
      en: `Too many failed sign-ins; try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    },
    { retryAfterSeconds: seconds },
  )
}

export function notSignedIn(): Refusal {
  return new Refusal('not_signed_in', {
    zh: '尚未登录，或登录已失效；请重新登录。',
    en: 'You are not signed in, or your session has ended; sign in again.',
  })
}

/** Challenges are short-lived and used once. */
export function challengeGone(): Refusal {
  return new Refusal('not_signed_in', {
    zh: '本次验证已过期或已使用；请重新开始。',
    en: 'This challenge has expired or was used; start again.',
  })
}
