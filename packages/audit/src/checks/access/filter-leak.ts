import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { jsonOf } from '../../wire/answer.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { ownersOf } from './members.ts'
import { mendOwner } from './mend-owner.ts'
import { privateItem, type PrivateItem } from './private-item.ts'
import { OBJECT_LEVEL } from './sources.ts'

export const filterLeak = check({
  id: 'access/filter-leak',
  claim: 'No parameter of a list shows what belongs to another user.',
  severity: 'must',
  source: OBJECT_LEVEL,
  mend: {
    ...mendOwner,
    general: `${mendOwner.general} A filter by owner is added to that condition, and never takes its place.`,
  },
  needs: ['write', 'resource', 'two-users'],
  async run(inspection) {
    await using item = await privateItem(inspection)
    const { resource, marker, owner, other } = item
    if (!resource.methods.includes('list')) return inconclusive('It has no list of items.')
    if (marker === undefined)
      return inconclusive(
        'Its items have no text by which they are known; name a member as "text" of the resource.',
      )
    // A list may repeat what it was asked for: of the two words one is asked for, and the other looked for.
    const [asked = '', hidden = ''] = marker.split(' ')
    for (const query of filters(item, asked)) {
      const path = `${resource.path}?${query}`
      const exchange = await inspection.send({ path, as: other })
      if (exchange.answer.body.includes(hidden))
        return failed(
          `${path} shows an item of ${owner.name} to ${other.name}.`,
          exchange,
          markIn(exchange, 'received', hidden),
        )
    }
    return passed()
  },
  // Its filter by owner takes the place of the condition.
  flaw: flawed((request, _response, pass) => {
    const owner = /^\/notes\?owner=(\w+)$/.exec(request.url ?? '')?.[1]
    if (owner !== undefined && request.headers.authorization !== undefined) {
      request.url = '/notes'
      request.headers.authorization = `Bearer ${owner}-token`
    }
    pass()
  }),
})

/** Each way to ask for the items of somebody, or for all. */
function filters({ resource, shown, owner, id }: PrivateItem, word: string): string[] {
  const written = (name: string, value: string | number) =>
    `${encodeURIComponent(name)}=${encodeURIComponent(value)}`
  const described = (resource.operations['list']?.parameters ?? []).filter(
    (parameter) => parameter.in === 'query',
  )
  const owners = ownersOf(jsonOf(shown.answer))
  const values = [...new Set([owner.name, ...owners.map(([, value]) => value)])]
  const names = [
    ...new Set([...owners.map(([name]) => name), 'owner', 'user', 'userId', 'user_id', 'tenant']),
  ]
  const text = described.filter(({ name }) => /^(?:q|query|search|text|filter)$/i.test(name))
  return [
    ...names.flatMap((name) => values.map((value) => written(name, value))),
    ...text.map(({ name }) => written(name, word)),
    'all=true',
    'scope=all',
    'admin=true',
    'mine=false',
    'owner=*',
    'owner[$ne]=x',
    written('id', id),
  ]
}
