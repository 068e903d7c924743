import type { Capabilities } from '#web/api/queries.ts'
import { menu } from '#web/shell/menu.ts'

/** The addresses of one's own menu, and the search: by role, for the menu is. */
export const placesOf = (may: Capabilities): readonly string[] => [
  ...menu.filter(({ isFor }) => isFor(may)).map(({ path }) => path),
  'search',
]
