import { subjectOf } from '#access/act-request.ts'
import type { StepCode } from '#access/functions/access-function.ts'
import { mayAct } from '#access/may-act.ts'
import { loadSubjectPlace } from '#access/storing/actor-store.ts'
import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { Kernel } from '#records/act-context.ts'
import { AccessRefusal } from '#records/ask-access.ts'
import type { Actor } from '#records/record.ts'
import { appendConsoleAct } from '../installation/note-console-act.ts'
import { type Reader, readerOf } from '../organisation/reader.ts'

/** What packages are made and taken in with: the installation, and who sits at its console. */
export interface Exchange {
  readonly kernel: Kernel
  readonly installation: { readonly logId: string; readonly title: string }
  /** Of the private keys. */
  readonly keyFolder: string
  readonly randomBytes: (size: number) => Buffer
  /** Of the machine: nobody is signed in at a console. */
  readonly console: { readonly host: string; readonly osUser: string }
}

export interface PackageNote {
  readonly function: 'PACKAGE_TRUST' | 'PACKAGE_EXPORT' | 'PACKAGE_IMPORT'
  readonly recordId: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** In the trail, with the machine's user; what leaves as EXPORTED. */
export async function notePackage(
  { console, randomBytes }: Pick<Exchange, 'console' | 'randomBytes'>,
  tx: Tx,
  { function: name, recordId, payload }: PackageNote,
): Promise<void> {
  const outcome = name === 'PACKAGE_EXPORT' ? 'EXPORTED' : 'ACCEPTED'
  const act = { function: name, recordKind: 'package', recordId, outcome } as const
  await appendConsoleAct(tx, { ...act, payload: { ...payload, ...console } }, randomBytes)
}

/** In whose name something is done at the console; a session of nobody's browser. */
export function consoleActor({ console }: Pick<Exchange, 'console'>, staffId: string, digest: string): Actor {
  const sessionId = `package:${digest.slice(0, 32)}`
  return { kind: 'person', staffId, sessionId, terminalId: `console:${console.host}` }
}

export interface AskedStep {
  readonly staffId: string
  readonly function: string
  readonly step: StepCode
  /** Absent: the person's own. */
  readonly agencyId?: string
}

/** May the person do this for that unit? Refuses with the sentence of the access decision. */
export async function askStep(
  { kernel }: Pick<Exchange, 'kernel'>,
  tx: Tx,
  { staffId, function: name, step, agencyId }: AskedStep,
): Promise<Reader & { readonly agencyId: string }> {
  const reader = await readerOf({ kernel }, tx, staffId).catch((error: unknown) => {
    if (error instanceof Refusal) throw unknownStaff(staffId)
    throw error
  })
  const asked = agencyId ?? reader.actor.agencyId
  const agency = await tx
    .selectFrom('agency')
    .select('region')
    .where('agency_id', '=', asked)
    .executeTakeFirst()
  if (agency === undefined) throw unknownAgency(asked)
  const place = await loadSubjectPlace(tx, { regions: [agency.region], agencyId: asked })
  const request = { function: name, step, subject: subjectOf(place), history: [], round: 1, approvalLevel: 1 }
  const decision = mayAct(reader.actor, { ...request, moment: reader.moment }, kernel.catalogue)
  if (!decision.allowed) throw new AccessRefusal(decision.code, decision)
  return { ...reader, agencyId: asked }
}

export const unknownAgency = (agencyId: string): Refusal =>
  new Refusal('not_found', {
    zh: `本系统没有编号为 ${agencyId} 的单位；请核对机构编号。`,
    en: `there is no unit ${agencyId} in this installation; check its id.`,
  })

export const unknownStaff = (staffId: string): Refusal =>
  new Refusal('not_found', {
    zh: `本系统没有工号 ${staffId}；请核对 --staff。`,
    en: `there is nobody with the staff number ${staffId} here; check --staff.`,
  })
