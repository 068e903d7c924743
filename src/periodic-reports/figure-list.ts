import type { Bilingual } from '#base/bilingual.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { schemes } from '#standard/code-lists.ts'
import type { SectionCode } from './report-codes.ts'

/**
 * The figures of a report (domain 7.4): what `app.report_figures` (migrations 0162 and 0163, where each is defined)
 * answers by these codes. What it cannot say, because nothing here keeps it, is null and is said to be so, never zero.
 */
export interface Figure {
  readonly section: SectionCode
  readonly title: Bilingual
  readonly unit: 'count' | 'fen' | 'rate'
  readonly source: Bilingual
}

const sources = {
  organisation: { zh: '组织机构', en: 'organisation' },
  meetings: { zh: '会议与领导小组', en: 'meetings and leading groups' },
  ledger: { zh: '风险防控台账', en: 'risk ledger' },
  runs: { zh: '筛查运行', en: 'screening runs' },
  findings: { zh: '疑点库', en: 'findings' },
  cases: { zh: '案件', en: 'cases' },
  recoveries: { zh: '追回', en: 'recoveries' },
  sampling: { zh: '抽查计划', en: 'sampling plans' },
  inspections: { zh: '监督检查', en: 'inspections' },
  statements: { zh: '银行对账单', en: 'bank statements' },
  permits: { zh: '加班许可', en: 'overtime permits' },
  events: { zh: '要情', en: 'major events' },
  campaigns: { zh: '排查问题', en: 'problems of campaigns' },
  posts: { zh: '岗位任职', en: 'posts' },
  reconciliations: { zh: '对账记录', en: 'reconciliations' },
  grants: { zh: '授权', en: 'grants of roles' },
  duties: { zh: '培训与轮岗', en: 'training and rotation' },
  none: { zh: '无', en: 'none' },
} as const satisfies Readonly<Record<string, Bilingual>>

type Unit = Figure['unit']
type Row = readonly [code: string, zh: string, en: string, source: keyof typeof sources, unit?: Unit]

const schemesInEnglish: Readonly<Record<keyof typeof schemes, string>> = {
  ...{ '110': 'pension of employees', '120': 'pension of public bodies', '170': 'pension of residents' },
  ...{ '210': 'unemployment', '310': 'medical, employees', '390': 'medical, residents' },
  ...{ '410': 'work injury', '510': 'maternity' },
}

/** A finding with rows of two schemes counts in both. */
const schemeRows = Object.entries(schemes).map(
  ([code, title]): Row => [
    `findings_scheme_${code}`,
    `其中涉${title}`,
    `of these ${schemesInEnglish[code as keyof typeof schemes]}`,
    'findings',
  ],
)

const rows: Readonly<Partial<Record<SectionCode, readonly Row[]>>> = {
  ORGANISATION: [
    ['agencies', '经办机构数', 'handling agencies', 'organisation'],
    ['staff_on_post', '在岗工作人员', 'staff on post', 'organisation'],
    ['leading_groups', '在任领导小组', 'leading groups in office', 'meetings'],
    ['meetings_decided', '已审签会议', 'meetings with approved minutes', 'meetings'],
  ],
  LEDGER: [
    ['points_in_force', '期末在册风险点', 'risk points in force', 'ledger'],
    ['points_first_level', '其中一级', 'of these of the first level', 'ledger'],
    ['points_new', '本期新增', 'new', 'ledger'],
    ['points_removed', '本期销号', 'removed', 'ledger'],
    ['points_reviewed', '本期复查', 'reviewed', 'ledger'],
    ['points_shifted', '等级调整', 'level changed', 'ledger'],
    ['points_raised', '其中调高', 'of these raised', 'ledger'],
    ['points_lowered', '其中调低', 'of these lowered', 'ledger'],
  ],
  MONITORING: [
    ['deliveries_came', '新到数据批次', 'deliveries that came', 'runs'],
    ['feeds_known', '应续交数据表', 'feeds that come again and again', 'runs'],
    ['feeds_came', '其中本期交来', 'of these came', 'runs'],
    ['feeds_on_time', '期末未超期', 'not too old at the end', 'runs'],
    ['feed_rate', '数据按期率', 'share not too old', 'runs', 'rate'],
    ['runs_done', '完成筛查', 'screenings done', 'runs'],
    ['findings_new', '新增疑点', 'new findings', 'findings'],
    ['findings_first', '其中一级', 'of these of level 1', 'findings'],
    ['findings_second', '其中二级', 'of these of level 2', 'findings'],
    ['findings_third', '其中三级', 'of these of level 3', 'findings'],
    ...schemeRows,
    ['findings_no_scheme', '其中不涉具体险种', 'of these of no scheme', 'findings'],
    ['findings_fen', '新增疑点涉及金额', 'amount of new findings', 'findings', 'fen'],
    ['findings_concluded', '本期核结疑点', 'findings concluded', 'findings'],
    ['findings_true', '其中属实（含部分属实）', 'of these true or partly', 'findings'],
    ['true_rate', '属实率', 'share that is true', 'findings', 'rate'],
    ['loss_fen', '本期认定损失', 'loss confirmed', 'cases', 'fen'],
    ['recovered_fen', '本期追回', 'recovered', 'recoveries', 'fen'],
  ],
  SAMPLING: [
    ['sample_population', '应抽查业务总量', 'population', 'sampling'],
    ['sample_wanted', '应抽查', 'to be drawn', 'sampling'],
    ['sample_drawn', '已抽取', 'drawn', 'sampling'],
    ['sample_checked', '已复核', 'checked', 'sampling'],
    ['sample_wrong', '发现差错', 'wrong', 'sampling'],
    ['sample_rate', '抽查完成率', 'share checked', 'sampling', 'rate'],
  ],
  INSPECTION: [
    ['inspected_on_site', '本年已现场检查机构', 'agencies inspected on site this year', 'inspections'],
    ['inspection_agencies', '经办机构总数', 'agencies', 'organisation'],
    ['inspection_rate', '现场检查比例（要求20%）', 'share inspected (20 % asked)', 'inspections', 'rate'],
  ],
  FINANCE: [
    ['statements_kept', '导入并核对的对账单', 'bank statements compared', 'statements'],
    ['findings_finance', '财务类新增疑点', 'new findings on finance', 'findings'],
    ['reconciliations_due', '应完成日、月对账', 'reconciliations due', 'reconciliations'],
    ['reconciliations_in_time', '其中按期', 'of these in time', 'reconciliations'],
    ['reconciliations_late', '其中逾期或缺失', 'of these late or missing', 'reconciliations'],
    ['reconciliation_rate', '按期对账率', 'share in time', 'reconciliations', 'rate'],
  ],
  SYSTEM: [
    ['findings_system', '系统权限类新增疑点', 'new findings on systems', 'findings'],
    ['findings_conflicts', '其中不相容权限', 'of these conflicting roles', 'findings'],
    ['findings_off_hours', '其中非工作时间操作', 'of these out of hours', 'findings'],
    ['findings_leavers', '其中离岗人员账号', 'of these accounts of leavers', 'findings'],
    ['staff_in_conflict', '本系统持有互斥角色人员', 'people with excluding roles here', 'grants'],
    ['leavers', '本期离岗人员', 'people who left', 'organisation'],
    ['leavers_closed', '其中当日停用权限', 'of these closed the same day', 'grants'],
    ['leaver_rate', '离岗当日停用率', 'share closed the same day', 'grants', 'rate'],
    ['overtime_permits', '加班许可', 'overtime permits', 'permits'],
  ],
  CERTIFICATION: [
    ['findings_certification', '资格认证类新增疑点', 'new findings on certification', 'findings'],
    ['findings_cards', '社保卡类新增疑点', 'new findings on cards', 'findings'],
  ],
  EVENTS: [
    ['events_found', '本期发现要情', 'events found', 'events'],
    ['events_late', '其中首报逾期', 'of these reported late', 'events'],
    ['events_final', '已终报', 'with a final report', 'events'],
    ['events_fen', '涉及金额', 'amount', 'events', 'fen'],
    ['events_loss_fen', '造成损失', 'loss', 'events', 'fen'],
    ['events_recovered_fen', '已追回', 'recovered', 'events', 'fen'],
  ],
  TIPS: [
    ['tips_received', '受理举报', 'tips taken', 'none'],
    ['rewards_paid', '发放奖励', 'rewards paid', 'none'],
  ],
  RECTIFICATION: [
    ['problems_found', '排查发现问题', 'problems found', 'campaigns'],
    ['problems_handled', '已处理', 'handled', 'campaigns'],
    ['problems_rectified', '已整改', 'rectified', 'campaigns'],
    ['handled_rate', '处理率（要求95%）', 'share handled (95 % asked)', 'campaigns', 'rate'],
    ['rectified_rate', '整改率（要求95%）', 'share rectified (95 % asked)', 'campaigns', 'rate'],
  ],
  TRAINING: [
    ['posts_over_term', '超期未轮岗', 'posts held beyond their term', 'posts'],
    ['rotations_planned', '计划轮岗', 'moves planned', 'duties'],
    ['rotations_done', '其中已轮岗', 'of these done', 'duties'],
    ['rotation_rate', '轮岗完成率', 'share done', 'duties', 'rate'],
    ['trainings_held', '举办培训与警示教育', 'trainings held', 'duties'],
    ['warnings_held', '其中警示教育', 'of these warning education', 'duties'],
    ['staff_trained', '参训在岗人员', 'people trained', 'duties'],
    ['trained_rate', '培训覆盖率', 'share trained', 'duties', 'rate'],
    ['staff_warned', '接受警示教育人员', 'people at warning education', 'duties'],
    ['warned_rate', '警示教育覆盖率', 'share at warning education', 'duties', 'rate'],
    ['exams_held', '组织考试', 'exams', 'duties'],
    ['exam_scores', '参考人次', 'scores', 'duties'],
    ['exam_passed', '其中合格', 'of these passed', 'duties'],
    ['exam_rate', '考试合格率', 'share passed', 'duties', 'rate'],
  ],
}

export const figures: ReadonlyMap<string, Figure> = new Map(
  Object.entries(rows).flatMap(([section, listed]) =>
    (listed ?? []).map(([code, zh, en, source, unit = 'count']) => {
      const figure: Figure = {
        section: section as SectionCode,
        title: { zh, en },
        unit,
        source: sources[source],
      }
      return [code, figure] as const
    }),
  ),
)

/** Shares of two figures: numerator, denominator. */
export const rates: Readonly<Record<string, readonly [string, string]>> = {
  feed_rate: ['feeds_on_time', 'feeds_known'],
  true_rate: ['findings_true', 'findings_concluded'],
  sample_rate: ['sample_checked', 'sample_wanted'],
  inspection_rate: ['inspected_on_site', 'inspection_agencies'],
  reconciliation_rate: ['reconciliations_in_time', 'reconciliations_due'],
  leaver_rate: ['leavers_closed', 'leavers'],
  rotation_rate: ['rotations_done', 'rotations_planned'],
  trained_rate: ['staff_trained', 'staff_on_post'],
  warned_rate: ['staff_warned', 'staff_on_post'],
  exam_rate: ['exam_passed', 'exam_scores'],
  handled_rate: ['problems_handled', 'problems_found'],
  rectified_rate: ['problems_rectified', 'problems_found'],
}

export const noData: Bilingual = { zh: '本系统尚无此项数据', en: 'this system has no such data yet' }
const nothingYet: Bilingual = { zh: '—', en: '—' }

/** Ten-thousandths, rounded down: 94.999 % never reads as the 95 % that is asked. */
export function rateOf(part: bigint, whole: bigint): bigint | null {
  return whole === 0n ? null : (part * 10_000n) / whole
}

export interface KeptFigure {
  readonly code: string
  /** Digits: a count, fen, or ten-thousandths; null: nothing here keeps it, or there is nothing to divide by. */
  readonly value: string | null
  readonly hasSource: boolean
}

/** Every figure of the list in its order, from what the database answered by code. */
export function keptFigures(answered: Readonly<Record<string, string | null>>): KeptFigure[] {
  return [...figures.keys()].map((code): KeptFigure => {
    const shares = rates[code]
    if (shares === undefined) {
      const value = answered[code] ?? null
      return { code, value, hasSource: value !== null }
    }
    const [part, whole] = shares.map((name) => answered[name] ?? null)
    if (part == null || whole == null) return { code, value: null, hasSource: false }
    return { code, value: rateOf(BigInt(part), BigInt(whole))?.toString() ?? null, hasSource: true }
  })
}

export function figureText({ code, value, hasSource }: KeptFigure, language: keyof Bilingual): string {
  if (!hasSource) return noData[language]
  if (value === null) return nothingYet[language]
  const unit = figures.get(code)?.unit
  if (unit === 'fen') return `${formatYuanGrouped(BigInt(value))}${language === 'zh' ? '元' : ' yuan'}`
  if (unit === 'rate') return `${(Number(value) / 100).toFixed(2)}%`
  return value.replace(/\B(?=(\d{3})+$)/g, ',')
}
