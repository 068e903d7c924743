import type { Setting, Story } from '../../story.ts'
import { dutyStories } from './duties.ts'
import { inspectionStories } from './inspections.ts'
import { issuedStory } from './issued-findings.ts'
import { eventStory } from './major-events.ts'
import { meetingStories } from './meetings.ts'
import { reportStory } from './reports.ts'
import { ledgerStories } from './risk-ledger.ts'
import { samplingStory } from './sampling.ts'

/** What supervision has on its desks, from the ledger to what it ordered. */
export function supervisionStories(setting: Setting): readonly Story[] {
  return [
    ...ledgerStories(setting),
    reportStory(setting),
    ...inspectionStories(setting),
    ...meetingStories(setting),
    ...dutyStories(setting),
    eventStory(setting),
    samplingStory(setting),
    issuedStory(setting),
  ]
}
