import { isDeepStrictEqual } from 'node:util'
import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { isObject } from '../../target/openapi/document.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { jsonOf, statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { acrossItems } from '../crud/item.ts'

export const idempotentPut = check({
  id: 'http/idempotent-put',
  claim: 'PUT sent twice leaves what once leaves.',
  severity: 'must',
  source: rfc(9110, '9.2.2'),
  mend: {
    general:
      'Let PUT say how it is afterwards, whatever was before: values, and no steps such as "one more" or "append". A client and every proxy may send it again when the connection breaks.',
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(
      inspection,
      ['replace'],
      async (item) => {
        const { path, read } = item
        const { json } = item.other()
        const put = async () => {
          const tag = (await read()).answer.headers.get('etag')
          return item.put(json, tag === undefined || tag.startsWith('W/') ? {} : { 'If-Match': tag })
        }
        const first = await put()
        if (first.answer.status >= 300)
          return inconclusive(`PUT ${path} was answered with ${statusLine(first.answer)}.`)
        const once = await read()
        const second = await put()
        const twice = await read()
        const differs = Object.keys(json).find(
          (name) => !isDeepStrictEqual(member(once, name), member(twice, name)),
        )
        if (differs === undefined && once.answer.status === twice.answer.status) return passed()
        const says =
          differs === undefined
            ? `After the second PUT, reading ${path} is ${statusLine(twice.answer)}.`
            : `After the second PUT of the same content, "${differs}" of ${path} was another value than after the first.`
        return failed(says, [
          { exchange: once, says: 'After the first PUT.' },
          { exchange: second, says: 'The second one.' },
          { exchange: twice, says: 'After it.' },
        ])
      },
      { alike: true },
    ),
  flaw: appending(),
})

function member({ answer }: Answered, name: string): unknown {
  const item = jsonOf(answer)
  return isObject(item) ? item[name] : undefined
}

/** The sound server, which adds to the text with each PUT. */
function appending() {
  const puts = new Map<string, number>()
  return tampered((answer, { method, url = '' }) => {
    if (method === 'PUT') puts.set(url, (puts.get(url) ?? 0) + 1)
    const item: unknown =
      url.startsWith('/notes/') && answer.status === 200 ? JSON.parse(answer.body.toString()) : null
    if (method === 'GET' && isObject(item))
      answer.body = Buffer.from(
        JSON.stringify({ ...item, text: `${String(item['text'])}${'more'.repeat(puts.get(url) ?? 0)}` }),
      )
  })
}
