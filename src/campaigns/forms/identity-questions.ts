import type { Question } from './question.ts'

/** Certification of who is paid, and social security cards. */
export const identityQuestions: readonly Question[] = [
  {
    number: '5.1',
    category: 5,
    text: {
      zh: '是否存在连续两年未进行待遇资格认证人员？',
      en: 'Are there payees not certified for two years running?',
    },
    quote: '存在连续两年未进行待遇资格认证人员',
    rules: ['CER-01'],
    unseen: null,
    evidence: { zh: '未认证人员清单及处理情况', en: 'list of the uncertified and what was done' },
  },
  {
    number: '5.2',
    category: 5,
    text: {
      zh: '是否未建立行政村（社区）参保人员死亡报告制度？',
      en: 'Do villages and communities not report deaths?',
    },
    quote: '未建立行政村（社区）参保人员死亡报告制度',
    rules: [],
    unseen: {
      zh: '须交付村（社区）死亡报告登记，现有死亡信息只到部门',
      en: 'the villages’ register of reports would be needed; the deaths delivered come from departments',
    },
    evidence: { zh: '死亡报告制度文件、报告登记簿', en: 'the rule on reporting, register of reports' },
  },
  {
    number: '5.3',
    category: 5,
    text: {
      zh: '死亡信息报告后是否未及时在经办系统中进行标识？',
      en: 'Were reported deaths not flagged in the system in time?',
    },
    quote: '死亡信息报告后未及时在经办系统中进行标识',
    rules: ['DTH-06'],
    unseen: null,
    evidence: { zh: '死亡报告与系统标识时间对照表', en: 'when reported and when flagged' },
  },
  {
    number: '5.4',
    category: 5,
    text: {
      zh: '跨部门数据比对、手机APP等自助认证结果是否未嵌入经办系统？',
      en: 'Are results of comparison and self-service certification not in the system?',
    },
    quote: '跨部门数据比对、手机APP等自助认证结果未嵌入经办系统',
    rules: ['CER-05'],
    unseen: {
      zh: '死亡后仍认证通过已筛查；是否嵌入须交付认证渠道的接口日志',
      en: 'certification after death is screened; the log of the interfaces would be needed for the rest',
    },
    evidence: { zh: '接口清单、认证结果入库记录', en: 'list of interfaces, records of the results' },
  },
  {
    number: '5.5',
    category: 5,
    text: {
      zh: '对社会化服务认证结果的确认是否未建立初审、复核机制？',
      en: 'Are results of certification in the community not reviewed by a second person?',
    },
    quote: '对社会化服务认证结果的确认未建立初审、复核机制',
    rules: ['CER-06'],
    unseen: null,
    evidence: { zh: '社会化认证复核记录', en: 'records of the review' },
  },
  {
    number: '5.6',
    category: 5,
    text: {
      zh: '社会化服务认证是否不留存佐证材料？',
      en: 'Is no evidence kept of certification in the community?',
    },
    quote: '不留存佐证材料',
    rules: ['CER-06'],
    unseen: null,
    evidence: { zh: '佐证材料抽查清单', en: 'sample of the evidence' },
  },
  {
    number: '5.7',
    category: 5,
    text: {
      zh: '部级下发的待遇资格认证数据是否未得到应用？',
      en: 'Is the ministry’s certification data not used?',
    },
    quote: '部级下发的待遇资格认证数据未得到应用',
    rules: [],
    unseen: {
      zh: '须交付部级下发的认证数据及其处理结果',
      en: 'the ministry’s data and what became of it would be needed',
    },
    evidence: { zh: '下发数据签收及核查处理清单', en: 'receipt of the data, what was checked' },
  },
  {
    number: '6.1',
    category: 6,
    text: {
      zh: '超过6个月未发放到人的社保卡是否没有回收入库集中保管？',
      en: 'Are cards not handed out for six months outside the vault?',
    },
    quote: '超过6个月未发放到人的社保卡没有回收入库集中保管',
    rules: ['CRD-01'],
    unseen: null,
    evidence: { zh: '社保卡盘点表', en: 'inventory of cards' },
  },
  {
    number: '6.2',
    category: 6,
    text: { zh: '已死亡人员的社保卡是否未清理？', en: 'Are cards of the dead not cleared?' },
    quote: '已死亡人员的社保卡未清理',
    rules: ['CRD-02'],
    unseen: null,
    evidence: { zh: '死亡人员社保卡清理清单', en: 'list of cards cleared' },
  },
  {
    number: '6.3',
    category: 6,
    text: {
      zh: '社保卡银行账户是否存在违规未见面激活？',
      en: 'Were accounts of cards activated without seeing the holder?',
    },
    quote: '社保卡银行账户存在违规未见面激活的情形',
    rules: ['CRD-03'],
    unseen: null,
    evidence: { zh: '激活记录及现场影像抽查', en: 'sample of activations and pictures' },
  },
]
