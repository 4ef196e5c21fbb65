import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['development'] },
  ssr: { resolve: { conditions: ['development', 'node'] } },
  test: {
    include: ['{packages,apps,bench,book}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/fixtures/**', '**/template/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    execArgv: ['--conditions=development'],
  },
})
