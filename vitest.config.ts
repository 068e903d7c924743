import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts', 'web/**/*.test.ts'],
    // npm run test:cluster, which needs 543 MB of ClickHouse.
    exclude: ['**/node_modules/**', 'tests/cluster/**'],
    globalSetup: ['src/platform/postgres/test-server-setup.ts', 'tests/browser/install-chromium.ts'],
    // Its build imports folders, which Node refuses and the bundler understands.
    server: { deps: { inline: ['dt-sql-parser', 'antlr4-c3'] } },
    setupFiles: ['src/platform/postgres/test-closing.ts'],
    hookTimeout: 120_000,
    // Only a message, but on a busy machine a worker takes its time to let go of its database.
    teardownTimeout: 60_000,
    testTimeout: 60_000,
    // Two cores; DuckDB brings its own threads, and every file its own process keeps memory bounded.
    maxWorkers: 2,
    // A line for each file with its time: a file that grows slow is seen in the build's log.
    reporters: ['default'],
    slowTestThreshold: 2_000,
  },
})
