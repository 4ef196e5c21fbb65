import { check } from '../../check.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { asOwner } from './as-owner.ts'
import { mendOwner } from './mend-owner.ts'
import { privateItem } from './private-item.ts'
import { OBJECT_LEVEL } from './sources.ts'

export const listOthers = check({
  id: 'access/list-others',
  claim: 'A list shows to a user nothing that belongs to another.',
  severity: 'must',
  source: OBJECT_LEVEL,
  mend: mendOwner,
  needs: ['write', 'resource', 'two-users'],
  async run(inspection) {
    await using item = await privateItem(inspection)
    const { resource, marker, owner, other } = item
    if (!resource.methods.includes('list')) return inconclusive('It has no list of items.')
    if (marker === undefined)
      return inconclusive(
        'Its items have no text by which they are known; name a member as "text" of the resource.',
      )
    const own = await inspection.send({ path: resource.path, as: owner })
    const exchange = await inspection.send({ path: resource.path, as: other })
    if (exchange.answer.body.includes(marker))
      return failed(
        `The list ${resource.path}, as ${other.name} reads it, shows an item of ${owner.name}.`,
        exchange,
        markIn(exchange, 'received', marker),
      )
    if (exchange.answer.status >= 300 && exchange.answer.status !== 403)
      return inconclusive(`${resource.path} is ${statusLine(exchange.answer)} to ${other.name}.`)
    // A list that does not show it even to its owner would not show it to anybody on its first page.
    return own.answer.body.includes(marker)
      ? passed()
      : inconclusive(`The list ${resource.path} does not show new items, or their "${resource.text}".`)
  },
  flaw: asOwner((method, path) => method === 'GET' && /^\/notes(?:\?|$)/.test(path)),
})
