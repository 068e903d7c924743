import type { Texts } from '#web/language/language.ts'

export const problemTexts = {
  fault: {
    zh: '页面程序出错，未提交任何内容；请刷新后重试。',
    en: 'The page failed and nothing was sent; reload it and try again.',
  },
  request: { zh: '请求编号', en: 'Request' },
  colon: { zh: '：', en: ': ' },
  retry: { zh: '重试', en: 'Try again' },
} as const satisfies Texts
