import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['principia-source'] },
  ssr: { resolve: { conditions: ['principia-source', 'node'] } },
  test: {
    include: ['{packages,apps,bench,book,deploy,docs,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/fixtures/**', '**/template/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    execArgv: ['--conditions=principia-source'],
  },
})
