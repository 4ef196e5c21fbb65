import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import type { Random } from '../../run/random.ts'
import type { Operation } from '../../target/description.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { mendGuard } from './mend-guard.ts'
import { FUNCTION_LEVEL } from './sources.ts'

const MOST_OPERATIONS = 60

export const describedSecured = check({
  id: 'access/described-secured',
  claim: 'Every operation that is described as secured refuses whoever is nobody.',
  severity: 'must',
  source: FUNCTION_LEVEL,
  mend: mendGuard,
  needs: ['description'],
  async run({ send, target, random }) {
    const operations = (target.description?.operations ?? [])
      .filter(({ secured, method }) => secured && (method === 'GET' || target.writable))
      // Nobody may be told that nobody is signed in now.
      .filter(({ path }) => !/(?:sign|log)[-_]?(?:out|off)/i.test(path))
      .slice(0, MOST_OPERATIONS)
    return across(operations, 'No operation is described as secured.', async (operation) => {
      const { method } = operation
      const path = filled(operation, random)
      const exchange = await send({ method, path, ...(method === 'GET' ? {} : { body: '' }) })
      const { answer } = exchange
      if (answer.status >= 300) return answer.status === 401 || answer.status === 403 ? passed() : undefined
      if (answer.status === 0) return inconclusive(`${method} ${path} has no answer that can be read.`)
      return failed(
        `${method} ${operation.path} is described as secured and answers nobody with ${statusLine(answer)}.`,
        exchange,
        STATUS,
      )
    })
  },
  flaw: flawed((request, _response, pass) => {
    if (request.method === 'GET' && request.url === '/notes')
      request.headers.authorization ??= 'Bearer ada-token'
    pass()
  }),
})

/** Its path with ids that nothing has. */
function filled({ path, parameters }: Operation, random: Random): string {
  return path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const schema = parameters.find((each) => each.in === 'path' && each.name === name)?.schema
    const type = typeof schema === 'object' ? schema['type'] : undefined
    if (type === 'integer' || type === 'number') return '2147483646'
    const uuid = typeof schema === 'object' && schema['format'] === 'uuid'
    return uuid ? `00000000-0000-4000-8000-${random.word(12).replaceAll(/[g-z]/g, '0')}` : random.word(12)
  })
}
