import { formatMonth, monthOfDay, parseDay } from '#base/calendar-math.ts'
import { fenOfYuan, formatYuan } from '#base/money.ts'
import { followFiles } from '#orders/files/holds/follow-files.ts'
import type { Pensioner } from '../chosen-pensioners.ts'
import { type Setting, type Story, scene } from '../story.ts'
import { orderSteps } from './orders.ts'
import { recordSteps } from './supervision/record-steps.ts'

const linesWanted = 6

function calledFor(month: string, on: string, cast: Setting['cast']) {
  return {
    ...{ kind: 'PAY_ALLOC', month, planned_on: on, place: '三楼会议室', chair_staff_id: cast('agencyHead') },
    agenda: [{ topic: '补充发放文件', content: '审议当月补充发放的人数和金额' }],
  }
}

/** The decision lists the file: without one a month's regular payments are not approved (R-WF-08). */
function decidedOf(file: { readonly batch_id: string; readonly total_amount: string }, on: string) {
  const decision = {
    ...{ text: '同意当月补充发放', amount: file.total_amount, due_on: on },
    ...{ responsible: '财务科、待遇发放科', payment_files: [file.batch_id] },
  }
  return {
    ...{ held_on: on, present: ['经办机构主任', '财务负责人', '待遇发放岗'], absent: [] },
    ...{ minutes: '待遇发放科汇报补充发放的人数和金额，会议逐项审议。', decisions: [decision] },
  }
}

/**
 * A month's payment file of a few people, one of whom is reported dead: that line leaves the file and is held for
 * somebody to look into; the others are paid (platform.md 5).
 */
export function paymentFileStories(
  { cast, day }: Setting,
  paid: readonly Pensioner[],
  dead: Pensioner | null,
): readonly Story[] {
  if (dead === null) return []
  const month = formatMonth(monthOfDay(parseDay(day(8))!))
  const people = [...paid.filter(({ scheme }) => scheme === dead.scheme).slice(0, linesWanted - 1), dead]
  const lines = people.map((each) => ({
    payment_id: `YS${month.replace('-', '')}-${each.personId}`,
    person_id: each.personId,
    entitlement_id: each.entitlementId,
    benefit: each.benefit,
    period_from: month,
    period_to: month,
    kind: 'REGULAR',
    amount: each.monthly,
    account_number: each.accountNumber,
    holder_name: each.name,
    resend_of: null,
  }))
  const input = {
    batch_id: `YS${dead.scheme}${month.replace('-', '')}B`,
    scheme: dead.scheme,
    pay_month: month,
    kind: 'MONTHLY',
    channel: 'DIRECT',
    line_count: lines.length,
    total_amount: formatYuan(people.reduce((sum, { monthly }) => sum + fenOfYuan(monthly)!, 0n)),
    lines,
    arrears: [],
    holding: { staff_id: cast('certification', 1), days: 20 },
  }
  const { take } = orderSteps('payment-file', 'ORDER_PAYMENT_FILE')
  const meeting = recordSteps('MEETING', 'meeting-payment-file')
  const files = [{ purpose: 'PAYMENT_FILE', name: '发放文件.pdf' }]
  return [
    {
      name: 'payment-file',
      scenes: [
        scene(8, '14:00', (stage) =>
          take(stage, { by: cast('benefitPayment'), action: 'enter', input, files }),
        ),
        scene(8, '15:00', (stage) =>
          meeting.take(stage, cast('accountant'), 'call', { input: calledFor(month, day(8), cast) }),
        ),
        scene(8, '17:00', (stage) =>
          meeting.take(stage, cast('accountant'), 'minute', { input: decidedOf(input, day(8)) }),
        ),
        scene(7, '08:40', (stage) => meeting.take(stage, cast('agencyHead'), 'approve')),
        scene(7, '09:00', async (stage) => {
          await take(stage, { by: cast('benefitReview'), action: 'review', input: {} })
          await take(stage, { by: cast('approval'), action: 'approve', input: {} })
          // As the server does by itself: the held line becomes somebody's.
          const { refused } = await followFiles(stage.kernel)
          if (refused.length > 0) throw new Error(refused.join('; '))
        }),
      ],
    },
  ]
}
