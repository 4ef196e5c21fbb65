import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { batchOf, MEND_BATCH } from './batch.ts'
import { batchServer } from './batch-specimen.ts'

/** Whatever could say that something is not there or did not work. */
const WORD =
  /\b[45]\d\d\b|null|false|err|fail|problem|not.?found|missing|unknown|invalid|denied|forbidden|refuse|reject|fault|exception/i

export const batchItemStatus = check({
  id: 'journey/batch-item-status',
  claim: 'One failed item of a batch does not hide behind a 200 without a word.',
  severity: 'should',
  source: rfc(9110, '15.3.1'),
  mend: MEND_BATCH,
  needs: ['description', 'write'],
  async run(inspection) {
    const { path, page, read } = await batchOf(inspection)
    const missing = inspection.target.missing()
    const alone = await inspection.send({ path: missing })
    if (alone.answer.status < 400)
      return inconclusive(
        `${missing} is answered with ${statusLine(alone.answer)}; nothing is missing there.`,
      )
    const answered = await read([page, missing])
    const { answer } = answered
    if (answer.status >= 400 || answer.status === 207) return passed(`It is told by ${statusLine(answer)}.`)
    if (answer.status >= 300) return inconclusive(`It was answered with ${statusLine(answer)}.`)
    // What is said of the page is no word about the other.
    const said = words((await read([page])).answer.body.toString())
    const told = words(answer.body.toString()).filter((word) => {
      const at = said.indexOf(word)
      if (at !== -1) said.splice(at, 1)
      return at === -1
    })
    if (told.some((word) => WORD.test(word))) return passed()
    if (told.length > 0)
      return inconclusive(
        `It is not known whether "${told.slice(0, 5).join(' ').slice(0, 100)}" says that ${missing} failed.`,
      )
    return failed(
      `POST ${path} with GET ${page} and GET ${missing}, which is ${statusLine(alone.answer)} alone, was answered with ${statusLine(answer)} and no word about it.`,
      answered,
    )
  },
  flaw: batchServer({ silent: true }),
  sound: batchServer(),
})

function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}_.-]+/gu) ?? []
}
