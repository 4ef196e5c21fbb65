import { check } from '../../check.ts'
import { rfc, text } from '../../source.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { makeItem, type Item } from '../crud/item.ts'
import { idOf, ownedResource } from './private-item.ts'
import { notesServer } from './notes-specimen.ts'

const ITEMS = 3

export const guessableIds = check({
  id: 'access/guessable-ids',
  claim: 'The ids of items that belong to somebody cannot be guessed from one another.',
  severity: 'may',
  source: [
    rfc(9562, '8'),
    text(
      'CWE-340 Generation of Predictable Numbers or Identifiers',
      'https://cwe.mitre.org/data/definitions/340.html',
    ),
  ],
  mend: {
    general:
      'Show random ids (UUID version 4 or 7) outside, whatever the table counts with inside. Numbers in a row tell how many there are, and make one forgotten check a leak of everything.',
    stacks: {
      PostgreSQL: 'id uuid PRIMARY KEY DEFAULT uuidv7() (PostgreSQL 18), or gen_random_uuid()',
      Django: 'models.UUIDField(primary_key=True, default=uuid.uuid4)',
      Laravel: 'use HasUuids;',
    },
  },
  needs: ['write', 'resource', 'two-users'],
  async run(inspection) {
    const { resource, owner } = ownedResource(inspection)
    if (resource.putAt !== undefined) return inconclusive('Its clients choose the ids.')
    await using stack = new AsyncDisposableStack()
    const made: Item[] = []
    for (let item = 0; item < ITEMS; item++)
      made.push(stack.use(await makeItem(inspection, resource, owner, { alike: true })))
    const named = made.map(({ path }) => idOf(path))
    const ids = named.map((id) => (/^\d{1,15}$/.test(id) ? Number(id) : Number.NaN))
    const steps = ids.slice(1).map((id, at) => id - (ids[at] ?? Number.NaN))
    // Others may be making items meanwhile, so that some are left out.
    if (!steps.every((step) => step > 0 && step < 100)) return passed()
    return failed(
      `Items made one after the other have the ids ${named.join(', ')}.`,
      made.map(({ created, path }) => ({
        exchange: created,
        mark: markIn(created, 'received', idOf(path)),
      })),
    )
  },
  flaw: notesServer({ counts: true }),
})
