import { check } from '../../check.ts'
import { serveHandler } from '../../flaws/serve.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { rfc, text } from '../../source.ts'
import type { Description, Operation } from '../../target/description.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'

export const staticFirst = check({
  id: 'routing/static-first',
  claim: 'Fixed text in a path wins against a parameter.',
  severity: 'should',
  source: [
    text(
      'OpenAPI 3.1 section 4.8.8.2, Path Templating Matching',
      'https://spec.openapis.org/oas/v3.1.1.html#path-templating-matching',
    ),
    rfc(3986, '3.3'),
  ],
  mend: {
    general:
      'Use a router that prefers the more specific route; with one that takes the first, register fixed paths before those with parameters.',
    stacks: {
      Express: "router.get('/notes/mine', …) above router.get('/notes/:id', …)",
      FastAPI: 'Declare /notes/mine before /notes/{id}: the first match wins.',
      Django: 'List the fixed path first in urlpatterns.',
    },
  },
  needs: ['description'],
  run({ send, target, random }) {
    const { users, description } = target
    return across(
      pairsOf(description),
      'The description has no fixed path beside one with a parameter.',
      async ({ fixed, open }) => {
        const as = fixed.secured ? users[0] : undefined
        if (fixed.secured && as === undefined)
          return inconclusive(`${fixed.path} needs somebody to sign in; name them under "users".`)
        const exchange = await send({ path: fixed.path, as })
        const { answer } = exchange
        if (answer.status < 300) return passed()
        const other = await send({ path: open.path.replace(/\{[^}]*\}$/, random.word(12)), as })
        const taken =
          !(String(answer.status) in fixed.answers) &&
          TAKEN.has(answer.status) &&
          answer.status === other.answer.status
        return taken
          ? failed(
              `${fixed.path} is described, and was answered with ${statusLine(answer)} like any value of ${open.path}.`,
              exchange,
              STATUS,
            )
          : inconclusive(`${fixed.path} was answered with ${statusLine(answer)}.`)
      },
    )
  },
  flaw: withTwoRoutes(false),
  sound: withTwoRoutes(true),
})

/** What a route with a parameter says of a value that it does not know. */
const TAKEN = new Set([400, 404, 422])

function pairsOf(description: Description | undefined): { fixed: Operation; open: Operation }[] {
  const gets = (description?.operations ?? []).filter(({ method }) => method === 'GET')
  return gets
    .filter(({ path, parameters }) => !path.includes('{') && !parameters.some(({ required }) => required))
    .flatMap((fixed) => {
      const parent = fixed.path.slice(0, fixed.path.lastIndexOf('/') + 1)
      const open = gets.find(
        ({ path }) => path.startsWith(`${parent}{`) && /^\{[^{}/]*\}$/.test(path.slice(parent.length)),
      )
      return open === undefined ? [] : [{ fixed, open }]
    })
    .slice(0, 5)
}

/** An API of two routes, `/parcels/mine` and `/parcels/{id}`. */
function withTwoRoutes(sound: boolean): Specimen {
  const answers = { 200: { description: 'It is there.' } }
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Parcels', version: '1' },
    paths: {
      '/parcels/mine': { get: { responses: answers } },
      '/parcels/{id}': {
        get: { parameters: [id], responses: { ...answers, 404: { description: 'It is not there.' } } },
      },
    },
  }
  return {
    start: () =>
      serveHandler((request, response) => {
        response.setHeader('content-type', 'application/json')
        const found = request.url === '/parcels/1' || (sound && request.url === '/parcels/mine')
        if (request.url === '/openapi.json') response.end(JSON.stringify(document))
        else response.writeHead(found ? 200 : 404).end('{}')
      }),
  }
}
