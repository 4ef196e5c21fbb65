import { check } from '../../check.ts'
import { serveHandler } from '../../flaws/serve.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import type { Inspection } from '../../run/inspection.ts'
import { text } from '../../source.ts'
import type { Description } from '../../target/description.ts'
import type { User } from '../../target/target.ts'
import { across, failed, inconclusive, passed, type Verdict } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'

export const stepBack = check({
  id: 'routing/step-back',
  claim: 'Fixed text that leads nowhere does not hide a parameter beside it.',
  severity: 'should',
  source: text(
    'OpenAPI 3.1 section 4.8.8.2, Path Templating Matching',
    'https://spec.openapis.org/oas/v3.1.1.html#path-templating-matching',
  ),
  mend: {
    general:
      'Let the router go on with the parameter where the fixed text finds nothing. With one that does not, give the two different prefixes, so that no value of the parameter meets the fixed text.',
  },
  needs: ['description'],
  run: (inspection) =>
    across(
      deadEnds(inspection.target.description),
      'The description has no fixed text beside a parameter with more behind it.',
      async (end) => {
        // Without credentials a refusal shows the route as well as an answer does.
        const asNobody = await compare(inspection, end, undefined)
        const [user] = inspection.target.users
        return asNobody.outcome === 'inconclusive' && user !== undefined
          ? compare(inspection, end, user)
          : asNobody
      },
    ),
  flaw: withDeadEnd(false),
  sound: withDeadEnd(true),
})

/** A value of a parameter that is also fixed text: `export` of `/parcels/{id}/scans`, beside `/parcels/export`. */
interface DeadEnd {
  readonly template: string
  readonly fixed: string
  /** With another value in its place. */
  readonly path: (value: string) => string
}

/** What the route says of any value must not be what is said where there is no route. */
async function compare(
  { send, random }: Inspection,
  { template, fixed, path }: DeadEnd,
  as: User | undefined,
): Promise<Verdict> {
  // As long, and of the same kinds of characters, so that a pattern for values takes both or neither.
  const like = () => fixed.replaceAll(/[a-z]/g, () => String.fromCharCode(random.between(97, 122)))
  const [one, other] = [await send({ path: path(like()), as }), await send({ path: path(like()), as })]
  const nowhere = await send({ path: `${path(fixed)}/${random.word(8)}/${random.word(8)}`, as })
  const usual = one.answer.status
  if (nowhere.answer.status !== 404 || usual === 404 || usual >= 500 || usual !== other.answer.status)
    return inconclusive(`${template} is answered for no value otherwise than what is not there.`)
  const exchange = await send({ path: path(fixed), as })
  const { status } = exchange.answer
  if (status !== 404)
    return status === usual ? passed() : inconclusive(`It is ${status} where ${usual} is usual.`)
  return failed(
    `${path(fixed)} was answered with ${statusLine(exchange.answer)}, as if ${template} were not there; other values of its parameter are answered with ${usual}.`,
    exchange,
    STATUS,
  )
}

const MOST = 5

function deadEnds(description: Description | undefined): DeadEnd[] {
  const templates = [...new Set((description?.operations ?? []).map(({ path }) => path))]
  const gets = (description?.operations ?? []).filter(({ method }) => method === 'GET')
  return gets
    .flatMap(({ path: template }): DeadEnd[] => {
      const segments = template.split('/')
      const at = segments.findIndex(isParameter)
      if (at === -1 || at === segments.length - 1 || segments.slice(at + 1).some(isParameter)) return []
      const beside = templates.map((each) => each.split('/'))
      const names = beside
        .filter((each) => segments.slice(0, at).every((segment, index) => segment === each[index]))
        .flatMap((each) => (/^[a-z]{3,}$/.test(each[at] ?? '') ? [each[at] as string] : []))
      const path = (value: string) => segments.with(at, value).join('/')
      // Not where the fixed text has a route of its own there.
      const hidden = [...new Set(names)].filter(
        (name) => !beside.some((each) => matches(each, path(name), at)),
      )
      return hidden.map((fixed) => ({ template, fixed, path }))
    })
    .slice(0, MOST)
}

function isParameter(segment: string): boolean {
  return segment.includes('{')
}

/** Whether a template with fixed text at that place takes a path. */
function matches(template: readonly string[], path: string, at: number): boolean {
  const segments = path.split('/')
  return (
    template.length === segments.length &&
    !isParameter(template[at] ?? '') &&
    template.every((each, index) => isParameter(each) || each === segments[index])
  )
}

/** An API of two routes, `/parcels/export` and `/parcels/{id}/scans`, whose ids are numbers. */
function withDeadEnd(sound: boolean): Specimen {
  const answers = { 200: { description: 'It is there.' } }
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Parcels', version: '1' },
    paths: {
      '/parcels/export': { get: { responses: answers } },
      '/parcels/{id}/scans': { get: { parameters: [id], responses: answers } },
    },
  }
  return {
    start: () =>
      serveHandler(({ url = '/' }, response) => {
        response.setHeader('content-type', 'application/json')
        const value = /^\/parcels\/([^/]+)\/scans$/.exec(url)?.[1]
        if (url === '/openapi.json') response.end(JSON.stringify(document))
        else if (url === '/parcels/export' || /^\d+$/.test(value ?? '')) response.end('{}')
        else response.writeHead(value === undefined || (value === 'export' && !sound) ? 404 : 422).end('{}')
      }),
  }
}
