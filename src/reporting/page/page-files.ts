import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** The style and scripts of report.html, put into it so that it needs no other file and no network. */
export interface PageFiles {
  readonly style: string
  /** In the order in which they run: ECharts, then the page's own. */
  readonly scripts: readonly string[]
}

const styleFiles = ['report.css', 'tables.css', 'fit.css'] as const

/** Each after those it imports. */
const scriptFiles = [
  'text.client.js',
  'evidence.client.js',
  'charts.client.js',
  'list.client.js',
  'report.client.js',
] as const

/** The smallest build with bars, rings, axes, legend and tooltips. */
const chartLibrary = 'echarts/dist/echarts.common.min.js'

function readBeside(name: string): Promise<string> {
  return readFile(new URL(name, import.meta.url), 'utf8')
}

/**
 * Modules for the editor and the linter, one plain script on the page: an inline module cannot import another, so the
 * files stand one after the other in a function of their own, without the words that joined them.
 */
export function joinModules(sources: readonly string[]): string {
  const plain = sources.map((source) =>
    source
      .replace(/^import [\s\S]*? from '\.\/[^']+'\n/gm, '')
      .replace(/^export (?=(async )?function |const )/gm, ''),
  )
  return `;(function () {\n'use strict'\n${plain.join('\n')}\n})()`
}

export async function readPageFiles(): Promise<PageFiles> {
  const styles = await Promise.all(styleFiles.map(readBeside))
  const charts = await readFile(fileURLToPath(import.meta.resolve(chartLibrary)), 'utf8')
  const own = joinModules(await Promise.all(scriptFiles.map(readBeside)))
  return { style: styles.join('\n'), scripts: [charts, own] }
}

/** For the page's security policy: a script runs only if it is one of those that we put there. */
export function scriptDigest(script: string): string {
  return `'sha256-${createHash('sha256').update(script, 'utf8').digest('base64')}'`
}
