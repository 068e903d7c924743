import type { Lane, Links, MoneyByMonth, ProfileKind, Values } from '#profiles/profile.ts'
import type { StaffActivity } from '#profiles/staff-activity.ts'
import type { FeedReach, SubjectFinding, SubjectRecord } from '#profiles/stored-acts.ts'
import type { TableName } from '#standard/tables.ts'

/** Everything known of one subject, in clear; masked by `profileForm`. */
export interface OpenedProfile {
  readonly kind: ProfileKind
  /** By which its page is found; names nobody. */
  readonly ref: string
  /** A person's name, an account's number. */
  readonly label: string
  readonly regions: readonly string[]
  readonly facts: { readonly table: TableName; readonly values: Values }
  readonly lanes: readonly Lane[]
  readonly money: MoneyByMonth | null
  readonly activity: StaffActivity | null
  readonly findings: readonly SubjectFinding[]
  readonly records: readonly SubjectRecord[]
  readonly links: Links
  readonly feeds: readonly FeedReach[]
  /** The person by whom an account's address is made. */
  readonly accountsOf: string | null
}
