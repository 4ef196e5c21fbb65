import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossItems } from './item.ts'
import { isSuccess, shows } from './seen.ts'
import { strongTag } from './tagged-item.ts'

export const etagChanges = check({
  id: 'crud/etag-changes',
  claim: 'Every change of an item changes its ETag.',
  severity: 'must',
  source: [rfc(9110, '8.8.1'), rfc(9110, '8.8.3')],
  mend: {
    general:
      'Count a version up with every change, in the same statement, or take a digest of what is sent. With an old tag for a new state, caches go on showing the old one, and a stale change is let through.',
    stacks: {
      'Spring Boot': 'eTag(String.valueOf(note.getVersion())) with @Version, or ShallowEtagHeaderFilter',
      Rails: 'fresh_when(note), whose key has updated_at in microseconds',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, [], async (item) => {
      const { path, resource } = item
      if (!resource.methods.some((method) => method === 'patch' || method === 'replace'))
        return inconclusive(`Items of ${resource.path} cannot be changed.`)
      let before = item.shown
      let tag = strongTag(before, path)
      for (let time = 0; time < 3; time++) {
        const changed = await item.change()
        const after = await item.read()
        if (!isSuccess(changed) || !shows(after, changed.marker))
          return inconclusive(`A change of ${path} was answered with ${statusLine(changed.answer)}.`)
        const now = strongTag(after, path)
        if (now === tag)
          return failed(`${path} was changed, and its ETag is ${tag} as before.`, [
            { exchange: before, says: 'Before.' },
            { exchange: changed, says: 'The change.' },
            { exchange: after, says: 'After it: another content, the same tag.' },
          ])
        before = after
        tag = now
      }
      return passed()
    }),
  flaw: tampered((answer, { url = '' }) => {
    if (url.startsWith('/notes/') && answer.headers['etag'] !== undefined)
      answer.headers['etag'] = `"${url.slice(7, 20)}"`
  }),
})
