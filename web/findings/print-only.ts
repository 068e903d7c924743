/** Prints one part of the page; the style sheet hides the rest while the mark is there. */
export function printOnly(part: string): void {
  document.documentElement.dataset.printOnly = part
  try {
    print()
  } finally {
    delete document.documentElement.dataset.printOnly
  }
}
