import type { Bilingual } from '#base/bilingual.ts'
import type { Exposure } from '#exposure/measures/exposure.ts'

/** The stress tests in the words of the reports. */
export const scenarioTitles: Readonly<Record<keyof Exposure['stress'], Bilingual>> = {
  equityCrash: { zh: '股票类下跌 30%', en: 'Equity falls by 30 %' },
  yieldRise: { zh: '利率上升 150 个基点', en: 'Yields rise by 150 basis points' },
  bankDefault: { zh: '最大存款银行违约', en: 'The bank with the largest deposits defaults' },
  benefitRun: { zh: '待遇支出增加 10%', en: 'Benefits cost 10 % more' },
  collectionFall: { zh: '征缴收入减少 10%', en: 'A tenth less is collected' },
  allAtOnce: { zh: '以上同时发生', en: 'All of these at once' },
}
