import { check } from '../../check.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { sameContent, STATUS, statusLine } from '../../wire/answer.ts'
import { asOwner } from './as-owner.ts'
import { mendOwner } from './mend-owner.ts'
import { privateItem } from './private-item.ts'
import { OBJECT_LEVEL } from './sources.ts'

export const readOthers = check({
  id: 'access/read-others',
  claim: 'What belongs to one user cannot be read by another.',
  severity: 'must',
  source: OBJECT_LEVEL,
  mend: mendOwner,
  needs: ['write', 'resource', 'two-users'],
  async run(inspection) {
    await using item = await privateItem(inspection)
    const { path, other, owner, marker, shown } = item
    const exchange = await inspection.send({ path, as: other })
    const { answer } = exchange
    if (answer.status >= 400) return passed()
    const leaks = sameContent(answer, shown.answer) || (marker !== undefined && answer.body.includes(marker))
    if (!leaks)
      return inconclusive(`${path} is ${statusLine(answer)} to ${other.name}, with another content.`)
    return failed(`${other.name} can read ${path}, which belongs to ${owner.name}.`, [
      {
        exchange,
        mark:
          (marker === undefined ? undefined : markIn(exchange, 'received', marker)) ??
          markIn(exchange, 'received', STATUS),
      },
    ])
  },
  flaw: asOwner((method, path) => method === 'GET' && /^\/notes\/[^/]+$/.test(path)),
})
