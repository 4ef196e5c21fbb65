import { check } from '../../check.ts'
import type { Inspection } from '../../run/inspection.ts'
import { owaspApi, text } from '../../source.ts'
import type { Resource, User } from '../../target/target.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { jsonOf } from '../../wire/answer.ts'
import { isObject } from '../../target/openapi/document.ts'
import { ownersOf } from './members.ts'
import { notesServer } from './notes-specimen.ts'
import { addressOf } from '../crud/address.ts'
import type { Json } from '../crud/body.ts'
import { clear, makingRequest } from '../crud/create.ts'
import { ownedResource } from './private-item.ts'

export const massAssignment = check({
  id: 'access/mass-assignment',
  claim: 'Whose an item is cannot be said by whoever sends it.',
  severity: 'must',
  source: [
    owaspApi('API3', 'Broken Object Property Level Authorization'),
    text(
      'CWE-915 Improperly Controlled Modification of Dynamically-Determined Object Attributes',
      'https://cwe.mitre.org/data/definitions/915.html',
    ),
  ],
  mend: {
    general:
      'Take from the content only the members that a client may set, by name, and set the owner from who is signed in. Refuse the others (422) or leave them out.',
    stacks: {
      Rails: 'params.expect(note: [:title, :text])',
      Django: "read_only_fields = ['owner'] in the serializer, and serializer.save(owner=request.user)",
      'Spring Boot': 'Bind to a record with the members that may be set, not to the entity.',
      Laravel: "protected $fillable = ['title', 'text']; and $request->validated()",
      Express: 'const { title, text } = schema.parse(req.body), not { ...req.body }',
    },
  },
  needs: ['write', 'resource', 'two-users'],
  async run(inspection) {
    const { send } = inspection
    const { resource, owner, other } = ownedResource(inspection)
    const make = async (as: User, more: Json = {}) => {
      const json = { ...resource.example(), ...more }
      const exchange = await send(makingRequest(resource, json, as))
      for (const by of [other, owner]) await clear(inspection, resource, [addressOf(exchange, resource)], by)
      return { ...exchange, json }
    }
    const own = await make(owner)
    const settable = settableBy(inspection, resource)
    const owners = ownersOf(jsonOf(own.answer)).filter(([name]) => !(name in own.json) && !settable.has(name))
    if (own.answer.status >= 300 || owners.length === 0)
      return inconclusive('The answer to who makes an item has no member that says whose it is.')
    // What the same member is for the other user, as nearly as it can be had.
    const theirs = await make(other)
    const values = new Map(ownersOf(jsonOf(theirs.answer)))
    for (const [name, mine] of owners) {
      const value = values.get(name)
      if (value === undefined || value === mine) continue
      const exchange = await make(owner, { [name]: value })
      const body = jsonOf(exchange.answer)
      if (exchange.answer.status < 300 && isObject(body) && body[name] === value)
        return failed(
          `${owner.name} made an item with "${name}": ${JSON.stringify(value)}, which is what those of ${other.name} have.`,
          exchange,
          markIn(exchange, 'received', `"${name}"`),
        )
    }
    return values.size === 0
      ? inconclusive(`${other.name} could not make an item to compare with.`)
      : passed()
  },
  flaw: notesServer({ takesAll: true }),
})

/** The members that are described as the client's to set. */
function settableBy({ target: { description } }: Inspection, { operations }: Resource): ReadonlySet<string> {
  const [content] = Object.values(operations['create']?.body?.content ?? {})
  const schema = content?.schema === undefined ? undefined : description?.resolve(content.schema)
  const properties = isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {}
  const settable = Object.entries(properties).filter(
    ([, each]) => !isObject(each) || each['readOnly'] !== true,
  )
  return new Set(settable.map(([name]) => name))
}
