import { expect, test } from 'vitest'
import { languageOfLocale, readConfig } from './config.ts'

test.for([
  [{}, 'en'],
  [{ LANG: 'C.UTF-8' }, 'en'],
  [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
  [{ LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }, 'en'],
  [{ LANG: 'en_GB.UTF-8', LC_ALL: 'zh_TW.UTF-8' }, 'zh'],
  [{ LANG: 'zh_CN.UTF-8', LC_ALL: '' }, 'zh'],
] as const)('the locale %j speaks %s', ([variables, language]) => {
  expect(languageOfLocale(variables)).toBe(language)
})

test('errors are explained in full only when asked for', () => {
  expect(readConfig({}).isDebug).toBe(false)
  expect(readConfig({ FANGXIAN_DEBUG: '1' }).isDebug).toBe(true)
})
