import { isEmployed } from '#access/actor.ts'
import { momentOf } from '#access/moment.ts'
import type { Refusal } from '#base/refusal.ts'
import { conflict } from '#records/form-fields.ts'
import type { PersonFacts } from './storing/person-facts.ts'

/** Whether people work that day does not matter for who is employed. */
export const dayMoment = (at: Date) => momentOf(at, () => undefined)

export function noSuchColleague(staffId: string): Refusal {
  return conflict(
    `该机构没有工号 ${staffId}，请核对。`,
    `that agency has nobody with staff number ${staffId}; check it.`,
  )
}

export function refusalOfPerson(person: PersonFacts | null, staffId: string, at: Date): Refusal | null {
  if (person === null) return noSuchColleague(staffId)
  if (isEmployed(person.actor, dayMoment(at))) return null
  return conflict(
    `工号 ${staffId} 已不在岗，不能办理此项业务。`,
    `${staffId} is no longer on post, so this cannot be done.`,
  )
}

/** For what is done to an account: the person is on post and has one. */
export function refusalWithoutAccount(person: PersonFacts | null, staffId: string, at: Date): Refusal | null {
  const refusal = refusalOfPerson(person, staffId, at)
  if (refusal !== null || person!.account !== null) return refusal
  return conflict(
    `工号 ${staffId} 没有账号，请先开立账号。`,
    `${staffId} has no account; have one opened first.`,
  )
}
