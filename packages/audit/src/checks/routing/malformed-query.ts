import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc, text } from '../../source.ts'
import { neverAFault } from '../never-a-fault.ts'
import { addressOf } from './second-address.ts'

export const malformedQuery = check({
  id: 'routing/malformed-query',
  claim:
    "A query that is broken, doubled or nested is the client's fault at worst (4xx), never the server's.",
  severity: 'should',
  source: [
    rfc(9110, '15.5.1'),
    text('URL Standard section 5.1', 'https://url.spec.whatwg.org/#urlencoded-parsing'),
  ],
  mend: {
    general:
      'Read the query through a schema that says which parameters there are, of which type, and how often; refuse the rest with 400 or 422. A parameter that comes twice is a list in many parsers, and a list where text was expected breaks far from where it came in.',
    stacks: {
      Express:
        "app.set('query parser', 'simple'); a value can still be an array: check before calling its methods.",
      Rails: 'params.expect(…) or params.permit(:name): a hash in place of a text is left out.',
      PHP: '?name[]=1 makes an array of $_GET["name"]: check is_string().',
    },
  },
  run({ send, target }) {
    const requests = target.pages.slice(0, 4).flatMap((page) => {
      const { path, query } = addressOf(page)
      const names = [...new Set([...new URLSearchParams(query).keys(), ...namesOf(page), 'q'])].slice(0, 4)
      return [...queries(names)].map((broken) => ({ path: `${path}?${broken}`, as: page.as }))
    })
    return neverAFault(send, requests)
  },
  flaw: flawed((request, response, pass) => {
    if (!/\[|%zz/.test(request.url ?? '/')) return pass()
    response.writeHead(500).end('TypeError: value.trim is not a function')
  }),
})

function namesOf({
  operation,
}: {
  readonly operation?:
    | { readonly parameters: readonly { readonly in: string; readonly name: string }[] }
    | undefined
}): string[] {
  return (operation?.parameters ?? []).flatMap((parameter) =>
    parameter.in === 'query' ? parameter.name : [],
  )
}

function* queries(names: readonly string[]): Generator<string> {
  yield* ['%', '%zz=1', '=', '&&&', '?', '__proto__[x]=1', 'constructor=1']
  for (const name of names) {
    yield `${name}=%ff&${name}=%`
    yield `${name}=%00`
    yield `${name}=1&${name}=2`
    yield `${name}[]=1&${name}[x]=2`
    yield `${name}[toString]=1`
  }
}
