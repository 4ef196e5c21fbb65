import { expect, it } from 'vitest'
import { serveHandler } from '../../flaws/serve.ts'
import { verdictOn } from '../../flaws/verdict-on.ts'
import { versionVary } from './version-vary.ts'

it('takes no page that others change and change back for one that a header chooses', async () => {
  let asked = 0
  const busy = {
    start: () =>
      serveHandler(
        ({ url }, response) => {
          // Discovery, and the two first looks; then something is there for two requests, and gone.
          const isThere = url === '/items' && ++asked > 3 && asked % 4 < 2
          response.writeHead(200, { 'Content-Type': 'application/json' })
          response.end(JSON.stringify(isThere ? [{ id: 1 }] : []))
        },
        { pages: ['/items'] },
      ),
  }
  const verdict = await verdictOn(versionVary, busy)
  expect(verdict, verdict.says).toMatchObject({ outcome: 'inconclusive' })
})
