import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { isObject, step } from '../../target/openapi/document.ts'
import type { Description, Schema } from '../../target/description.ts'
import { owaspApi } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { jsonOf } from '../../wire/answer.ts'
import { answerSchemaOf } from '../crud/body.ts'

const MOST_PAGES = 20

export const noInternalFields = check({
  id: 'layers/no-internal-fields',
  claim: 'No answer has members that its description does not name.',
  severity: 'should',
  source: owaspApi('API3', 'Broken Object Property Level Authorization'),
  mend: {
    general:
      'List what goes out, instead of what stays in: make the answer from the members that are described, so that a column which is added to the table is not shown to everybody.',
    stacks: {
      Fastify: 'a response schema for each status: what it does not name is left out',
      FastAPI: 'response_model=NoteOut',
      'Spring Boot': 'a record for what goes out, instead of the entity',
      Rails: 'as_json(only: [:id, :title]), or a serializer',
      Django: 'fields = ["id", "title"] in the serializer, and not "__all__"',
    },
  },
  needs: ['description'],
  run: ({ target }) =>
    across(
      target.pages.slice(0, MOST_PAGES),
      'No page is known that is described to be an object in JSON, with its members.',
      ({ path, seen, operation }) => {
        const schema = answerSchemaOf(operation)
        const { description } = target
        if (schema === undefined || description === undefined) return undefined
        const found = unnamed(schema, jsonOf(seen.answer), description)
        if (found === undefined) return undefined
        const [first] = found
        if (first === undefined) return passed()
        const name = JSON.stringify(first.slice(first.lastIndexOf('/') + 1))
        return failed(
          `GET ${path} has "${first}", which its description does not name${found.length > 1 ? `; and ${found.length - 1} more` : ''}.`,
          seen,
          name,
        )
      },
    ),
  flaw: tampered((answer, { url = '' }) => {
    const content: unknown =
      url.startsWith('/books/') && answer.status === 200 ? JSON.parse(String(answer.body)) : null
    if (isObject(content))
      answer.body = Buffer.from(JSON.stringify({ ...content, internalNote: 'dull', cost: 3 }))
  }),
})

const DEEPEST = 6

/** Pointers to members that a schema does not name; `undefined` where it names none, or has others on purpose. */
function unnamed(schema: Schema, value: unknown, description: Description): string[] | undefined {
  let named = false
  const found: string[] = []
  const look = (each: Schema, at: unknown, pointer: string, depth: number) => {
    const resolved = description.resolve(each)
    if (!isObject(resolved) || depth > DEEPEST) return
    // Of several that may fit, it is not known which one names it.
    if (
      ['anyOf', 'oneOf', 'allOf', 'if', 'not', '$dynamicRef'].some(
        (keyword) => resolved[keyword] !== undefined,
      )
    )
      return
    if (Array.isArray(at) && resolved['items'] !== undefined) {
      for (const [index, one] of at.slice(0, 10).entries())
        look(resolved['items'] as Schema, one, step(pointer, index), depth + 1)
    }
    const { properties, additionalProperties, patternProperties } = resolved
    if (!isObject(at) || !isObject(properties)) return
    named = true
    for (const [name, one] of Object.entries(at))
      if (Object.hasOwn(properties, name))
        look(properties[name] as Schema, one, step(pointer, name), depth + 1)
      else if (!isOpen(additionalProperties) && patternProperties === undefined)
        found.push(step(pointer, name))
  }
  look(schema, value, '', 0)
  return named ? found : undefined
}

/** Whether others are described to be there: "true" and a schema say so, and nothing says nothing. */
function isOpen(additional: unknown): boolean {
  return additional === true || isObject(additional)
}
