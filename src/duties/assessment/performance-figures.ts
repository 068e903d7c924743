import type { Bilingual } from '#base/bilingual.ts'

/**
 * What an assessment looks at (“分‘一级、二级、三级’风险对社保基金管理进行检查考核”, founding text 000, C039, C381): counts of
 * `app.performance_rows` (migration 0169) and shares of them. The founding texts give no formula and no score, so there
 * is none; beside a share stands the target where a paper names one.
 */

export const sections = {
  LEDGER: { zh: '风险点分级负责', en: 'risk points by level' },
  FINDINGS: { zh: '疑点核查', en: 'findings' },
  SAMPLING: { zh: '抽查差错', en: 'errors found by sampling' },
  ORDERS: { zh: '业务办理', en: 'business' },
  PEOPLE: { zh: '培训与轮岗', en: 'training and rotation' },
  TO_DOS: { zh: '待办', en: 'to-dos' },
  RECTIFICATION: { zh: '整改', en: 'rectification' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type Section = keyof typeof sections

interface Common {
  readonly section: Section
  readonly title: Bilingual
  readonly definition: Bilingual
  /** It is said of a person, too: a row names whom it is about. */
  readonly isPersonal: boolean
}
export interface CountFigure extends Common {
  readonly unit: 'count'
}
export interface RateFigure extends Common {
  readonly unit: 'rate'
  readonly parts: readonly string[]
  /** What the parts are a share of, added up. */
  readonly of: readonly string[]
  /** Ten-thousandths. */
  readonly target: number | null
}
export type PerformanceFigure = CountFigure | RateFigure

const text = (zh: string, en: string): Bilingual => ({ zh, en })
type Says = readonly [zh: string, en: string]

function count(section: Section, title: Says, definition: Says, isPersonal = true): CountFigure {
  return { section, unit: 'count', title: text(...title), definition: text(...definition), isPersonal }
}

function rate(
  section: Section,
  title: Says,
  definition: Says,
  given: Pick<RateFigure, 'parts' | 'of'> & { readonly target?: number; readonly isPersonal?: boolean },
): RateFigure {
  const { parts, of, target = null, isPersonal = true } = given
  return {
    ...{ section, unit: 'rate', title: text(...title), definition: text(...definition) },
    ...{ parts, of, target, isPersonal },
  }
}

/** “处理率、整改率应达到95%以上” (founding text 002; R-WF-17). */
const asked = 9_500

const levels = [
  [1, '一级', 'first level'],
  [2, '二级', 'second level'],
  [3, '三级', 'third level'],
] as const

function ofLevels(make: (level: 1 | 2 | 3, zh: string, en: string) => [string, PerformanceFigure][]) {
  return levels.flatMap(([level, zh, en]) => make(level, zh, en))
}

const ledger = ofLevels((level, zh, en) => [
  [
    `points_${level}`,
    count(
      'LEDGER',
      [`${zh}风险点`, `risk points, ${en}`],
      [
        '期末前已在册的风险点；个人为三类责任人之一的风险点',
        'risk points in force; of a person those of which he is one of the three responsible',
      ],
    ),
  ],
])

const findings = ofLevels((level, zh, en) => [
  [
    `raised_${level}`,
    count(
      'FINDINGS',
      [`${zh}疑点新增`, `findings raised, ${en}`],
      [
        '本期由本单位负责的新发生疑点；个人为对象是本人或其账号的疑点',
        'episodes that began in the period; of a person those about himself or his account',
      ],
    ),
  ],
  [
    `confirmed_${level}`,
    count(
      'FINDINGS',
      [`${zh}疑点查实`, `findings confirmed, ${en}`],
      ['本期核结为属实或部分属实', 'concluded as true or partly true in the period'],
    ),
  ],
  [
    `leads_in_time_${level}`,
    count(
      'FINDINGS',
      [`${zh}线索按期核结`, `leads concluded in time, ${en}`],
      [
        '本期发生、在时限内核结的疑点和案件；时限按 R-WF-01（一级20、二级30、三级60个工作日，经批准延长的从其规定）',
        'findings and cases of the period concluded within the working days of R-WF-01 (20, 30, 60 by level) or as extended',
      ],
      false,
    ),
  ],
  [
    `leads_late_${level}`,
    count(
      'FINDINGS',
      [`${zh}线索超期`, `leads late, ${en}`],
      ['超过时限核结，或到期仍未核结', 'concluded after the limit, or still open after it'],
      false,
    ),
  ],
  [
    `leads_rate_${level}`,
    rate(
      'FINDINGS',
      [`${zh}线索按期核结率`, `leads in time, ${en}`],
      ['按期核结 ÷（按期核结 + 超期）', 'in time ÷ (in time + late)'],
      {
        parts: [`leads_in_time_${level}`],
        of: [`leads_in_time_${level}`, `leads_late_${level}`],
        target: asked,
        isPersonal: false,
      },
    ),
  ],
])

const sampling: [string, PerformanceFigure][] = [
  [
    'samples_checked',
    count(
      'SAMPLING',
      ['抽查复核业务', 'orders checked again'],
      ['本期稽核抽查已复核的业务', 'orders of the sample checked in the period'],
    ),
  ],
  [
    'samples_wrong',
    count(
      'SAMPLING',
      ['其中有差错', 'of these wrong'],
      ['复核认定有差错或已移交', 'found wrong, or handed on'],
    ),
  ],
  [
    'samples_rate',
    rate('SAMPLING', ['差错率', 'share wrong'], ['有差错 ÷ 已复核', 'wrong ÷ checked'], {
      parts: ['samples_wrong'],
      of: ['samples_checked'],
    }),
  ],
]

const orders: [string, PerformanceFigure][] = [
  [
    'orders_entered',
    count('ORDERS', ['录入业务单', 'orders entered'], ['本期录入的业务单', 'entered in the period']),
  ],
  [
    'orders_returned',
    count(
      'ORDERS',
      ['被退回更正', 'returned'],
      [
        '本期被复核或审批退回过的业务单，每单计一次',
        'returned by review or approval, each order counted once',
      ],
    ),
  ],
  [
    'orders_declined',
    count(
      'ORDERS',
      ['复核、审批不通过', 'declined'],
      ['本期复核或审批不通过的业务单', 'declined by review or approval'],
    ),
  ],
  [
    'orders_stopped',
    count(
      'ORDERS',
      ['被规则拦截', 'stopped by checks'],
      ['本期录入、办理时因规则命中被拒绝的次数', 'acts refused for what a rule found'],
    ),
  ],
  [
    'orders_rate',
    rate('ORDERS', ['退回率', 'share returned'], ['被退回更正 ÷ 录入', 'returned ÷ entered'], {
      parts: ['orders_returned'],
      of: ['orders_entered'],
    }),
  ],
]

const people: [string, PerformanceFigure][] = [
  [
    'trainings_attended',
    count(
      'PEOPLE',
      ['参加培训（人次）', 'trainings attended'],
      ['到场，且培训已经领导确认', 'came to a confirmed training'],
    ),
  ],
  ['exams_taken', count('PEOPLE', ['参加考试（人次）', 'exams taken'], ['有成绩', 'with a score'])],
  [
    'exams_passed',
    count('PEOPLE', ['考试合格（人次）', 'exams passed'], ['达到合格分', 'at or above the pass mark']),
  ],
  [
    'rotations_due',
    count(
      'PEOPLE',
      ['计划轮岗', 'rotations planned'],
      ['已审定的轮岗计划中本期到期', 'due in the period by the approved plan'],
    ),
  ],
  [
    'rotations_done',
    count('PEOPLE', ['已轮岗', 'rotations done'], ['其中已离开原岗位', 'of these who have moved']),
  ],
  [
    'posts_over_term',
    count(
      'PEOPLE',
      ['超期任职', 'posts beyond their term'],
      ['期末仍在任、任期已届满的风险岗位', 'key posts still held after the term, at the end of the period'],
    ),
  ],
]

const toDos: [string, PerformanceFigure][] = [
  [
    'to_dos_in_time',
    count('TO_DOS', ['待办按期办结', 'to-dos done in time'], ['期限在本期', 'due in the period']),
  ],
  [
    'to_dos_late',
    count('TO_DOS', ['待办超期', 'to-dos late'], ['超期办结，或到期未办', 'done late, or still open']),
  ],
  [
    'to_dos_rate',
    rate(
      'TO_DOS',
      ['待办按期率', 'to-dos in time'],
      ['按期 ÷（按期 + 超期）', 'in time ÷ (in time + late)'],
      {
        parts: ['to_dos_in_time'],
        of: ['to_dos_in_time', 'to_dos_late'],
      },
    ),
  ],
]

const rectification: [string, PerformanceFigure][] = [
  [
    'problems_found',
    count(
      'RECTIFICATION',
      ['排查发现问题', 'problems found'],
      ['本期排查中发现的问题', 'of campaigns in the period'],
      false,
    ),
  ],
  [
    'problems_handled',
    count('RECTIFICATION', ['已处理', 'handled'], ['其中已处理', 'of these handled'], false),
  ],
  [
    'problems_rectified',
    count('RECTIFICATION', ['已整改', 'rectified'], ['其中已整改', 'of these rectified'], false),
  ],
  [
    'problems_overdue',
    count(
      'RECTIFICATION',
      ['整改超期', 'rectified late'],
      ['超过整改期限', 'after the day, or still open'],
      false,
    ),
  ],
  [
    'handled_rate',
    rate('RECTIFICATION', ['处理率', 'share handled'], ['已处理 ÷ 发现', 'handled ÷ found'], {
      ...{ parts: ['problems_handled'], of: ['problems_found'], target: asked, isPersonal: false },
    }),
  ],
  [
    'rectified_rate',
    rate('RECTIFICATION', ['整改率', 'share rectified'], ['已整改 ÷ 发现', 'rectified ÷ found'], {
      ...{ parts: ['problems_rectified'], of: ['problems_found'], target: asked, isPersonal: false },
    }),
  ],
  [
    'items_in_time',
    count(
      'RECTIFICATION',
      ['检查整改按期', 'inspection items in time'],
      ['期限在本期的检查整改事项，按期验收', 'due in the period and verified in time'],
      false,
    ),
  ],
  [
    'items_late',
    count(
      'RECTIFICATION',
      ['检查整改超期', 'inspection items late'],
      ['超期验收，或到期未验收', 'verified late, or still open'],
      false,
    ),
  ],
]

export const performanceFigures: ReadonlyMap<string, PerformanceFigure> = new Map([
  ...[...ledger, ...findings, ...sampling, ...orders],
  ...[...people, ...toDos, ...rectification],
])
