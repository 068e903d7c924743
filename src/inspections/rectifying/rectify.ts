import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { conflict, fields, invalid, notPermitted, reason } from '#records/form-fields.ts'
import {
  agencyOfActor,
  answer,
  leader,
  present,
  refusalOfOthers,
  refusalOfStrangers,
  refusalOfTeam,
  said,
  toDoOfTeam,
  toDoOfUnit,
  work,
} from '../inspection-action.ts'
import type { InspectionAction, InspectionData, Item } from '../inspection-data.ts'
import { dueOfItems } from './due.ts'

const itemId = fields.id('整改事项')

/** An item that is still open, or why not. */
function openItem({ items }: InspectionData, id: string): Item | Refusal {
  const item = items.find(({ item_id }) => item_id === id)
  if (item !== undefined && item.verified === null) return item
  return conflict('没有该整改事项，或已核验销号。', 'there is no such item, or it is verified already.')
}

const withItem = (data: InspectionData, item: Item): InspectionData => ({
  ...data,
  items: data.items.map((each) => (each.item_id === item.item_id ? item : each)),
})

/** Waiting for the team: reported, and not sent back since. */
export const isReported = ({ reports, returned }: Pick<Item, 'reports' | 'returned'>): boolean =>
  reports.length > returned.length

const Rectify = z.strictObject({ item_id: itemId, text: fields.text('整改情况', 2000) })

/** The unit says what it did, with evidence. */
export const rectifyAction: InspectionAction<z.infer<typeof Rectify>> = {
  ...answer,
  title: { zh: '上报整改', en: 'report the rectification' },
  input: Rectify,
  attachments: [{ purpose: 'EVIDENCE', title: { zh: '整改佐证', en: 'evidence' }, countMin: 1 }],
  factsQuery: agencyOfActor,
  decide: (row, { item_id, text }, facts) => {
    const record = present(row)
    const { data } = record
    const refusal = refusalOfOthers(record, facts)
    if (refusal !== null) return refusal
    const item = openItem(data, item_id)
    if (item instanceof Refusal) return item
    if (isReported(item))
      return conflict('该事项已上报，正待核验。', 'it is reported and waits to be verified.')
    const reports = [...item.reports, { text, by: facts.actorId, at: facts.at.toISOString() }]
    const next = withItem(data, { ...item, reports })
    return {
      status: record.status,
      data: next,
      due: dueOfItems(next.items),
      toDos: toDoOfTeam(record, '核验整改', 'verify the rectification'),
    }
  },
}

function reportedItem(data: InspectionData, id: string, actorId: string): Item | Refusal {
  const item = openItem(data, id)
  if (item instanceof Refusal) return item
  if (!isReported(item)) return conflict('该事项尚未上报整改。', 'the unit has not reported on it yet.')
  if (item.reports.at(-1)!.by !== actorId) return item
  return notPermitted(
    '上报人不能核验自己的整改，须由他人核验。',
    'who reported does not verify; somebody else does.',
  )
}

const Verify = z.strictObject({ item_id: itemId, note: fields.text('核验情况', 1000) })

/** 核验销号, by somebody else than who reported. */
export const verifyAction: InspectionAction<z.infer<typeof Verify>> = {
  ...work,
  title: { zh: '核验销号', en: 'verify' },
  input: Verify,
  decide: (row, { item_id, note }, facts) => {
    const record = present(row)
    const { data } = record
    const refusal = refusalOfStrangers(record, facts)
    if (refusal !== null) return refusal
    const item = reportedItem(data, item_id, facts.actorId)
    if (item instanceof Refusal) return item
    const verified = { by: facts.actorId, at: facts.at.toISOString(), note }
    const next = withItem(data, { ...item, verified })
    return { status: record.status, data: next, due: dueOfItems(next.items) }
  },
}

const SendBack = z.strictObject({ item_id: itemId, reason })

export const sendBackAction: InspectionAction<z.infer<typeof SendBack>> = {
  ...work,
  title: { zh: '退回整改', en: 'send back' },
  input: SendBack,
  decide: (row, { item_id, reason: why }, facts) => {
    const record = present(row)
    const { data } = record
    const refusal = refusalOfStrangers(record, facts)
    if (refusal !== null) return refusal
    const item = reportedItem(data, item_id, facts.actorId)
    if (item instanceof Refusal) return item
    const next = withItem(data, { ...item, returned: [...item.returned, said(facts, why)] })
    const toDos = toDoOfUnit(record, '整改被退回，继续整改', 'the rectification was sent back')
    return { status: record.status, data: next, due: dueOfItems(next.items), toDos }
  },
}

const Extend = z.strictObject({ item_id: itemId, due_on: fields.day('整改期限'), reason })

/** Only later, and by a leader. */
export const extendAction: InspectionAction<z.infer<typeof Extend>> = {
  ...leader,
  title: { zh: '延长整改期限', en: 'extend a deadline' },
  input: Extend,
  opensRound: true,
  decide: (row, { item_id, due_on, reason: why }, facts) => {
    const record = present(row)
    const { data } = record
    const refusal = refusalOfTeam(record, facts)
    if (refusal !== null) return refusal
    const item = openItem(data, item_id)
    if (item instanceof Refusal) return item
    if (due_on <= item.due_on)
      return invalid('新的期限须晚于原期限。', 'the new day must be later than the old one.')
    const extended = [...item.extended, { ...said(facts, why), from: item.due_on }]
    const next = withItem(data, { ...item, due_on, extended })
    return { status: record.status, data: next, due: dueOfItems(next.items) }
  },
}
