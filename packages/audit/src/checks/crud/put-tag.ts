import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { fieldIn } from '../security/answers.ts'
import { acrossItems } from './item.ts'
import { isSuccess } from './seen.ts'

export const putTag = check({
  id: 'crud/put-tag',
  claim: 'PUT is answered with an ETag only where what was sent is stored as it is.',
  severity: 'should',
  source: rfc(9110, '9.3.4'),
  mend: {
    general:
      'Leave ETag and Last-Modified out of the answer to a PUT whose content you complete with an id, dates or defaults: to a client they say that its own copy is what the address now holds, byte for byte.',
    stacks: {
      Express: "app.set('etag', false), and tags on GET alone",
      Fastify: '@fastify/etag has to be registered around the routes that only read',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, ['replace'], async (item) => {
      const { json } = item.other()
      const answered = await item.put(json)
      const tag = answered.answer.headers.get('etag')
      if (!isSuccess(answered))
        return inconclusive(`PUT ${item.path} was answered with ${answered.answer.status}.`)
      if (tag === undefined) return passed()
      const after = await item.read()
      if (after.answer.body.equals(Buffer.from(JSON.stringify(json)))) return passed()
      return failed(
        `PUT ${item.path} was answered with the ETag ${tag}, and what is read then is not what was sent.`,
        [
          { exchange: answered, says: 'PUT, and its ETag.' },
          { exchange: after, says: 'Reading it: other content than was sent.' },
        ],
        fieldIn('ETag'),
      )
    }),
  flaw: tampered((answer, { method }) => {
    if (method === 'PUT') answer.headers['etag'] = '"42"'
  }),
})
