import type { IncomingMessage } from 'node:http'
import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { contentOf } from '../../flaws/sound/content.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { acrossBodies, attempt, isFault } from '../openapi/trials.ts'
import { MEND_PROTO } from './mends.ts'
import { text } from '../../source.ts'

export const prototypeMembers = check({
  id: 'validation/prototype-members',
  claim: 'The names of prototypes as members change nothing for the next request.',
  severity: 'must',
  source: text('CWE-1321', 'https://cwe.mitre.org/data/definitions/1321.html'),
  mend: MEND_PROTO,
  needs: ['write'],
  run(inspection) {
    const { random, target, send } = inspection
    const mark = `polluted${random.word(8)}`
    return acrossBodies(inspection, 'No operation was found that takes JSON.', async (call) => {
      const whole = JSON.stringify(call.example()).slice(1)
      for (const member of [
        `"__proto__":{"${mark}":"${mark}"}`,
        `"constructor":{"prototype":{"${mark}":"${mark}"}}`,
        `"prototype":{"${mark}":"${mark}"}`,
      ]) {
        const answered = await attempt(() => call.send({ body: `{${member},${whole}` }))
        if (answered !== undefined && isFault(answered.answer))
          return failed(
            `${call.name} was answered with ${statusLine(answered.answer)} to the member ${member}.`,
            answered,
            STATUS,
          )
      }
      const page = target.pages[0]
      const later = [
        await call.send({ json: call.example() }),
        ...(page === undefined ? [] : [await send({ path: page.path, as: page.as })]),
      ]
      const found = later.find(({ answer }) => answer.body.includes(mark))
      if (found === undefined) return passed()
      return failed(
        `After content with "__proto__" the answer to another request has the member "${mark}".`,
        found,
        mark,
      )
    })
  },
  flaw: polluted(),
})

/** Each answer has what was once said of the prototype. */
function polluted() {
  const marks = new Set<string>()
  const note = async (request: IncomingMessage) => {
    const mark = /__proto__":\{"(\w+)/.exec((await contentOf(request)).toString())?.[1]
    if (mark !== undefined) marks.add(mark)
  }
  return tampered((answer, request) => {
    // Content that does not come is the sound server's to refuse.
    note(request).catch(() => undefined)
    const body = answer.body.toString()
    if (marks.size > 0 && body.startsWith('{'))
      answer.body = Buffer.from(`{${[...marks].map((mark) => `"${mark}":1,`).join('')}${body.slice(1)}`)
  })
}
