import { places } from '../cast.ts'
import type { ChosenFinding, Wanted } from '../chosen-findings.ts'
import { type Setting, type Story, scene } from '../story.ts'
import { type CaseSteps, caseSteps } from './case-steps.ts'
import type { Receipts } from './receipts.ts'
import { recoverySteps } from './recovery-steps.ts'

/** One finding for each case below, in this order. */
export const wantedFindings: readonly Wanted[] = [
  { rules: ['DTH-01', 'DTH-02', 'DTH-06'] },
  { rules: ['DTH-01', 'DUP-01', 'DTH-06'] },
  { rules: ['DUP-01', 'DUP-03', 'DTH-06'] },
  { rules: ['PRS-01', 'DTH-06', 'DTH-01'] },
  { rules: ['CER-03', 'CER-01', 'DTH-06', 'DTH-01'] },
  { rules: ['DTH-06', 'DTH-01', 'ACC-02'] },
  { rules: ['ACC-02', 'ACC-05', 'AMT-01', 'DTH-01'] },
  { rules: ['DTH-02', 'DTH-03', 'DTH-01', 'DTH-06'] },
]

const files = (content: string, result: string) => ({ method: 'FILES', content, result }) as const
const said = '家属称不知道应当报告，愿意退还。'
const approved = '事实清楚、证据充分，同意。'

interface Telling {
  readonly setting: Setting
  readonly stories: Story[]
}

/** Nothing is told of what the county has no finding for. */
function tell(
  { setting, stories }: Telling,
  given: {
    readonly name: string
    readonly finding: ChosenFinding | null | undefined
    readonly verifier: string
  },
  scenesOf: (steps: CaseSteps, finding: ChosenFinding) => Story['scenes'],
): void {
  const { name, finding, verifier } = given
  if (finding === null || finding === undefined) return
  const steps = caseSteps(name, { finding, cast: setting.cast, verifier })
  stories.push({ name, scenes: scenesOf(steps, finding) })
}

/** What a supervisor and an auditor find on their desks: new, awaiting the statement, to be approved, overdue. */
function openCases(telling: Telling, findings: readonly (ChosenFinding | null)[]): void {
  const { cast, day } = telling.setting
  const [auditor, supervisor] = [cast('internalAudit'), cast('supervisor')]
  const ofCity = cast('supervisor', 0, places.city)
  const ofProvince = cast('supervisor', 0, places.province)
  const [opened, awaiting, concluded, overdue, assigned] = findings
  tell(telling, { name: 'assigned', finding: assigned, verifier: ofProvince }, (steps) => [
    scene(3, '09:40', steps.open),
    scene(2, '09:00', steps.assign),
  ])
  tell(telling, { name: 'opened', finding: opened, verifier: supervisor }, (steps) => [
    scene(1, '15:40', steps.open),
  ])
  tell(telling, { name: 'awaiting-statement', finding: awaiting, verifier: supervisor }, (steps) => [
    scene(8, '09:20', steps.open),
    scene(8, '14:05', steps.assign),
    scene(7, '09:00', steps.begin),
    scene(6, '10:30', (stage) =>
      steps.work(stage, files('调阅发放台账和死亡信息比对结果', '死亡次月起仍有发放')),
    ),
    scene(2, '15:00', steps.notify),
  ])
  tell(telling, { name: 'awaiting-approval', finding: concluded, verifier: auditor }, (steps) => [
    scene(16, '09:30', steps.open),
    scene(15, '10:00', steps.assign),
    scene(14, '09:10', steps.begin),
    scene(12, '14:20', (stage) => steps.work(stage, files('比对两个险种的待遇发放明细', '同月重复领取'))),
    scene(10, '09:40', steps.notify),
    scene(7, '10:15', (stage) => steps.answer(stage, said)),
    scene(1, '11:00', (stage) =>
      steps.conclude(stage, {
        facts: '经查阅发放明细并询问本人，重复领取属实。',
        recover: { nature: 'IRREGULAR', dueOn: day(-60) },
      }),
    ),
  ])
  tell(telling, { name: 'overdue', finding: overdue, verifier: ofCity }, (steps) => [
    scene(29, '09:15', steps.open),
    scene(28, '15:30', steps.assign),
    scene(27, '09:05', steps.begin),
    scene(24, '16:10', (stage) =>
      steps.work(stage, {
        method: 'LETTER',
        content: '向有关部门发函核实情况',
        result: '尚未复函',
      }),
    ),
  ])
}

/** Nothing was wrong: for the precision of the rule it counts as much as a true one. */
function untrueCase(telling: Telling, finding: ChosenFinding | null | undefined): void {
  const verifier = telling.setting.cast('internalAudit')
  tell(telling, { name: 'untrue', finding, verifier }, (steps) => [
    scene(26, '10:20', steps.open),
    scene(26, '16:00', steps.assign),
    scene(25, '09:00', steps.begin),
    scene(23, '14:00', (stage) =>
      steps.work(stage, {
        method: 'VISIT',
        content: '入户走访，核对身份证、户口簿和银行卡',
        result: '手续齐全，本人领取',
      }),
    ),
    scene(22, '10:00', (stage) => steps.conclude(stage, { facts: '经入户核实，待遇由本人领取，不属实。' })),
    scene(21, '09:30', (stage) => steps.approve(stage, approved)),
  ])
}

const toRecovery = (steps: CaseSteps, from: number, dueOn: string): Story['scenes'] => [
  scene(from, '09:10', steps.open),
  scene(from, '11:00', steps.assign),
  scene(from - 1, '09:00', steps.begin),
  scene(from - 2, '10:40', (stage) =>
    steps.work(stage, files('抽查认证记录、发放台账和死亡登记', '死亡后继续发放')),
  ),
  scene(from - 3, '09:20', steps.notify),
  scene(from - 5, '15:10', (stage) => steps.answer(stage, said)),
  scene(from - 9, '10:00', (stage) =>
    steps.conclude(stage, {
      facts: '死亡后未及时停发，由家属支取，属实。',
      recover: { nature: 'IRREGULAR', dueOn },
    }),
  ),
  scene(from - 10, '09:30', (stage) => steps.approve(stage, approved)),
]

/** Money that comes back: in instalments, of which one is late, and all at once, with which the case is closed. */
function recoveries(
  telling: Telling,
  [paying, closed]: readonly (ChosenFinding | null)[],
  receipts: Receipts,
): void {
  const { cast, day } = telling.setting
  const verifier = cast('internalAudit')
  const dueOn = day(-90)
  tell(telling, { name: 'instalments', finding: paying, verifier }, (steps, { name }) => {
    const recovery = recoverySteps('instalments', { caseId: steps.id, debtor: name, cast, verifier })
    const line = receipts.expect({ daysAgo: 9, from: name, fen: (stage) => recovery.partDue(stage, 3) })
    return [
      ...toRecovery(steps, 29, dueOn),
      scene(18, '09:10', recovery.open),
      scene(18, '09:40', (stage) => recovery.draftLetter(stage, { dueOn: day(10) })),
      scene(17, '10:00', recovery.issueLetter),
      scene(17, '10:30', recovery.fileLetter),
      scene(17, '15:00', (stage) => recovery.plan(stage, [day(10), day(3), day(-45)])),
      scene(16, '09:30', recovery.approvePlan),
      scene(6, '10:00', (stage) => recovery.receive(stage, line)),
    ]
  })
  tell(telling, { name: 'closed', finding: closed, verifier }, (steps, { name }) => {
    const recovery = recoverySteps('closed', { caseId: steps.id, debtor: name, cast, verifier })
    const line = receipts.expect({ daysAgo: 10, from: name, fen: (stage) => recovery.partDue(stage, 1) })
    return [
      ...toRecovery(steps, 28, dueOn),
      scene(17, '09:00', recovery.open),
      scene(17, '09:50', (stage) => recovery.plan(stage, [day(5)])),
      scene(16, '09:45', recovery.approvePlan),
      scene(6, '10:20', (stage) => recovery.receive(stage, line)),
      scene(5, '14:00', (stage) => steps.measured(stage, '多发待遇已全部退还入库。')),
      scene(4, '09:30', steps.close),
    ]
  })
}

/** A case in every state that a visitor should see; the findings in the order of `wantedFindings`. */
export function caseStories(
  setting: Setting,
  findings: readonly (ChosenFinding | null)[],
  receipts: Receipts,
): readonly Story[] {
  const telling: Telling = { setting, stories: [] }
  openCases(telling, [...findings.slice(0, 4), findings[7] ?? null])
  recoveries(telling, findings.slice(4, 6), receipts)
  untrueCase(telling, findings[6])
  return telling.stories
}
