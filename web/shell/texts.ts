import type { Texts } from '#web/language/language.ts'

export const shellTexts = {
  product: { zh: '防线', en: 'Fangxian' },
  productLong: { zh: '社会保险基金风险防控', en: 'Social insurance fund risk control' },
  workbench: { zh: '工作台', en: 'Workbench' },
  handling: { zh: '业务办理', en: 'Handling' },
  review: { zh: '复核审批', en: 'Review' },
  records: { zh: '业务记录', en: 'Records' },
  authority: { zh: '权限', en: 'Authority' },
  trail: { zh: '留痕', en: 'Trail' },
  oneself: { zh: '个人设置', en: 'My settings' },
  signOut: { zh: '退出登录', en: 'Sign out' },
  toEnglish: { zh: 'English：切换到英文', en: '中文: switch to Chinese' },
  languageShort: { zh: 'English', en: '中文' },
  dark: { zh: '切换到深色', en: 'Switch to dark' },
  light: { zh: '切换到浅色', en: 'Switch to light' },
  skip: { zh: '跳到正文', en: 'Skip to the content' },
  menu: { zh: '主菜单', en: 'Main menu' },
  place: { zh: '所在位置', en: 'Where you are' },
  loading: { zh: '加载中', en: 'Loading' },
  absent: {
    zh: '您正在休假，期间不能办理业务。',
    en: 'You are on leave: nothing can be done until you are back.',
  },
  changePassword: {
    zh: '请先修改口令，之后才能办理业务。',
    en: 'Change your password first; nothing else can be done before.',
  },
  expired: { zh: '登录已失效，请重新登录', en: 'Your session has ended; sign in again' },
  expiredMore: {
    zh: '页面上已填写的内容仍在，登录后可继续。',
    en: 'What you have typed on the page is still there; go on after signing in.',
  },
  notFound: { zh: '没有这个页面', en: 'There is no such page' },
  notFoundMore: {
    zh: '地址有误，或页面已不存在；请从左侧菜单进入。',
    en: 'The address is wrong or the page is gone; use the menu on the left.',
  },
  failed: { zh: '页面出错', en: 'The page failed' },
  failedMore: {
    zh: '请刷新页面；仍然出错时请告诉系统管理员。',
    en: 'Reload the page; if it fails again, tell the system officer.',
  },
  reload: { zh: '刷新', en: 'Reload' },
} as const satisfies Texts
