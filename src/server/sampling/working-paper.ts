import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Language } from '#base/bilingual.ts'
import { downloadHeaders } from '#platform/http/list/list-export.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { OutputCell, OutputPage, OutputSheet } from '#platform/xlsx/xlsx-types.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { checkMethods, decisions, problems } from '#sampling/codes.ts'
import { ItemData } from '#sampling/items/item-data.ts'
import type { PlanData } from '#sampling/plans/plan-data.ts'
import { type ItemStatus, itemStatuses } from '#sampling/statuses.ts'
import { functionTitle } from './sampling-columns.ts'
import type { PlanResults } from './sampling-forms.ts'

/**
 * 抽查工作底稿 (domain 7: 抽样清单, 种子, 结果) as .xlsx: how it was drawn, so that anybody can draw it again, the list, and
 * what came of it. A Chinese form: its columns are Chinese in either language.
 */

export interface PaperOf {
  readonly planId: string
  /** Its name. */
  readonly agency: string
  readonly plan: PlanData
  readonly results: PlanResults
}

interface StoredItem {
  readonly record_id: string
  readonly status: ItemStatus
  readonly data: ItemData
}

async function itemsOf(db: Database, planId: string): Promise<ReadonlyMap<string, StoredItem>> {
  const { rows } = await sql<{ record_id: string; status: ItemStatus; data: unknown }>`
    select record_id, status, data
    from app.record
    where kind = 'SAMPLE_ITEM' and data ->> 'plan_id' = ${planId}
    order by record_id
  `.execute(db)
  const items = rows.map((row) => ({ ...row, data: ItemData.parse(row.data) }))
  return new Map(items.map((item) => [`${item.data.stratum}|${item.data.place}`, item]))
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`

function resultPage({ agency, plan, results }: PaperOf): OutputPage {
  const heading = [
    '抽查工作底稿',
    `${agency}　${plan.month} 业务　冻结 ${plan.frozen_on}　期限 ${plan.due_on}　${plan.completed_on === null ? '未完成' : `完成 ${plan.completed_on}`}`,
  ]
  const rows = results.strata.map((each): OutputCell[] => [
    functionTitle(each.function),
    percent(each.ratio_millionths / 1_000_000),
    each.population,
    each.wanted,
    each.checked,
    each.wrong,
    BigInt(each.amount_fen),
    each.projection === null ? '—' : percent(each.projection.share),
    each.projection === null ? '—' : `${percent(each.projection.low)} – ${percent(each.projection.high)}`,
    each.projection === null ? '—' : `${each.projection.items_low} – ${each.projection.items_high}`,
    each.projection?.amount_fen == null ? null : BigInt(each.projection.amount_fen),
  ])
  const { total } = results
  const sum: OutputCell[] = [
    ...['合计', '', total.population, total.wanted, total.checked, total.wrong],
    ...[BigInt(total.amount_fen), '', '', '', null],
  ]
  const columns = [
    { header: '业务类别', kind: 'text' },
    { header: '比例', kind: 'text' },
    { header: '上月业务数', kind: 'integer' },
    { header: '应抽', kind: 'integer' },
    { header: '已复核', kind: 'integer' },
    { header: '有误', kind: 'integer' },
    { header: '有误金额（元）', kind: 'yuan' },
    { header: '差错率', kind: 'text' },
    { header: '95%区间', kind: 'text' },
    { header: '推断有误笔数', kind: 'text' },
    { header: '推断金额（元）', kind: 'yuan' },
  ] as const
  return {
    name: '结果',
    heading,
    widths: [18, 10, 12, 8, 8, 8, 16, 10, 20, 14, 16],
    blocks: [
      {
        title: '抽查结果',
        columns,
        rows: [...rows, sum],
        toneOf: (row) => (row[0] === '合计' ? 'strong' : 'plain'),
        note: '区间为威尔逊（Wilson）区间，含有限总体修正；整层复核完毕、无待二次确认的才作推断。',
      },
    ],
  }
}

function drawPage({ planId, plan }: PaperOf): OutputPage {
  const line = (what: string, value: string | null): OutputCell[] => [what, value ?? '尚未抽取']
  return {
    name: '抽取方法与种子',
    heading: ['抽取方法与种子'],
    widths: [22, 110],
    blocks: [
      {
        title: '怎样重新抽取',
        columns: [
          { header: '项目', kind: 'text' },
          { header: '内容', kind: 'wrapped' },
        ],
        rows: [
          line('计划编号', planId),
          line('总体哈希', plan.population_hash),
          line('外部检查点', plan.checkpoint),
          line('种子', plan.seed),
          line(
            '种子的算法',
            'SHA-256（外部检查点全文 + 换行 + 总体哈希 + 换行 + 计划编号），UTF-8，十六进制小写',
          ),
          line(
            '抽取的算法',
            '每笔业务的次序值 = SHA-256（种子 + 换行 + 层代码 + 换行 + 业务编号）；各层按次序值升序取前若干笔',
          ),
          line('抽取数', '各层取 max(1, ⌈比例 × 业务数⌉)'),
          line('更正的计划', plan.replaces ?? '无'),
        ],
      },
    ],
  }
}

const titleOf = (list: Readonly<Record<string, { zh: string }>>, code: string | undefined): string | null =>
  code === undefined ? null : (list[code]?.zh ?? code)

function listSheet({ plan }: PaperOf, items: ReadonlyMap<string, StoredItem>): OutputSheet {
  const rows = plan.strata.flatMap(({ code, function: name, drawn }) =>
    (drawn ?? []).map((orderId, index): OutputCell[] => {
      const item = items.get(`${code}|${index + 1}`)
      const { answer, first, difference, second, checker } = item?.data ?? {}
      return [
        functionTitle(name),
        index + 1,
        orderId,
        item === undefined ? null : itemStatuses[item.status].zh,
        checker ?? null,
        titleOf(checkMethods, answer?.method),
        answer?.looked_at ?? null,
        titleOf(decisions, answer?.decision),
        answer?.amount_fen ?? null,
        answer?.problems.map((each) => problems[each].zh).join('、') ?? null,
        answer?.statement ?? null,
        first == null ? null : first.decision === 'APPROVED' ? '已办理' : '未办理',
        first?.amount_fen ?? null,
        difference?.amount_fen ?? null,
        second == null ? null : `${second.is_confirmed ? '确认有误' : '原结果正确'}：${second.opinion}`,
        item?.data.finding_id ?? null,
      ]
    }),
  )
  const text = (header: string, width: number) => ({ header, width, kind: 'text' }) as const
  const yuan = (header: string) => ({ header, width: 14, kind: 'yuan' }) as const
  const wrapped = (header: string, width: number) => ({ header, width, kind: 'wrapped' }) as const
  return {
    name: '抽样清单',
    heading: ['抽样清单'],
    columns: [
      text('业务类别', 18),
      { header: '顺序', width: 6, kind: 'integer' },
      ...[text('业务编号', 38), text('状态', 18), text('复核人', 14), text('稽核方式', 12)],
      ...[wrapped('查看内容', 30), text('复核意见', 12), yuan('应发金额（元）'), text('发现的问题', 24)],
      ...[wrapped('复核情况', 40), text('原结果', 10), yuan('原金额（元）'), yuan('相差（元）')],
      ...[wrapped('二次确认', 30), text('疑点', 18)],
    ],
    rows,
    frozenColumns: 3,
  }
}

export async function workingPaper(db: Database, paper: PaperOf, language: Language): Promise<Response> {
  const items = await itemsOf(db, paper.planId)
  const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-export-'))
  const file = path.join(folder, 'paper.xlsx')
  const title = language === 'zh' ? '抽查工作底稿' : 'working paper of a sample'
  try {
    await writeXlsx(file, [resultPage(paper), listSheet(paper, items), drawPage(paper)], { title })
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  const stream = createReadStream(file)
  stream.once('close', () => void rm(folder, { recursive: true, force: true }))
  const mediaType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  return new Response(Readable.toWeb(stream) as ReadableStream, {
    headers: downloadHeaders(`${title} ${paper.plan.month}.xlsx`, mediaType),
  })
}
