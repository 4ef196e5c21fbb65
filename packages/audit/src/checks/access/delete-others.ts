import { check } from '../../check.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { asOwner } from './as-owner.ts'
import { mendOwner } from './mend-owner.ts'
import { privateItem } from './private-item.ts'
import { OBJECT_LEVEL } from './sources.ts'

export const deleteOthers = check({
  id: 'access/delete-others',
  claim: 'What belongs to one user cannot be deleted by another.',
  severity: 'must',
  source: OBJECT_LEVEL,
  mend: mendOwner,
  needs: ['write', 'resource', 'two-users'],
  async run(inspection) {
    await using item = await privateItem(inspection)
    const { resource, path, owner, other, shown } = item
    if (!resource.methods.includes('delete')) return inconclusive('Its items cannot be deleted.')
    const tag = shown.answer.headers.get('etag')
    const headers = tag === undefined ? {} : { 'If-Match': tag }
    const exchange = await inspection.send({ method: 'DELETE', path, as: other, headers })
    const now = await inspection.send({ path, as: owner })
    if (now.answer.status === 200) return passed()
    return failed(
      `${other.name} deleted ${path} of ${owner.name}, for whom it is ${statusLine(now.answer)} now.`,
      [
        { exchange, mark: markIn(exchange, 'received', STATUS) },
        { exchange: now, says: `How ${owner.name} reads it afterwards.` },
      ],
    )
  },
  flaw: asOwner((method) => method === 'DELETE'),
})
