import { chooseFindings } from './chosen-findings.ts'
import type { Stage } from './stage.ts'
import { caseStories, wantedFindings } from './stories/cases.ts'
import { findFundAccount, openReceipts } from './stories/receipts.ts'
import type { Setting, Story } from './story.ts'

/** Everything that is told, each story by itself. */
export async function storiesOf(stage: Stage, setting: Setting): Promise<readonly Story[]> {
  const { cast } = setting
  const verifiers = [cast('internalAudit'), cast('supervisor'), cast('agencyHead')]
  const agencyId = `A${setting.region}`
  const findings = await chooseFindings(stage.db, { agencyId, verifiers, wanted: wantedFindings })
  const fundAccount = await findFundAccount(stage)
  const receipts = openReceipts(setting, fundAccount ?? 'ZH-1')
  const cases = caseStories(setting, findings, receipts)
  return [...cases, receipts.story()]
}
