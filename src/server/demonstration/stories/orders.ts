import type { Pensioner } from '../chosen-pensioners.ts'
import { type Stage, takeStep } from '../stage.ts'
import { type Setting, type Story, scene } from '../story.ts'

/** Orders at every point of their way: done, waiting for somebody, returned, refused, with a warning. */

const applied = [{ purpose: 'APPLICATION', name: '账户变更申请及身份证件.pdf' }]

function accountChange(pensioner: Pensioner, newAccount: string): Readonly<Record<string, unknown>> {
  const { personId, accountNumber, name, idNumber } = pensioner
  return {
    person_id: personId,
    old_account: accountNumber,
    new_account: newAccount,
    bank: '云漳农村商业银行',
    holder_name: name,
    holder_id_number: idNumber,
    holder_kind: 'SELF',
    kind: 'SOCIAL_CARD',
    channel: 'COUNTER',
    reason: '原银行卡遗失，改用社会保障卡',
  }
}

/** Takes one order from step to step. */
export function orderSteps(name: string, kind: string) {
  let recordId: string | null = null
  const take = async (
    stage: Stage,
    step: Omit<Parameters<typeof takeStep>[1], 'key' | 'kind' | 'recordId'>,
  ): Promise<void> => {
    recordId = await takeStep(stage, { ...step, key: `order-${name}-${step.action}`, kind, recordId })
  }
  /** Only where a check left a question open: a list may end too early for some county. */
  const approveIfAsked = async (stage: Stage, by: string, reason: string): Promise<void> => {
    const { status } = await stage.db
      .selectFrom('record')
      .select('status')
      .where('record_id', '=', recordId)
      .executeTakeFirstOrThrow()
    if (status === 'REVIEWED') await take(stage, { by, action: 'approve', input: { reason } })
  }
  return { take, approveIfAsked }
}

type Moment = readonly [daysAgo: number, time: string, by: string]

interface Change {
  readonly name: string
  readonly newAccount: string
  readonly entered: Moment
  readonly judged?: { readonly as: 'review' | 'return' | 'refuse'; readonly on: Moment }
}

const said: Readonly<Record<'review' | 'return' | 'refuse', object>> = {
  review: {},
  return: { reason: '身份证件影像不清，请补扫后重新提交' },
  refuse: { reason: '本人电话中表示没有申请变更，不予办理' },
}

function changeStory({ cast }: Setting, change: Change, pensioner: Pensioner): Story {
  const { name, newAccount, entered, judged } = change
  const { take, approveIfAsked } = orderSteps(name, 'ORDER_ACCOUNT_CHANGE')
  const [daysAgo, time, by] = entered
  const input = accountChange(pensioner, newAccount)
  const enter = scene(daysAgo, time, (stage) => take(stage, { by, action: 'enter', input, files: applied }))
  if (judged === undefined) return { name, scenes: [enter] }
  const [laterDaysAgo, laterTime, reviewer] = judged.on
  const later = scene(laterDaysAgo, laterTime, async (stage) => {
    await take(stage, { by: reviewer, action: judged.as, input: said[judged.as] })
    if (name === 'account-done') await approveIfAsked(stage, cast('approval', 1), '已电话核实，本人在家')
  })
  return { name, scenes: [enter, later] }
}

/** Refused before anything is written: only the trail tells of it. */
function refusedEntry({ cast }: Setting, dead: Pensioner): Story {
  const { take } = orderSteps('account-of-dead', 'ORDER_ACCOUNT_CHANGE')
  const input = accountChange(dead, '6217000000000106')
  const asked = { by: cast('entry'), action: 'enter', input, files: applied, isRefused: true } as const
  return { name: 'account-of-dead', scenes: [scene(5, '16:20', (stage) => take(stage, asked))] }
}

function changesOf({ cast }: Setting, neighbour: Pensioner): readonly Change[] {
  const [entry, other] = [cast('entry', 0), cast('entry', 1)]
  const [review, second] = [cast('review', 0), cast('review', 1)]
  const account = (last: number): string => `6217000000000${last}`
  return [
    {
      ...{ name: 'account-done', newAccount: account(101), entered: [12, '09:10', entry] },
      judged: { as: 'review', on: [11, '10:00', review] },
    },
    { name: 'account-waiting', newAccount: account(102), entered: [1, '10:20', other] },
    { name: 'account-also-waiting', newAccount: account(103), entered: [2, '16:40', other] },
    {
      ...{ name: 'account-returned', newAccount: account(104), entered: [4, '09:30', entry] },
      judged: { as: 'return', on: [3, '11:10', review] },
    },
    // To an account that is somebody else's already: the rule finds it before the money goes there.
    {
      ...{ name: 'account-doubtful', newAccount: neighbour.accountNumber, entered: [2, '10:05', other] },
      judged: { as: 'review', on: [1, '14:30', second] },
    },
    {
      ...{ name: 'account-refused', newAccount: account(105), entered: [6, '15:00', other] },
      judged: { as: 'refuse', on: [5, '09:20', review] },
    },
  ]
}

export function accountStories(
  setting: Setting,
  [neighbour, ...pensioners]: readonly Pensioner[],
  dead: Pensioner | null,
): readonly Story[] {
  const changes = neighbour === undefined ? [] : changesOf(setting, neighbour)
  const told = changes
    .slice(0, pensioners.length)
    .map((change, index) => changeStory(setting, change, pensioners[index]!))
  return dead === null ? told : [...told, refusedEntry(setting, dead)]
}
