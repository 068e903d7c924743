import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Published data that are no part of the product and lie beside the checkout, where they lie at all. */
const folder = path.join(import.meta.dirname, '../../../shared/reference-data')

export const hasReferenceData = existsSync(folder)

export function readReference(file: string): string {
  const bytes = readFileSync(path.join(folder, file))
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

export function readPublished<T>(file: string): T {
  return JSON.parse(readReference(file)) as T
}

/** A number for every cell; NaN where the file has none. */
export function readColumns(file: string): Map<string, number[]> {
  const [header, ...lines] = readReference(file).trim().split(/\r?\n/)
  const rows = lines.map((line) => line.split(','))
  return new Map(
    header!
      .split(',')
      .map((name, column) => [
        name,
        rows.map((row) => (row[column] === '' ? Number.NaN : Number(row[column]))),
      ]),
  )
}

/** Relative agreement, absolute below 1. */
export function distance(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.max(1, Math.abs(expected))
}
