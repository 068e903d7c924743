import type { Texts } from '#web/language/language.ts'

export const signInTexts = {
  title: { zh: '登录', en: 'Sign in' },
  name: { zh: '账号', en: 'Account' },
  password: { zh: '口令', en: 'Password' },
  code: { zh: '动态验证码', en: 'Authenticator code' },
  codeHint: { zh: '验证器应用中的 6 位数字', en: 'Six digits of your authenticator app' },
  needed: { zh: '请填写{field}', en: '{field} is needed' },
  signIn: { zh: '登录', en: 'Sign in' },
  passkey: { zh: '用通行密钥登录', en: 'Sign in with a passkey' },
  certificate: { zh: '用数字证书登录', en: 'Sign in with a certificate' },
  oidc: { zh: '统一身份认证登录', en: 'Single sign-on' },
  noPasskey: { zh: '通行密钥不可用：{reason}', en: 'Passkeys are not available: {reason}' },
  oldBrowser: { zh: '浏览器不支持通行密钥。', en: 'this browser does not support passkeys.' },
  cancelled: {
    zh: '未完成通行密钥验证，请重试或使用口令。',
    en: 'The passkey was not used; try again or use the password.',
  },
  demonstration: {
    zh: '演示系统：账号和口令在启动时提示的 passwords.tsv 文件中。',
    en: 'Demonstration: accounts and passwords are in the file passwords.tsv named at start.',
  },
} as const satisfies Texts
