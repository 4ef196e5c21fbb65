import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { acrossItems } from '../crud/item.ts'

export const idempotentDelete = check({
  id: 'http/idempotent-delete',
  claim: 'DELETE sent twice leaves what once leaves, and the second is no fault of the server.',
  severity: 'must',
  source: rfc(9110, '9.2.2'),
  mend: {
    general:
      'Answer the second DELETE with 204, 404 or 410, and leave it at that. A client whose connection broke sends it again, and has to learn that all is well.',
    stacks: {
      Prisma: 'deleteMany instead of delete, which throws where there is none',
      'Spring Boot':
        'deleteById of Spring Data is silent from 3.0 on; before, it throws EmptyResultDataAccessException',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(
      inspection,
      ['delete'],
      async ({ path, read, remove }) => {
        const first = await remove()
        if (first.answer.status >= 300)
          return inconclusive(`DELETE ${path} was answered with ${statusLine(first.answer)}.`)
        const once = await read()
        const second = await remove()
        const twice = await read()
        if (second.answer.status >= 500 && second.answer.status !== 503)
          return failed(
            `The second DELETE ${path} was answered with ${statusLine(second.answer)}; 204, 404 or 410 was expected.`,
            second,
            STATUS,
          )
        // What goes away later is no effect of the second; what comes back is.
        if (once.answer.status < 400 || twice.answer.status >= 400) return passed()
        return failed(
          `After one DELETE ${path} is ${statusLine(once.answer)}, after two ${statusLine(twice.answer)}.`,
          [
            { exchange: second, says: 'The second DELETE.' },
            { exchange: twice, says: 'After it.' },
          ],
        )
      },
      { alike: true },
    ),
  flaw: failingOnSecond(),
})

function failingOnSecond() {
  const gone = new Set<string>()
  return flawed((request, response, pass) => {
    const { method, url = '' } = request
    if (method !== 'DELETE') return pass()
    if (gone.has(url)) return void response.writeHead(500).end()
    gone.add(url)
    pass()
  })
}
