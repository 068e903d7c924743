import type { Texts } from '#web/language/language.ts'

export const actingTexts = {
  confirm: { zh: '本人确认', en: 'Confirm in person' },
  confirmMore: {
    zh: '您确认的是页面上显示的内容；系统会把这次确认与办理记录一同保存。',
    en: 'You confirm exactly what the page shows; the confirmation is kept with the act.',
  },
  password: { zh: '登录口令', en: 'Your password' },
  ok: { zh: '确认并提交', en: 'Confirm and submit' },
  cancel: { zh: '取消', en: 'Cancel' },
  passkey: { zh: '用通行密钥确认', en: 'Confirm with a passkey' },
  passkeyFailed: {
    zh: '未完成通行密钥验证，请重试或使用口令。',
    en: 'The passkey was not used; try again or use the password.',
  },
  needed: { zh: '请填写口令', en: 'The password is needed' },
  submit: { zh: '提交', en: 'Submit' },
  done: { zh: '“{action}”已完成', en: 'Done: {action}' },
  mayNot: { zh: '不能办理的原因', en: 'Why this is not possible' },
  byDuties: { zh: '可由以下岗位办理：{duties}', en: 'Can be done by: {duties}' },
  stale: {
    zh: '其他人刚刚办理过本单，已为您重新载入；请核对后再办理。',
    en: 'Somebody else has just acted on this record; it was loaded again. Check it and act anew.',
  },
  rehearse: { zh: '先行检查', en: 'Check first' },
  rehearsed: { zh: '先行检查结果', en: 'Checked beforehand' },
  rehearsedMore: {
    zh: '按现在的数据检查，没有提交，也没有保存；提交时会重新检查。检查已留痕。',
    en: 'Checked on the data of now; nothing was submitted or kept, and it is checked again when submitted. The check is on record.',
  },
  wouldBeAccepted: {
    zh: '可以提交，提交后状态：{status}',
    en: 'Can be submitted; it would then be: {status}',
  },
  wouldWait: {
    zh: '有命中或未能判断的检查，须经审批',
    en: 'A hit or an open question: it will need approval',
  },
} as const satisfies Texts
