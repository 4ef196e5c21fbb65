import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { isObject } from '../../target/openapi/document.ts'
import { itemsOf } from '../../target/discover/fill.ts'
import { across, failed, passed } from '../../verdict.ts'
import { jsonOf, STATUS, statusLine } from '../../wire/answer.ts'
import { whileSteady } from '../http/while-steady.ts'
import { parameterCalls } from './parameter-calls.ts'
import { shown } from './trials.ts'
import { MEND_ENFORCE } from './mends.ts'
import { text } from '../../source.ts'

export const defaults = check({
  id: 'openapi/defaults',
  claim: 'What has a default may be left out, and that means the default.',
  severity: 'should',
  source: text('OpenAPI 3.1.1 section 4.8.24', 'https://spec.openapis.org/oas/v3.1.1.html#schema-object'),
  mend: MEND_ENFORCE,
  needs: ['description'],
  // Lists that others add to meanwhile would differ.
  alone: true,
  run(inspection) {
    const { target } = inspection
    const none = 'No query parameter has a default.'
    return across(parameterCalls(target, 'query'), none, async (call) => {
      const schema = target.description?.resolve(call.parameter.schema)
      if (!isObject(schema) || schema['default'] === undefined) return undefined
      const said = schema['default']
      if (call.parameter.required)
        return failed(`${call.name}: it is required and has a default, which nobody can use.`, call.page.seen)
      return whileSteady(inspection, call.with(undefined), async (without) => {
        const having = await inspection.send(call.with(said))
        if (having.answer.status !== 200)
          return failed(
            `${call.name} answers its own default, ${shown(said)}, with ${statusLine(having.answer)}.`,
            having,
            STATUS,
          )
        const [one, other] = [itemsOf(jsonOf(without.answer)), itemsOf(jsonOf(having.answer))]
        // Links and times in an answer may tell how it was asked for; the items may not.
        if (one.length === 0 || JSON.stringify(one) === JSON.stringify(other)) return passed()
        return failed(
          `${call.name} gives ${one.length} items without it and ${other.length} with its default, ${shown(said)}, or others.`,
          [{ exchange: without }, { exchange: having }],
        )
      })
    })
  },
  flaw: flawed((request, _response, pass) => {
    if (request.url === '/books') request.url = '/books?limit=10'
    pass()
  }),
})
