/**
 * The same work on several shards (or databases of one) at once. Where one fails the others are waited for before the
 * failure is told: what comes next must not meet what still runs.
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const ended = await Promise.allSettled(items.map(work))
  return ended.map((each) => {
    if (each.status === 'rejected') throw each.reason
    return each.value
  })
}
