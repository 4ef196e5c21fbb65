import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { defaultClientConditions, defineConfig, type Plugin } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // Inside the repository packages run from their sources.
  resolve: { conditions: ['principia-source', ...defaultClientConditions] },
  plugins: [themeBeforePaint()],
  build: {
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // No data: URLs, which the content security policy would refuse.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': process.env.ACADEMY_URL ?? 'http://localhost:3000' } },
})

/** Puts the theme script in the head as a classic script: a module would run only after the first paint. */
function themeBeforePaint(): Plugin {
  const file = `${import.meta.dirname}/src/early/theme.js`
  const source = readFileSync(file, 'utf8')
  const built = `assets/theme-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.js`
  return {
    name: 'theme-before-paint',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: built, source })
    },
    transformIndexHtml: (_html, { bundle }) => [
      {
        tag: 'script',
        attrs: { src: bundle ? `/${built}` : '/src/early/theme.js' },
        injectTo: 'head-prepend',
      },
    ],
  }
}
