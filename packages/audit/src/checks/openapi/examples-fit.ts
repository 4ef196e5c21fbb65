import { check } from '../../check.ts'
import { documented, operationsIn } from './documented.ts'
import type { Operation, Schema } from '../../target/description.ts'
import { isObject } from '../../target/openapi/document.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { servedDocument } from './served-document.ts'
import { MEND_DOCUMENT } from './mends.ts'
import { text } from '../../source.ts'

export const examplesFit = check({
  id: 'openapi/examples-fit',
  claim: 'The examples and defaults in the description fit their schemas.',
  severity: 'should',
  source: text('OpenAPI 3.1.1 section 4.8.19', 'https://spec.openapis.org/oas/v3.1.1.html#example-object'),
  mend: MEND_DOCUMENT,
  needs: ['description'],
  async run(inspection) {
    const { target } = inspection
    const { operations, examine, resolve } = need(target.description, 'No OpenAPI document was found.')
    const examples = operations.flatMap((operation) => [...examplesOf(operation, resolve)])
    const wrong = examples.flatMap(({ where, schema, value, way }) =>
      examine(schema, value, way)
        .slice(0, 1)
        .map(({ says }) => `${where}: ${says}`),
    )
    const [first] = wrong
    if (examples.length === 0) return inconclusive('The description has no examples and no defaults.')
    if (first === undefined) return passed()
    const more = wrong.length > 1 ? ` (And ${wrong.length - 1} more.)` : ''
    const says = `${first}${more}`
    return failed(says, await servedDocument(inspection))
  },
  flaw: documented((document) => {
    for (const operation of operationsIn(document))
      for (const media of Object.values(operation.requestBody?.content ?? {})) media.example = { title: 5 }
  }),
})

interface Example {
  readonly where: string
  readonly schema: Schema
  readonly value: unknown
  readonly way: 'request' | 'answer'
}

function* examplesOf(
  { method, path, parameters, body, answers }: Operation,
  resolve: (schema: Schema) => Schema,
): Generator<Example> {
  const name = `${method} ${path}`
  for (const { name: parameter, schema, example } of parameters) {
    if (example !== undefined)
      yield { where: `The example of "${parameter}" of ${name}`, schema, value: example, way: 'request' }
    const resolved = resolve(schema)
    if (isObject(resolved) && resolved['default'] !== undefined)
      yield {
        where: `The default of "${parameter}" of ${name}`,
        schema,
        value: resolved['default'],
        way: 'request',
      }
  }
  for (const [type, { schema, example }] of Object.entries(body?.content ?? {}))
    if (schema !== undefined && example !== undefined)
      yield { where: `The example of ${type} for ${name}`, schema, value: example, way: 'request' }
  for (const [status, { content }] of Object.entries(answers))
    for (const [type, { schema, example }] of Object.entries(content))
      if (schema !== undefined && example !== undefined && /json/i.test(type))
        yield { where: `The example of ${status} ${type} of ${name}`, schema, value: example, way: 'answer' }
}
