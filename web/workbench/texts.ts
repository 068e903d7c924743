import type { Texts } from '#web/language/language.ts'

export const workbenchTexts = {
  hello: { zh: '{name}，您好', en: 'Good day, {name}' },
  mine: { zh: '我的待办', en: 'My to-dos' },
  post: { zh: '岗位待办', en: 'To-dos of my posts' },
  mineEmpty: { zh: '没有待办事项', en: 'Nothing is waiting for you' },
  postEmpty: { zh: '岗位上没有待领取的事项', en: 'Nothing is waiting for your posts' },
  title: { zh: '事项', en: 'To do' },
  agency: { zh: '机构', en: 'Agency' },
  due: { zh: '期限', en: 'Due' },
  since: { zh: '收到时间', en: 'Since' },
  claim: { zh: '领取', en: 'Take' },
  release: { zh: '退回岗位', en: 'Give back' },
  open: { zh: '打开', en: 'Open' },
  assigned: { zh: '已由 {name} 领取', en: 'taken by {name}' },
  free: { zh: '只看未领取', en: 'Only what nobody has taken' },
  claimed: { zh: '已领取', en: 'Taken' },
  start: { zh: '办理新业务', en: 'Start something' },
  posts: { zh: '我的岗位', en: 'My posts' },
  roles: { zh: '我的角色', en: 'My roles' },
  none: { zh: '无', en: 'none' },
  keyPost: { zh: '风险岗位', en: 'key post' },
} as const satisfies Texts
