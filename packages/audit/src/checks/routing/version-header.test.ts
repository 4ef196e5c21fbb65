import { expect, it } from 'vitest'
import { serveHandler } from '../../flaws/serve.ts'
import { verdictOn } from '../../flaws/verdict-on.ts'
import { versionVary } from './version-vary.ts'

it('takes no page that others change and change back for one that a header chooses', async () => {
  let looked = 0
  const busy = {
    start: () =>
      serveHandler(
        ({ headers }, response) => {
          // By chance something is there in the first looks with a header, and never without one.
          const isThere = Object.keys(headers).some((name) => name.endsWith('version')) && ++looked <= 4
          response.writeHead(200, { 'Content-Type': 'application/json' })
          response.end(JSON.stringify(isThere ? [{ id: 1 }] : []))
        },
        { pages: ['/items'] },
      ),
  }
  const verdict = await verdictOn(versionVary, busy)
  expect(verdict, verdict.says).toMatchObject({ outcome: 'inconclusive' })
})
