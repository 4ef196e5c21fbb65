import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossItems } from './item.ts'
import { COMPARE_AND_CHANGE } from './mend-conditions.ts'
import { isSuccess } from './seen.ts'
import { strongTag } from './tagged-item.ts'

const WRITERS = 12
const ROUNDS = 3

export const oneWriter = check({
  id: 'crud/one-writer',
  claim: 'Of writers at once with one tag exactly one succeeds.',
  severity: 'must',
  source: [rfc(9110, '13.1.1'), rfc(9110, '13.2.1')],
  mend: COMPARE_AND_CHANGE,
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, [], async (item) => {
      const { path, resource } = item
      if (!resource.methods.some((method) => method === 'patch' || method === 'replace'))
        return inconclusive(`Items of ${resource.path} cannot be changed.`)
      const bogus = await item.change({ 'If-Match': '"of another version"' })
      if (isSuccess(bogus)) return inconclusive(`A change of ${path} does not look at If-Match at all.`)
      let won = false
      for (let round = 0; round < ROUNDS; round++) {
        const tag = strongTag(await item.read(), path)
        const answers = await Promise.all(
          Array.from({ length: WRITERS }, () => item.change({ 'If-Match': tag })),
        )
        const winners = answers.filter(isSuccess)
        won ||= winners.length === 1
        if (winners.length > 1) {
          const after = await item.read()
          return failed(
            `Of ${WRITERS} changes of ${path} at once, all with \`If-Match: ${tag}\`, ${winners.length} succeeded: all but the last are lost.`,
            [
              ...winners.slice(0, 2).map((exchange) => ({ exchange, says: 'One that succeeded.' })),
              { exchange: after, says: 'What is there afterwards.' },
            ],
          )
        }
        const [first] = answers
        if (winners.length === 0 && first !== undefined)
          return inconclusive(
            `None of ${WRITERS} changes at once succeeded; one was ${statusLine(first.answer)}.`,
          )
      }
      return won ? passed() : inconclusive('No change succeeded.')
    }),
  flaw: comparingFirst(),
})

/** The sound server, but for the time between comparing a tag and the change. */
function comparingFirst() {
  const compared = new Map<string, number>()
  return flawed((request, _, pass) => {
    const tag = request.headers['if-match']
    if (request.method === 'GET' || tag === undefined) return pass()
    const key = `${request.url} ${tag}`
    const first = compared.get(key)
    if (first === undefined) compared.set(key, performance.now())
    else if (performance.now() - first < 50) delete request.headers['if-match']
    pass()
  })
}
