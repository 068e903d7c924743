import type { ActionTable } from '#trail/database-check/action-rows.ts'
import type { Leaf } from '#trail/log/leaf.ts'

/** Entries of the kernel that are no acts on a record: uploads, what becomes of to-dos, counted refusals. */
const besideActs: readonly RegExp[] = [/^ATTACH\/upload$/, /^TO_DO\//, /^REFUSALS$/]

const isOf = (kinds: ReadonlySet<string>, { kind, outcome }: Leaf): boolean =>
  kinds.has(kind) && outcome === 'ACCEPTED'

/**
 * Rows that must have their entry, and entries that must have their row (platform.md 10): what `trail verify --database`
 * compares. @param kinds codes of the record kinds that this program keeps
 */
export function actionTables(kinds: ReadonlySet<string>): readonly ActionTable[] {
  return [
    {
      table: 'record_action',
      isRequiredFor: (leaf) =>
        isOf(kinds, leaf) &&
        !besideActs.some((each) => each.test(leaf.function)) &&
        !leaf.function.endsWith('/comment') &&
        !leaf.function.endsWith('/gate-request'),
    },
    { table: 'record_view', isRequiredFor: () => false },
    {
      table: 'record_comment',
      isRequiredFor: (leaf) => isOf(kinds, leaf) && leaf.function.endsWith('/comment'),
    },
    { table: 'gate_request', isRequiredFor: (leaf) => leaf.function.endsWith('/gate-request') },
  ]
}
