import type { Texts } from '#web/language/language.ts'

export const chartTexts = {
  chart: { zh: '图', en: 'Chart' },
  table: { zh: '表', en: 'Table' },
  shownAs: { zh: '显示方式', en: 'Shown as' },
  empty: { zh: '没有数据', en: 'No data' },
  loading: { zh: '正在绘图', en: 'Drawing' },
  failed: {
    zh: '图未能加载，下方是同一内容的表。',
    en: 'The chart could not be loaded; the table below has the same content.',
  },
} as const satisfies Texts
