import path from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '../..'),
    include: ['tests/cluster/*.test.ts'],
    hookTimeout: 120_000,
    testTimeout: 1_200_000,
    maxWorkers: 1,
  },
})
