import { installWhereAbsent } from '../debian-packages.ts'

/** Before any test: Chromium, and a font with the characters that the pages are written in. */
export function setup(): void {
  installWhereAbsent('/usr/bin/chromium', ['chromium', 'fonts-noto-cjk'])
}
