import { chooseFindings } from './chosen-findings.ts'
import { choosePensioners, chooseReportedDead } from './chosen-pensioners.ts'
import type { Stage } from './stage.ts'
import { amountStories } from './stories/amounts.ts'
import { campaignStory } from './stories/campaign.ts'
import { caseStories, wantedFindings } from './stories/cases.ts'
import { officeStories } from './stories/office.ts'
import { accountStories } from './stories/orders.ts'
import { paymentFileStories } from './stories/payment-file.ts'
import { findFundAccount, openReceipts } from './stories/receipts.ts'
import type { Setting, Story } from './story.ts'

/** Of each order another one. */
const pensionersWanted = 40

/** Everything that is told, each story by itself. */
export async function storiesOf(stage: Stage, setting: Setting): Promise<readonly Story[]> {
  const { cast } = setting
  const verifiers = [cast('internalAudit'), cast('supervisor'), cast('agencyHead')]
  const agencyId = `A${setting.region}`
  const findings = await chooseFindings(stage.db, { agencyId, verifiers, wanted: wantedFindings })
  const fundAccount = await findFundAccount(stage)
  const receipts = openReceipts(setting, fundAccount ?? 'ZH-1')
  const cases = caseStories(setting, findings, receipts)
  const pensioners = await choosePensioners(stage.db, pensionersWanted)
  const dead = await chooseReportedDead(stage.db)
  return [
    ...cases,
    receipts.story(),
    ...accountStories(setting, pensioners.slice(0, 7), dead),
    ...amountStories(setting, pensioners.slice(7, 9)),
    ...paymentFileStories(setting, pensioners.slice(9), dead),
    ...officeStories(setting),
    campaignStory(setting),
  ]
}
