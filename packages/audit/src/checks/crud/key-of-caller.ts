import { check } from '../../check.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { byKeyAlone } from './by-key-alone-specimen.ts'
import { acrossKeyed, KEY_DRAFT } from './keyed.ts'
import { KEYS } from './mend-keys.ts'
import { isSuccess, shows } from './seen.ts'

export const keyOfCaller = check({
  id: 'crud/key-of-caller',
  claim: 'One caller’s key means nothing for another.',
  severity: 'must',
  source: KEY_DRAFT,
  mend: KEYS,
  needs: ['resource', 'two-users'],
  run: (inspection) =>
    acrossKeyed(inspection, async ({ resource, newBody, newKey, post }) => {
      const other = inspection.target.users.find(({ name }) => name !== resource.as?.name)
      if (resource.as === undefined || other === undefined)
        return inconclusive(`Items of ${resource.path} are known to belong to nobody.`)
      const { json, marker } = newBody()
      const key = newKey()
      const first = await post(json, key)
      if (!isSuccess(first))
        return inconclusive(`POST ${resource.path} was answered with ${statusLine(first.answer)}.`)
      const theirs = await post(newBody().json, key, other)
      const what = `${other.name} sent a key that ${resource.as.name} had used`
      if (shows(theirs, marker))
        return failed(`${what}, with other content, and was shown what ${resource.as.name} had sent.`, [
          { exchange: first, says: `A key of ${resource.as.name}.` },
          { exchange: theirs, says: `The same key from ${other.name}, with other content.` },
        ])
      if (isSuccess(theirs)) return passed()
      return inconclusive(
        `${what}: ${statusLine(theirs.answer)}, for the key or because they cannot make items at all.`,
      )
    }),
  flaw: byKeyAlone(),
})
