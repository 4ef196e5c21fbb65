import { check } from '../../check.ts'
import { failed } from '../../verdict.ts'
import { acrossBodies, attempt, refusesAll } from '../openapi/trials.ts'
import { answerAt } from '../validation/lax.ts'
import { MEND_STRICT } from './mends.ts'
import { rfc, text } from '../../source.ts'

export const depth = check({
  id: 'serialization/depth',
  claim: '100,000 levels of nesting are refused at once, and are no fault.',
  severity: 'should',
  source: [rfc(8259, '9'), text('CWE-674', 'https://cwe.mitre.org/data/definitions/674.html')],
  mend: MEND_STRICT,
  needs: ['write'],
  run(inspection) {
    const { send, target } = inspection
    const page = target.pages[0]
    return acrossBodies(inspection, 'No operation was found that takes JSON.', async (call) => {
      const [name = 'x'] = Object.keys(call.example())
      const deep = '['.repeat(DEPTH) + ']'.repeat(DEPTH)
      const shallow = '['.repeat(DEPTH / 4) + ']'.repeat(DEPTH / 4)
      const bodies = [deep, `{${JSON.stringify(name)}:${deep}}`, '['.repeat(DEPTH), shallow]
      const verdict = await refusesAll(
        call,
        bodies.map((body) => ({
          what: `its content has ${DEPTH} levels or a quarter of that`,
          content: { body },
        })),
      )
      if (verdict?.outcome === 'failed' || page === undefined) return verdict
      const after = await attempt(() => send({ path: page.path, as: page.as }))
      return after === undefined
        ? failed(`After content with ${DEPTH} levels ${page.path} does not answer any more.`)
        : verdict
    })
  },
  flaw: answerAt(
    (content) => content.startsWith('[[[['),
    (response) => response.writeHead(500).end('RangeError: Maximum call stack size exceeded'),
  ),
})

const DEPTH = 100_000
