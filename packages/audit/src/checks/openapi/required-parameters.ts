import { check } from '../../check.ts'
import { across } from '../../verdict.ts'
import { refusesAll } from './trials.ts'
import { parameterCalls } from './parameter-calls.ts'
import { MEND_ENFORCE } from './mends.ts'
import { searching } from './searching.ts'
import { text } from '../../source.ts'

export const requiredParameters = check({
  id: 'openapi/required-parameters',
  claim: 'A parameter that is required may not be left out.',
  severity: 'should',
  source: text('OpenAPI 3.1.1 section 4.8.12', 'https://spec.openapis.org/oas/v3.1.1.html#parameter-object'),
  mend: MEND_ENFORCE,
  needs: ['description'],
  run({ target, send }) {
    const required = parameterCalls(target, 'query').filter(({ parameter }) => parameter.required)
    return across(required, 'No query parameter is required.', (call) =>
      refusesAll({ name: call.name, send: () => send(call.with(undefined)) }, [
        { what: 'it is left out, and is required', content: {} },
      ]),
    )
  },
  flaw: searching(false),
  sound: searching(true),
})
