import os from 'node:os'
import { describe, expect, test } from 'vitest'
import { readFreeSpace, refuseWhenFull, spaceLevel } from './free-space.ts'

const terabyte = 1_000_000_000_000

describe('a disk', () => {
  test.for([
    [terabyte, terabyte, 'enough'],
    [50_000_000_000, terabyte, 'enough'],
    [49_999_999_999, terabyte, 'no_imports'],
    [1_000_000_000, 10_000_000_000, 'enough'],
    [999_999_999, 10_000_000_000, 'no_imports'],
    [200_000_000, 10_000_000_000, 'no_imports'],
    [199_999_999, 10_000_000_000, 'no_writing'],
    [0, 10_000_000_000, 'no_writing'],
  ] as const)('with %d of %d bytes free allows: %s', ([freeBytes, totalBytes, level]) => {
    expect(spaceLevel({ freeBytes, totalBytes })).toBe(level)
  })

  test('is measured', async () => {
    const { freeBytes, totalBytes } = await readFreeSpace(os.tmpdir())
    expect(freeBytes).toBeGreaterThan(0)
    expect(totalBytes).toBeGreaterThanOrEqual(freeBytes)
  })
})

describe('what a filling disk forbids', () => {
  test('first imports, then all writing', () => {
    expect(() => refuseWhenFull('enough', 'import', 'data')).not.toThrow()
    expect(() => refuseWhenFull('no_imports', 'write', 'data')).not.toThrow()
    expect(() => refuseWhenFull('no_imports', 'import', 'data')).toThrow('imports and attachments are paused')
    expect(() => refuseWhenFull('no_writing', 'write', 'data')).toThrow('all writing is paused')
    expect(() => refuseWhenFull('no_writing', 'import', 'data')).toThrow('all writing is paused')
  })
})
