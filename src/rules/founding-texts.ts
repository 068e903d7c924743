import type { Bilingual } from '#base/bilingual.ts'

export interface FoundingText {
  /** Its name in the folder of the founding texts. */
  readonly file: string
  readonly title: Bilingual
}

/** The texts that rules are drawn from, by the number that a basis names. */
export const foundingTexts: Readonly<Record<string, FoundingText>> = {
  '000': {
    file: '000_427abb1f8b70484e.txt',
    title: { zh: '社保基金管理的风险与防控', en: 'Risks of the social insurance fund and their control' },
  },
  '001': {
    file: '001_d31f83b73cb0cc67.txt',
    title: {
      zh: '社保基金安全警示片观后感和方法',
      en: 'After a film of warning on the safety of the fund: reflections and methods',
    },
  },
  '002': {
    file: '002_be35c05fe731f5cd.txt',
    title: {
      zh: '关于全市社会保险基金监管的调查与思考',
      en: 'An enquiry into the supervision of a city’s social insurance fund',
    },
  },
  '003': {
    file: '003_78cbc2b5f32469fa.txt',
    title: {
      zh: '天津市社保基金风险防控专项行动方案（津人社办发〔2018〕328号）',
      en: 'Tianjin’s plan of action against risks of the fund, 2018',
    },
  },
  '004': {
    file: '004_17c8d0239519dff7.txt',
    title: {
      zh: '关于开展淮南市社会保险基金管理风险排查工作的通知（淮人社发〔2021〕48号）',
      en: 'Huainan’s notice on looking for risks in the management of the fund, 2021',
    },
  },
}
