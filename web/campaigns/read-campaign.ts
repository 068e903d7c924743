import type { z } from 'zod'
import type { TaskData } from '#campaigns/answering/task-data.ts'
import type { CheckData } from '#campaigns/checking/check-data.ts'
import type { CampaignData } from '#campaigns/planning/plan.ts'
import type { ProblemData } from '#campaigns/rectifying/problem-data.ts'
import type { Answer } from '#web/api/call.ts'
import type { OpenedRecord } from '#web/api/queries.ts'

/** Data of the records as JSON has them: the server parsed them by these schemas before it sent them. */

export type Task = z.input<typeof TaskData>
export type StoredAnswer = Task['answers'][string]
export type Detections = Answer<'GET /api/campaign-tasks/{task_id}/detections'>['detections']
export type Campaign = z.input<typeof CampaignData>
export type Check = z.input<typeof CheckData>
export type Problem = z.input<typeof ProblemData>
export type Overview = Answer<'GET /api/campaigns/{campaign_id}'>
export type Line = Overview['whole']

export const taskOf = (record: OpenedRecord): Task => record.data as Task
export const campaignOf = (record: OpenedRecord): Campaign => record.data as Campaign
export const checkOf = (record: OpenedRecord): Check => record.data as Check
export const problemOf = (record: OpenedRecord): Problem => record.data as Problem
