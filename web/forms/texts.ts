import type { Texts } from '#web/language/language.ts'

export const formTexts = {
  needed: { zh: '请填写{field}', en: '{field} is needed' },
  choose: { zh: '请选择', en: 'Choose' },
  addRow: { zh: '添加一行', en: 'Add a row' },
  removeRow: { zh: '删除第 {row} 行', en: 'Remove row {row}' },
  rowCount: { zh: '共 {count} 行', en: '{count} rows' },
  json: { zh: '按 JSON 格式填写', en: 'As JSON' },
  notJson: { zh: '不是有效的 JSON', en: 'This is not valid JSON' },
  optional: { zh: '选填', en: 'optional' },
  yuan: { zh: '元', en: 'yuan' },
  yuanForm: { zh: '金额最多两位小数', en: 'An amount has at most two decimals' },
  upload: { zh: '选择文件', en: 'Choose a file' },
  fileHint: {
    zh: 'PDF、图片、OFD、Office、CSV、TXT、ZIP，单个不超过 50 MB',
    en: 'PDF, pictures, OFD, Office, CSV, TXT, ZIP; at most 50 MB each',
  },
  fileNeeded: { zh: '请上传{field}', en: '{field} must be attached' },
  variant: { zh: '办理内容', en: 'What' },
} as const satisfies Texts
