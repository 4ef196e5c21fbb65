import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { newBody } from './body.ts'
import { clear, create } from './create.ts'
import { acrossResources } from './item.ts'
import { isGone, mayBeStored, shows, soon } from './seen.ts'

const TIMES = 5

export const readAtOnce = check({
  id: 'crud/read-at-once',
  claim: 'Who has made an item can read it at once, on any connection.',
  severity: 'should',
  source: text(
    'Terry et al., Session Guarantees for Weakly Consistent Replicated Data (1994): read your writes',
    'https://doi.org/10.1109/PDIS.1994.331722',
  ),
  mend: {
    general:
      'Answer a creation when it is committed, and have those who have just written read where they wrote, not from a replica or a cache that lags. Clients read the Location of a 201 at once.',
    stacks: {
      Rails:
        'the automatic role switching of ActiveRecord::Middleware::DatabaseSelector keeps a writer at the primary for two seconds',
      Django:
        'transaction.atomic around the view (ATOMIC_REQUESTS), and a router that reads from the primary after a write',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossResources(inspection, ['read'], async (resource) => {
      const paths: (string | undefined)[] = []
      try {
        for (let time = 1; time <= TIMES; time++) {
          const body = newBody(resource, inspection.random)
          const { answered, path } = await create(inspection, resource, body)
          paths.push(path)
          if (path === undefined || answered.answer.status === 202)
            return inconclusive(`The answer to POST ${resource.path} does not tell where the item is.`)
          const read = () => inspection.send({ path, as: resource.as })
          const first = await read()
          if (shows(first, body.marker)) continue
          const later = await soon(read, (each) => shows(each, body.marker))
          if (!shows(later, body.marker))
            return inconclusive(`${path} does not show what was sent, and not a second later either.`)
          if (mayBeStored(later))
            return inconclusive(`${path} may be shown out of a cache, by its own Cache-Control.`)
          const how = isGone(first) ? `was answered with ${first.answer.status}` : 'was something else'
          return failed(`${path} was made, ${how} when it was read at once, and was there a moment later.`, [
            { exchange: answered, says: 'Making it.' },
            { exchange: first, says: 'Reading it at once.' },
            { exchange: later, says: 'Reading it a moment later.' },
          ])
        }
        return passed()
      } finally {
        await clear(inspection, resource, paths)
      }
    }),
  flaw: lagging(),
})

/** The sound server behind a replica that sees each note at its second reading. */
function lagging() {
  const asked = new Set<string>()
  return flawed((request, response, pass) => {
    const { method, url = '' } = request
    if (method !== 'GET' || !url.startsWith('/notes/') || asked.has(url)) return pass()
    asked.add(url)
    response.writeHead(404).end()
  })
}
