import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { isWeak } from './entity-tag.ts'
import { MEND_RANGES } from './mend-ranges.ts'
import { acrossRanged } from './ranges.ts'
import { STATUS } from '../../wire/answer.ts'

export const ifRange = check({
  id: 'http/if-range',
  claim: 'Who continues another version gets the whole one.',
  severity: 'must',
  source: rfc(9110, '13.1.5'),
  mend: MEND_RANGES,
  async run(inspection) {
    return acrossRanged(inspection, async ({ path, as }, _, { answer }) => {
      const ask = (validator?: string) =>
        inspection.send({ path, as, headers: { Range: 'bytes=2-5', 'If-Range': validator } })
      if ((await ask()).answer.status !== 206) return undefined
      const tag = answer.headers.get('etag')
      const date = answer.headers.get('last-modified')
      if (tag === undefined && date === undefined)
        return inconclusive(
          'What it sends in parts has neither ETag nor Last-Modified, so that no version can be named.',
        )
      // A date that is not the very one is of another version, an earlier and a later one alike.
      for (const other of ['"of another version"', 'Sun, 06 Nov 1994 08:49:37 GMT']) {
        const exchange = await ask(other)
        if (exchange.answer.status === 206 && other !== date)
          return failed(
            `${path} was sent in part to who has ${other}; all of it was expected, since the two make no whole.`,
            exchange,
            STATUS,
          )
      }
      const own = tag !== undefined && !isWeak(tag) ? tag : undefined
      if (own === undefined || (await ask(own)).answer.status === 206) return passed()
      return passed('It sends the whole also to who has this version, which is safe.')
    })
  },
  flaw: flawed((request, _, pass) => {
    delete request.headers['if-range']
    pass()
  }),
})
