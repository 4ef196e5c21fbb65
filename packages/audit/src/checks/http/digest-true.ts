import { createHash } from 'node:crypto'
import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { lineOf } from './field-syntax.ts'
import { parseStructured } from './structured-field.ts'
import { survey } from './survey.ts'

const ALGORITHMS: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-512': 'sha512' }

export const digestTrue = check({
  id: 'http/digest-true',
  claim: 'A digest is that of the content that it is sent with.',
  severity: 'must',
  source: [rfc(9530, '2'), rfc(9530, '3')],
  mend: {
    general:
      'Make Content-Digest of the bytes that go out, after compression; and Repr-Digest of the whole, also for a part of it. A client that looks takes the answer for damaged otherwise.',
  },
  async run(inspection) {
    return across(await survey(inspection), 'No answer had a digest.', (answered) => {
      const { answer, request } = answered
      // Of the whole nothing is known where only a part, or nothing, was sent.
      if (answer.status !== 200 || request?.method === 'HEAD' || !answer.complete) return undefined
      let seen = 0
      for (const name of ['Content-Digest', 'Repr-Digest'])
        for (const { key = '', items } of parseStructured('dictionary', answer.headers.get(name) ?? '') ??
          []) {
          const algorithm = ALGORITHMS[key]
          const [digest] = items
          if (algorithm === undefined || digest?.type !== 'bytes') continue
          seen++
          if (!createHash(algorithm).update(answer.body).digest().equals(digest.value))
            return failed(
              `The ${key} in ${name} of ${request?.path} is that of other content.`,
              answered,
              lineOf(name),
            )
        }
      return seen === 0 ? undefined : passed()
    })
  },
  flaw: digesting(() => 'something else'),
  sound: digesting((body) => body),
})

function digesting(of: (body: Buffer) => string | Buffer) {
  return tampered(({ headers, body }) => {
    headers['content-digest'] = `sha-256=:${createHash('sha256').update(of(body)).digest('base64')}:`
  })
}
