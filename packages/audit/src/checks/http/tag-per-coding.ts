import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { isWeak } from './entity-tag.ts'
import { lineOf } from './field-syntax.ts'
import { acrossTagged } from './tagged.ts'

export const tagPerCoding = check({
  id: 'http/tag-per-coding',
  claim: 'Different codings have different strong tags.',
  severity: 'must',
  source: [rfc(9110, '8.8.3.3'), rfc(9110, '8.8.1')],
  mend: {
    general:
      'Compress before the tag is made, add the coding to it ("5f3e-gzip"), or make it weak. A part of the compressed file and a part of the plain one would be put together to rubbish.',
    stacks: {
      nginx: 'gzip makes tags weak by itself; a proxied tag too',
      Caddy: 'a version after 2.6, whose encode adds the coding to the tag',
      Express: 'the tags of express are weak; do not set etag to "strong" with compression()',
      Apache: 'DeflateAlterETag AddSuffix, which is the default',
    },
  },
  async run(inspection) {
    return acrossTagged(inspection, async ({ path, as }, tag, before) => {
      // Who says nothing may get it compressed as well.
      if (before.answer.headers.has('content-encoding')) return undefined
      for (const coding of ['gzip', 'br']) {
        const headers = { 'Accept-Encoding': coding }
        const exchange = await inspection.send({ path, as, headers })
        const { answer } = exchange
        if (answer.status !== 200 || !answer.headers.has('content-encoding')) continue
        const coded = answer.headers.get('etag')
        if (coded !== tag || isWeak(tag)) return passed()
        return failed(
          `${path} has the strong tag ${tag} both as it is and in ${answer.headers.get('content-encoding')}.`,
          exchange,
          lineOf('ETag'),
        )
      }
      return undefined
    })
  },
  flaw: tampered(({ headers }) => {
    if (headers['etag'] !== undefined) headers['etag'] = '"5f3e"'
  }),
})
