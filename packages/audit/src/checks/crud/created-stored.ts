import { check } from '../../check.ts'
import { rewritten } from '../../flaws/rewritten.ts'
import { isObject } from '../../target/openapi/document.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { jsonOf } from '../../wire/answer.ts'
import { newBody, objectWith } from './body.ts'
import { clear, create } from './create.ts'
import { acrossResources } from './item.ts'
import { isSuccess, shows, soon } from './seen.ts'

export const createdStored = check({
  id: 'crud/created-stored',
  claim: 'An item that was made says what was sent for it.',
  severity: 'must',
  source: rfc(9110, '9.3.3'),
  mend: {
    general:
      'Store what you have accepted, or refuse it with 4xx: never shorten or drop it without a word. Let the database complain instead of cutting texts to the width of a column.',
    stacks: {
      MySQL: "SET sql_mode = 'STRICT_ALL_TABLES'",
      Rails: 'validates :title, length: { maximum: 200 }, and list the member in params.expect',
      Django: 'list the field in the serializer’s fields, and set max_length as the column has it',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossResources(inspection, ['read'], async (resource) => {
      const body = newBody(resource, inspection.random)
      const { answered, path } = await create(inspection, resource, body)
      try {
        if (path === undefined || answered.answer.status === 202)
          return inconclusive(`The answer to POST ${resource.path} does not tell where the item is.`)
        const read = await soon(
          () => inspection.send({ path, as: resource.as }),
          (each) => shows(each, body.marker),
        )
        if (shows(read, body.marker)) return passed()
        // That it can be read at all is another claim's; what only goes in, such as a password, is not shown.
        const { text } = resource
        const shown = text === undefined ? undefined : objectWith(jsonOf(read.answer), [text])?.[text]
        if (!isSuccess(read) || text === undefined || typeof shown !== 'string')
          return inconclusive(`Reading ${path} does not show the member that was sent.`)
        // It may be shown in another form on purpose: as an address, in capitals, as asterisks.
        const isCut = shown !== '' && body.marker.startsWith(shown)
        if (!isCut && !shows(answered, body.marker))
          return inconclusive(`"${text}" of ${path} is shown in another form than it was sent.`)
        return failed(
          `"${text}" was sent as "${body.marker}", and is read as ${JSON.stringify(shown).slice(0, 100)}.`,
          [
            { exchange: answered, says: 'Making it.' },
            { exchange: read, says: 'Reading it.' },
          ],
        )
      } finally {
        await clear(inspection, resource, [path])
      }
    }),
  flaw: rewritten((request, content) =>
    request.method === 'POST' && isObject(content) && typeof content['text'] === 'string'
      ? { content: { ...content, text: content['text'].slice(0, 10) } }
      : undefined,
  ),
})
