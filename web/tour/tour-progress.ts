/** How far somebody is, kept in the browser: nobody else needs to know. A browser that keeps nothing begins anew. */
export interface TourProgress {
  /** Of the first step that was not passed; 0: not begun. */
  readonly at: number
  readonly isDone: boolean
}

const keyOf = (staffId: string): string => `fangxian-tour-${staffId}`
const begun: TourProgress = { at: 0, isDone: false }

export function findProgress(staffId: string): TourProgress {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(staffId)) ?? 'null') as Partial<TourProgress> | null
    if (kept === null || !Number.isInteger(kept.at)) return begun
    return { at: Math.max(0, kept.at!), isDone: kept.isDone === true }
  } catch {
    return begun
  }
}

export function keepProgress(staffId: string, progress: TourProgress): void {
  try {
    localStorage.setItem(keyOf(staffId), JSON.stringify(progress))
  } catch {
    // Then the tour begins anew next time.
  }
}
