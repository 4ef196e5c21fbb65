import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import type { Inspection } from '../../run/inspection.ts'
import { across, failed, passed, type Verdict } from '../../verdict.ts'
import { essence } from '../http/field-syntax.ts'
import { sample } from '../http/survey.ts'
import { varies } from '../http/vary.ts'
import { toRequest } from '../http/while-steady.ts'
import { STATUS } from '../../wire/answer.ts'

export const varyComplete = check({
  id: 'rest/vary-complete',
  claim: 'Vary stands on failures and on 304 as it does on success.',
  severity: 'should',
  source: [rfc(9110, '15.4.5'), rfc(9110, '12.5.5'), rfc(9110, '15.1')],
  mend: {
    general:
      'Set Vary outside of the handlers, where failures pass as well. Caches keep 404 too; and they take the fields of a 304 for those of what they have.',
    stacks: {
      nginx: 'gzip_vary writes Vary on what it could compress, and not on 304',
      Express: "app.use((req, res, next) => { res.vary('Accept'); next() }) before the routes",
    },
  },
  async run(inspection) {
    const verdicts = [await failures(inspection), await notModified(inspection)]
    return across(verdicts, '', (verdict) => verdict)
  },
  flaw: tampered(({ status, headers }) => {
    if (status === 304) delete headers['vary']
  }),
})

/** A failure as a page for people and as data for programs. */
async function failures({ send, target }: Inspection): Promise<Verdict> {
  const path = target.missing()
  const page = await send({ path, headers: { Accept: 'text/html' } })
  const data = await send({ path, headers: { Accept: 'application/json' } })
  const types = [page, data].map(({ answer }) => essence(answer.headers.get('content-type')))
  return across(
    types[0] === types[1] ? [] : [page, data],
    'Failures and 304 depend on no field.',
    (exchange) => {
      const fault = varies(exchange, 'Accept')
      if (fault === undefined) return passed()
      return failed(
        `What is not there is answered as ${types.join(' or ')} by Accept, ${fault}.`,
        exchange,
        STATUS,
      )
    },
  )
}

function notModified({ send, target }: Inspection): Promise<Verdict> {
  return across(sample(target.pages, 6), 'Failures and 304 depend on no field.', async (page) => {
    const whole = await send(toRequest(page))
    const tag = whole.answer.headers.get('etag')
    const names = whole.answer.headers.list('vary')
    if (tag === undefined || names.length === 0) return undefined
    const exchange = await send(toRequest(page, { 'If-None-Match': tag }))
    if (exchange.answer.status !== 304) return undefined
    const lacks = names.find((name) => varies(exchange, name) !== undefined)
    if (lacks === undefined) return passed()
    return failed(
      `304 for ${page.path} ${varies(exchange, lacks)}; 200 has \`Vary: ${names.join(', ')}\`.`,
      exchange,
      STATUS,
    )
  })
}
