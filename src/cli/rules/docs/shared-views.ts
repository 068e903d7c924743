import type { Bilingual } from '#base/bilingual.ts'
import { unindented } from '#rules/rule-words.ts'
import { type ViewName, views } from '#screening/views.ts'
import { blocks, codeBlock, generatedRemark, plain } from './markdown.ts'

export interface ViewText {
  readonly title: Bilingual
  readonly text: Bilingual
}

/** What several rules share, in words. */
export const viewTexts: Readonly<Record<ViewName, ViewText>> = {
  death_source: {
    title: { zh: '死亡信息各来源', en: 'sources of a death' },
    text: {
      zh: '每个人的每一条未撤销的死亡信息，以及登记簿本身的死亡记录，并注明姓名是否一致。',
      en: 'Each report of a person’s death that was not withdrawn, and the register’s own entry, with whether the name agrees.',
    },
  },
  death_date: {
    title: { zh: '死亡日期', en: 'date of death' },
    text: {
      zh: '每个人一个死亡日期：取最可靠的来源，依次为卫健、公安、法院、民政、村居、参保登记；同一来源取最早的。',
      en: 'One date for each person: that of the most reliable source (health, police, court, civil affairs, village, register), the earliest within a source.',
    },
  },
  death_withdrawn: {
    title: { zh: '死亡已撤销的人', en: 'people whose death was withdrawn' },
    text: {
      zh: '死亡信息全部被撤销的人。',
      en: 'People with withdrawn reports of death and no other.',
    },
  },
  guardian_account: {
    title: { zh: '监护人账户', en: 'accounts of guardians' },
    text: {
      zh: '登记为监护人或代养机构的领取账户及其有效月份。',
      en: 'Payee accounts registered as those of a guardian or an institution, with the months in which they are valid.',
    },
  },
  monthly_total: {
    title: { zh: '月发放合计', en: 'monthly totals' },
    text: {
      zh: '一人一险种一个发放月份发放成功的合计，以及其中的正常发放。',
      en: 'What a person was paid of a scheme in a month of payment, and the regular part of it.',
    },
  },
  held_role: {
    title: { zh: '持有的角色', en: 'roles held' },
    text: {
      zh: '每个人（名下全部账号合并）在何时到何时持有何种角色。',
      en: 'Who held which role from when to when, all accounts of a person together.',
    },
  },
  held_conflict: {
    title: { zh: '同时持有的冲突角色', en: 'conflicting roles held at once' },
    text: {
      zh: '同一人同时持有的两个相互冲突的角色，及其重叠的时间。',
      en: 'Two conflicting roles that one person held at the same time, and when.',
    },
  },
  conflicting_grant: {
    title: { zh: '构成冲突的授权', en: 'grants that conflict' },
    text: {
      zh: '构成冲突的每一次授权各一行，并注明同一人最早冲突的两个角色、冲突组数、起始日和最后一刻。',
      en: 'Each grant that takes part in a conflict, with its holder’s earliest pair of roles, the number of pairs, since when and until when.',
    },
  },
  base_bound: {
    title: { zh: '缴费基数上下限', en: 'bounds of the contribution base' },
    text: {
      zh: '各统筹区、各险种、各月份的缴费基数下限和上限，取自政策参数表。',
      en: 'The minimum and maximum base of each region, scheme and month, from the table of policy parameters.',
    },
  },
  calendar: {
    title: { zh: '工作日历', en: 'working calendar' },
    text: {
      zh: '按国务院办公厅历年放假通知编制的工作日，含调休。',
      en: 'Working days by the State Council’s yearly notices, make-up days included.',
    },
  },
  lawful_retirement: {
    title: { zh: '法定退休年月', en: 'lawful retirement months' },
    text: {
      zh: '按出生年月和人员类别计算的原法定、最早弹性和法定退休年月，含渐进式延迟。',
      en: 'The original, the earliest flexible and the lawful retirement month by birth month and category, with the gradual delay.',
    },
  },
  role_conflict: {
    title: { zh: '不相容角色表', en: 'list of conflicting roles' },
    text: {
      zh: '一人不得同时持有的两两角色，及检查它的规则。',
      en: 'Pairs of roles that nobody may hold at once, and the rule that looks for each.',
    },
  },
}

export const sharedViewsFile = 'shared-views.md'

function section(name: ViewName): string {
  const { title, text } = viewTexts[name]
  const sql = name in views ? views[name as keyof typeof views].sql : null
  return blocks([
    `## ${name}`,
    `**${plain(title.zh)} · ${plain(title.en)}**`,
    plain(text.zh),
    plain(text.en),
    sql === null
      ? '由程序按 `policy/` 中的法定数据填入，不是 SQL。 · Filled from the legal values in `policy/`, not by SQL.'
      : codeBlock('sql', unindented(sql)),
  ])
}

/** What rules read besides the tables of the standard. */
export function sharedViewsPage(): string {
  return blocks([
    '# 规则共用的中间结果 · What rules share',
    generatedRemark,
    '几条规则都要用到的中间结果，一次筛查只算一次，规则像读表一样读它们。',
    'What several rules need is computed once a run; rules read it like tables.',
    ...(Object.keys(viewTexts) as ViewName[]).map(section),
  ])
}
