import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import type { Inspection } from '../../run/inspection.ts'
import { rfc } from '../../source.ts'
import type { Resource } from '../../target/target.ts'
import { failed, inconclusive, passed, type Verdict } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { lineOf } from '../http/field-syntax.ts'
import { newBody } from '../crud/body.ts'
import { clear, create } from '../crud/create.ts'
import { acrossResources } from '../crud/item.ts'

export const createdLinked = check({
  id: 'rest/created-linked',
  claim: 'Location of every 201 answers.',
  severity: 'should',
  source: [rfc(9110, '15.3.2'), rfc(9110, '10.2.2')],
  mend: {
    general:
      'Send the address of what was made in Location, so that a client finds it without knowing how your addresses are built.',
    stacks: {
      Express: 'res.status(201).location(`/notes/${note.id}`).json(note)',
      'Spring Boot': 'ResponseEntity.created(uri).body(note)',
      FastAPI: 'response.headers["Location"] = str(request.url_for("read_note", id=note.id))',
      Rails: 'render json: note, status: :created, location: note',
      'ASP.NET Core': 'Results.Created($"/notes/{note.Id}", note)',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossResources(inspection, [], async (resource) => {
      const body = newBody(resource, inspection.random, { alike: true })
      const { answered, path } = await create(inspection, resource, body)
      try {
        return await judge(inspection, resource, answered)
      } finally {
        await clear(inspection, resource, [path])
      }
    }),
  flaw: tampered(({ status, headers }) => {
    if (status === 201) headers['location'] = '/api/notes/1'
  }),
})

async function judge(
  { send }: Inspection,
  { path, as, putAt }: Resource,
  created: Answered,
): Promise<Verdict> {
  const { status, headers } = created.answer
  if (status !== 201) return inconclusive(`Making an item was answered with ${status}, and not 201.`)
  const location = headers.get('location')
  if (location === undefined)
    // What a PUT makes is where it was put.
    return putAt === undefined ? failed(`201 for POST ${path} has no Location.`, created, STATUS) : passed()
  const url = URL.parse(location, new URL(path, created.origin))
  if (url === null)
    return failed(`201 has the Location \`${location}\`, which is no address.`, created, lineOf('Location'))
  if (url.origin !== created.origin)
    return inconclusive(`Location leads to ${url.origin}, which is not asked.`)
  const exchange = await send({ path: `${url.pathname}${url.search}`, as })
  if (exchange.answer.status < 400) return passed()
  return failed(
    `201 has the Location \`${location}\`, and what is there is ${statusLine(exchange.answer)}.`,
    [{ exchange: created }, { exchange }],
    lineOf('Location'),
  )
}
