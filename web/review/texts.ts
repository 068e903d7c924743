import type { Texts } from '#web/language/language.ts'

export const reviewTexts = {
  queue: { zh: '等待复核、审批', en: 'Waiting for review or approval' },
  mine: { zh: '我已领取', en: 'Taken by me' },
  how: {
    zh: '先领取，再打开详情核对新旧差异和校验结果，最后确认办理。自己录入的业务不会出现在这里。',
    en: 'Take one, open it, compare old and new and read the checks, then confirm. What you entered yourself is not offered.',
  },
} as const satisfies Texts
