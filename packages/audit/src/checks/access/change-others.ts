import { check } from '../../check.ts'
import type { Inspection } from '../../run/inspection.ts'
import { across, failed, inconclusive, markIn, passed, type Verdict } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { asOwner } from './as-owner.ts'
import { changesTo } from './changes.ts'
import { mendOwner } from './mend-owner.ts'
import { privateItem, type PrivateItem } from './private-item.ts'
import { OBJECT_LEVEL } from './sources.ts'

export const changeOthers = check({
  id: 'access/change-others',
  claim: 'What belongs to one user cannot be changed by another.',
  severity: 'must',
  source: OBJECT_LEVEL,
  mend: mendOwner,
  needs: ['write', 'resource', 'two-users'],
  async run(inspection) {
    await using item = await privateItem(inspection)
    return await across(changesTo(item, item.other), 'Its items cannot be changed.', (request) =>
      attempt(inspection, item, request),
    )
  },
  flaw: asOwner((method) => method === 'PUT' || method === 'PATCH'),
})

async function attempt(
  { send }: Inspection,
  { owner, other, path, shown }: PrivateItem,
  request: RequestSpec & { readonly method: string },
): Promise<Verdict> {
  const exchange = await send(request)
  const now = await send({ path, as: owner })
  const changed = now.answer.status !== 200 || !now.answer.body.equals(shown.answer.body)
  if (!changed) return passed()
  // Some put the time of the last reading into an item.
  if (exchange.answer.status >= 400)
    return inconclusive(
      `${path} changes by itself; the attempt was refused with ${statusLine(exchange.answer)}.`,
    )
  return failed(`${other.name} changed ${path} of ${owner.name} with ${request.method}.`, [
    { exchange, mark: markIn(exchange, 'received', STATUS) },
    { exchange: now, says: `How ${owner.name} reads it afterwards.` },
  ])
}
