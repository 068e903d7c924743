import process from 'node:process'
import { defineConfig } from 'vite'

// A test's environment would build pages for developers: three times as large, and slow.
process.env.NODE_ENV = 'production'

export default defineConfig({
  root: 'web',
  // For use it is built by src/server/web/ensure-web.ts alone, into dist/web.
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1_200,
    assetsInlineLimit: 0,
    rolldownOptions: {
      onLog(level, log, handle) {
        // The libraries mark their files for servers that render React; there is none here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log)
      },
    },
  },
  server: { proxy: { '/api': 'http://localhost:8080' } },
})
