import type { Bilingual } from '#base/bilingual.ts'

/** Where a finding is most likely innocent, by code: what whoever verifies it should rule out first. */
export const falsePositives: Readonly<Record<string, Bilingual>> = {
  'DTH-01': {
    zh: '死亡名单中同名或身份号码有误；死亡登记后被撤销；因出国或重复户口注销户籍、并未死亡。死亡当月的发放、死亡前月份的补发和个人账户退款不会列出。',
    en: 'A namesake or a wrong id number in the list; a death that was withdrawn; a household entry cancelled for emigration or as a duplicate. The month of death, arrears of earlier months and refunds are not listed.',
  },
  'DTH-02': {
    zh: '误报死亡但来源单位尚未撤销；身份号码有误后更正；批量比对暂停后已证明健在。',
    en: 'A mistaken death that its source has not withdrawn yet; a wrong id number that was corrected; somebody stopped by a batch match who proved to be alive.',
  },
  'DTH-03': {
    zh: '结清死亡以前未发足的月份；丧葬费、遗属待遇误记为补发。',
    en: 'Settling what was unpaid up to the death; a funeral or survivors’ benefit booked as back-pay.',
  },
  'DTH-04': {
    zh: '登记差错；为办理个人账户继承而临时恢复状态。',
    en: 'A mistake of registration; a status restored for a while to settle the inheritance of an account.',
  },
  'DTH-06': {
    zh: '同一死亡信息重复报送；经核实不属实、已说明理由退回的报送。',
    en: 'The same death reported twice; a report that was rejected with a reason.',
  },
  'PRS-01': {
    zh: '判决前羁押、无罪释放；监外执行；身份混淆；实际释放早于数据所载。',
    en: 'Detention before judgment or an acquittal; a sentence served outside prison; a mix-up of persons; a release earlier than the data say.',
  },
  'DUP-01': {
    zh: '居民养老账户一次性退款误记为养老金；转换险种的当月；身份号码有误。',
    en: 'A refund of the resident account coded as a pension; the month of the switch; a wrong id number.',
  },
  'DUP-03': {
    zh: '异地名单过时或异地已停发；异地发放的其实是职业年金、高龄津贴。',
    en: 'A stale list, or the other region has stopped already; what it pays is an annuity or an old-age allowance.',
  },
  'DUP-08': {
    zh: '退票后重发而原笔未改状态；按规定分笔发放；数据重复导出。',
    en: 'A returned line that was paid again while the first kept its status; payment split by design; rows exported twice.',
  },
  'ACC-01': {
    zh: '未成年人或失能人员的监护人；历史上夫妻共用的存折；福利院等机构的对公账户——核实后登记为监护或代养账户即不再列出。',
    en: 'Guardians of minors or incapacitated persons; a couple’s old passbook; the account of a welfare home. Once registered as such they are no longer listed.',
  },
  'ACC-02': {
    zh: '生僻字、更名、少数民族姓名的写法差别。',
    en: 'Rare characters, a change of name, or another spelling of a minority name.',
  },
  'ACC-03': {
    zh: '银行迁移、社保卡批量换卡而未登记计划批次；本人换卡。',
    en: 'A migration of banks or a re-issue of cards without a planned batch on record; a new card of the person.',
  },
  'ACC-04': {
    zh: '新办退休的首次发放；遗属待遇结算。',
    en: 'The first payment of a new pensioner; the settlement of survivors.',
  },
  'ACC-05': {
    zh: '工作人员是领取人（如本人父母）的法定监护人；工作人员领取本人的待遇不会列出。',
    en: 'Staff who are lawful guardians of the payee, such as their own parents. Staff drawing a benefit of their own are not listed.',
  },
  'ACC-08': {
    zh: '丢卡后补办又启用旧卡；银行合并造成的往返变更。',
    en: 'A card lost and found again; changes to and fro when banks merged.',
  },
  'ACC-10': {
    zh: '原账户有误、凭有效证明更正后的账户，户主确经领取人委托或系监护人。',
    en: 'A wrong account that was corrected on valid evidence, whose holder acts for the payee or is their guardian.',
  },
  'AMT-01': {
    zh: '离休、劳模、高级工程师等高待遇人员；一次性退款；补发月份；年度调待补发月份。',
    en: 'Veterans, model workers and other high pensions; a refund; a month with arrears; the month of the yearly adjustment.',
  },
  'AMT-02': {
    zh: '政策性年度补发与调待在一年内先后发放。',
    en: 'Yearly arrears by policy and an adjustment within one year.',
  },
  'AMT-03': {
    zh: '公布的调待月份未登记政策批次；年满 70、75、80 岁的倾斜调整；护理补贴等级变化。',
    en: 'An announced adjustment without a policy batch on record; the increase at 70, 75 or 80 years; another level of a care allowance.',
  },
  'AMT-04': {
    zh: '政策追溯、法院判决、延迟办理退休等依据充分的补发。',
    en: 'Arrears of a policy with retroactive effect, of a judgment, or of a retirement processed late.',
  },
  'AMT-07': {
    zh: '系统暂不支持、已在例外清单登记且有期限的情形。',
    en: 'Cases that the system cannot compute yet, registered as exceptions with an end.',
  },
  'AMT-14': {
    zh: '业务上没有正当情形；先排除明细导出不全。',
    en: 'None in the business itself; first rule out that lines are missing from the export.',
  },
  'RET-01': {
    zh: '干部、工人身份认定不同；实为特殊工种或病退而类别登记有误；政策性破产企业提前五年退休。',
    en: 'Another category (cadre or worker); special work or illness with a wrong kind on record; the five years of a bankruptcy by policy.',
  },
  'RET-14': {
    zh: '单位已解体，改在社区公示而未录入。',
    en: 'The employer is gone and the notice was put up by the community, but not recorded.',
  },
  'CER-01': {
    zh: '数据比对静默认证而未回写结果；新近退休但首次发放未交付。',
    en: 'A silent match of data that was not written back; a new pensioner whose first payment was not delivered.',
  },
  'CER-03': {
    zh: '人员极少的站所确需兼办，且留有事后复核记录。',
    en: 'A very small station where one person must do both, with a review on record afterwards.',
  },
  'CER-05': {
    zh: '死亡日期有误，或死亡的是他人。',
    en: 'The date of death is wrong, or somebody else died.',
  },
  'CER-06': {
    zh: '系统迁移前的历史记录，纸质佐证齐全但未录入。',
    en: 'Records from before a migration whose paper evidence was not entered.',
  },
  'CRD-01': {
    zh: '已回收入库但未扫描登记；已发放未登记签收。',
    en: 'A card that is back in the vault but was not scanned, or was handed out without an entry.',
  },
  'CRD-02': {
    zh: '家属正在办理账户余额继承。',
    en: 'The family is still settling the balance.',
  },
  'CRD-03': {
    zh: '银行为行动不便人员上门激活，有记录可查。',
    en: 'The bank activated it at the home of somebody disabled, with a record.',
  },
  'CTR-01': {
    zh: '当月参保不足月；政策过渡年度另有下限。',
    en: 'A month of partial participation; a lower minimum in a year of transition.',
  },
  'CTR-02': {
    zh: '计税工资中的经济补偿、福利费等非工资项目；新入职人员的首月基数；地方以当年而非上年工资为口径。',
    en: 'Severance or welfare within the taxed wage; the first base of somebody new; a region that goes by the wage of the current year.',
  },
  'CTR-03': {
    zh: '经批准缓缴；已进入破产程序。',
    en: 'An approved deferral; a bankruptcy.',
  },
  'CTR-21': {
    zh: '历史手册集中数字化录入，有登记批次。',
    en: 'Old handbooks entered in a registered project of digitisation.',
  },
  'SYS-01': {
    zh: '系统自动完成的环节被记在经办人名下。',
    en: 'Steps that the system did by itself, recorded under a person.',
  },
  'SYS-02': {
    zh: '仅有查询权限的角色误登为业务角色。',
    en: 'A read-only role recorded as one of business.',
  },
  'SYS-03': {
    zh: '确经批准的加班而未登记加班单。',
    en: 'Authorised overtime without an entry.',
  },
  'SYS-04': {
    zh: '有审批文号的计划内集中处理。',
    en: 'A planned batch with an approval number.',
  },
  'SYS-06': {
    zh: '人员已返岗而人事记录未更新。',
    en: 'Somebody came back and the staff record was not updated.',
  },
  'SYS-07': {
    zh: '没有已知的正当情形。',
    en: 'None known.',
  },
  'SYS-14': {
    zh: '经批准的专业岗位例外；离岗日期漏登。',
    en: 'An approved exemption of a specialist; an end of the post that was not recorded.',
  },
  'FIN-03': {
    zh: '银行手续费；银行将整批合并为一笔扣款，可按批次总额核对。',
    en: 'Bank fees; a debit in which the bank put batches together, to be matched with their total.',
  },
  'FIN-06': {
    zh: '没有已知的正当情形。',
    en: 'None known.',
  },
  'FIN-24': {
    zh: '多币种账户，或导出时分页、合并造成的缺行。',
    en: 'An account of several currencies, or pages that were merged or lost in the export.',
  },
  'FIN-27': {
    zh: '系统故障时经双人封存的应急报盘。',
    en: 'A fallback during an outage, sealed by two people.',
  },
}
