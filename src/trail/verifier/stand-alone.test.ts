import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../..')

function importsOf(place: string): string[] {
  const text = readFileSync(path.join(root, place), 'utf8')
  return [...text.matchAll(/(?:from|import|import\() ?'([^']+)'/g)].map(([, specifier]) => specifier!)
}

/** Everything that is loaded with a file, packages included. */
function closureOf(start: string): Set<string> {
  const found = new Set([start])
  const open = [start]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const specifier of importsOf(place)) {
      const isOurs = /^[#.]/.test(specifier)
      const target = specifier.startsWith('#')
        ? specifier.slice(1)
        : path.posix.join(path.posix.dirname(place), specifier)
      const name = isOurs ? target : specifier
      if (found.has(name)) continue
      found.add(name)
      if (isOurs) open.push(name)
    }
  }
  return found
}

test('the verifier of an export loads base, its own pure files and Node: no database, no package', () => {
  const loaded = [...closureOf('trail/verifier/verify-export.ts')]
  expect(loaded.length).toBeGreaterThan(10)
  expect(loaded).toContain('base/merkle.ts')
  const strangers = loaded.filter((name) => !/^(base|trail\/log|trail\/verifier)\/|^node:/.test(name))
  expect(strangers).toEqual([])
})
