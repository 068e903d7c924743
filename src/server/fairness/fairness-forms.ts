import { z } from 'zod'
import { ageGroups, ageTitles, type Sex, sexes, sexTitles } from '#fairness/groups.ts'
import type { Rate } from '#fairness/rate.ts'
import { type Fairness, fewMax, type GroupFairness } from '#fairness/read-fairness.ts'
import type { ExportColumn } from '#platform/http/list/list-export.ts'
import { TextForm } from '../acting/record-forms.ts'

const RateForm = z
  .object({ share: z.number(), low: z.number(), high: z.number() })
  .nullable()
  .describe('95% 区间 / with its interval of 95 %')

const GroupForm = z.object({
  dimension: z.enum(['sex', 'age', 'region']),
  group: z.string(),
  title: TextForm,
  persons: z.int(),
  is_few: z.boolean().describe(`不超过 ${fewMax} 人，不显示 / ${fewMax} or fewer persons: not shown`),
  found: z.int().nullable(),
  hit_rate: RateForm,
  is_hit_apart: z.boolean(),
  held: z.int().nullable(),
  verified: z.int().nullable(),
  true_rate: RateForm,
  is_true_apart: z.boolean(),
})
type GroupForm = z.infer<typeof GroupForm>

export const FairnessForm = z
  .object({
    run_id: z.string().nullable(),
    as_of: z.string().nullable(),
    persons: z.int(),
    found: z.int(),
    hit_rate: RateForm,
    held: z.int(),
    verified: z.int(),
    true_rate: RateForm,
    groups: z.array(GroupForm),
  })
  .meta({ id: 'Fairness' })

function titleOf({ dimension, group, regionName }: GroupFairness): z.infer<typeof TextForm> {
  if (dimension === 'sex') return sexTitles[group as Sex]
  if (dimension === 'age') return ageTitles[group]!
  const name = regionName ?? group
  return { zh: name, en: name }
}

const order: readonly string[] = [...sexes, ...ageGroups]
const place = ({ group }: GroupFairness): number => order.indexOf(group)

function groupForm(row: GroupFairness): GroupForm {
  return {
    dimension: row.dimension,
    group: row.group,
    title: titleOf(row),
    persons: row.persons,
    is_few: row.isFew,
    found: row.found,
    hit_rate: row.hitRate,
    is_hit_apart: row.isHitApart,
    held: row.held,
    verified: row.verified,
    true_rate: row.trueRate,
    is_true_apart: row.isTrueApart,
  }
}

/** Null: nothing has been counted; an empty report, no fault. */
export function fairnessForm(fairness: Fairness | null): z.infer<typeof FairnessForm> {
  if (fairness === null) {
    const nothing = { persons: 0, found: 0, hit_rate: null, held: 0, verified: 0, true_rate: null }
    return { run_id: null, as_of: null, ...nothing, groups: [] }
  }
  const dimensions = ['sex', 'age', 'region'] as const
  const groups = dimensions.flatMap((dimension) =>
    fairness.groups
      .filter((row) => row.dimension === dimension)
      .toSorted((a, b) => place(a) - place(b) || (a.group < b.group ? -1 : 1)),
  )
  return {
    run_id: fairness.runId,
    as_of: fairness.asOf,
    persons: fairness.persons,
    found: fairness.found,
    hit_rate: fairness.hitRate,
    held: fairness.held,
    verified: fairness.verified,
    true_rate: fairness.trueRate,
    groups: groups.map(groupForm),
  }
}

type Column = ExportColumn<GroupForm>
const dimensionTitles = { sex: '性别', age: '年龄', region: '地区' } as const
const shareText = (rate: Rate | null): string | null =>
  rate === null ? null : `${(100 * rate.share).toFixed(2)}%`
const intervalText = (rate: Rate | null): string | null =>
  rate === null ? null : `${(100 * rate.low).toFixed(2)}%–${(100 * rate.high).toFixed(2)}%`

const text = ([zh, en]: readonly [string, string], of: (row: GroupForm) => string | null): Column => ({
  ...{ title: { zh, en }, kind: 'text', width: 16, valueOf: of },
})
const count = ([zh, en]: readonly [string, string], of: (row: GroupForm) => number | null): Column => ({
  ...{ title: { zh, en }, kind: 'integer', width: 12, valueOf: of },
})

export const exportColumns: readonly Column[] = [
  text(['维度', 'dimension'], ({ dimension }) => dimensionTitles[dimension]),
  text(['分组', 'group'], ({ title }) => title.zh),
  count(['参与筛查人数', 'persons screened'], ({ persons }) => persons),
  count(['有疑点人数', 'persons with findings'], ({ found }) => found),
  text(['命中率', 'hit rate'], (row) => shareText(row.hit_rate)),
  text(['命中率区间', 'interval of the hit rate'], (row) => intervalText(row.hit_rate)),
  count(['已核实', 'verified'], ({ verified }) => verified),
  count(['属实及部分属实', 'true and partly true'], ({ held }) => held),
  text(['属实率', 'true rate'], (row) => shareText(row.true_rate)),
  text(['属实率区间', 'interval of the true rate'], (row) => intervalText(row.true_rate)),
]
