import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { newBody } from './body.ts'
import { addressOf } from './address.ts'
import { clear, create } from './create.ts'
import { acrossResources } from './item.ts'
import { isGone, shows, soon, STATUS } from './seen.ts'

export const createdLocation = check({
  id: 'crud/created-location',
  claim: 'A creation is 201, and Location leads to what was created.',
  severity: 'should',
  source: [rfc(9110, '9.3.3'), rfc(9110, '10.2.2')],
  mend: {
    general:
      'Answer 201 with the address of the new item in Location, relative or absolute. A client then finds what it has made without knowing how addresses are built, and tells "made" from "was there".',
    stacks: {
      Express: 'res.status(201).location(`/notes/${note.id}`).json(note)',
      Fastify: 'reply.code(201).header("location", `/notes/${note.id}`).send(note)',
      'Spring Boot': 'ResponseEntity.created(uri).body(note)',
      FastAPI: '@app.post("/notes", status_code=201), and response.headers["Location"] = f"/notes/{note.id}"',
      'ASP.NET Core': 'Results.Created($"/notes/{note.Id}", note)',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossResources(inspection, ['create'], async (resource) => {
      if (resource.putAt !== undefined)
        return inconclusive(
          `Items of ${resource.path} are made with PUT, at addresses that the client knows.`,
        )
      const body = newBody(resource, inspection.random)
      const { answered } = await create(inspection, resource, body)
      const { answer } = answered
      const paths = [addressOf(answered, resource)]
      try {
        // Work that goes on has nowhere to lead yet (RFC 9110 section 15.3.3).
        if (answer.status === 202)
          return inconclusive(`POST ${resource.path} is answered before it is done (202).`)
        if (answer.status !== 201)
          return failed(
            `POST ${resource.path} made an item, and was answered with ${statusLine(answer)}; 201 was expected.`,
            answered,
            STATUS,
          )
        const location = answer.headers.get('location')
        if (location === undefined)
          return failed(`201 for POST ${resource.path} has no Location.`, answered, STATUS)
        const url = URL.parse(location, new URL(resource.path, answered.origin))
        if (url === null || url.origin !== answered.origin)
          return inconclusive(`Location is \`${location}\`, which is no address of the target itself.`)
        const path = `${url.pathname}${url.search}`
        paths.push(path)
        if (!resource.methods.includes('read')) return passed()
        const read = await soon(
          () => inspection.send({ path, as: resource.as }),
          (each) => shows(each, body.marker),
        )
        if (shows(read, body.marker)) return passed()
        if (!isGone(read))
          return inconclusive(`GET ${path} is ${statusLine(read.answer)} and does not show what was sent.`)
        return failed(
          `201 has the Location \`${location}\`, and what is there is ${statusLine(read.answer)}.`,
          [{ exchange: answered }, { exchange: read, says: 'Reading it.' }],
          STATUS,
        )
      } finally {
        await clear(inspection, resource, paths)
      }
    }),
  flaw: tampered(({ status, headers }) => {
    if (status === 201) delete headers['location']
  }),
})
