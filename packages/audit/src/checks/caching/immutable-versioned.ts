import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { lineOf } from '../http/field-syntax.ts'
import { cacheRules } from './cache-control.ts'

export const immutableVersioned = check({
  id: 'caching/immutable-versioned',
  claim: 'Only addresses that change with their content are called immutable.',
  severity: 'may',
  source: rfc(8246, '2'),
  mend: {
    general:
      'Put a hash or a version into the names of the files (app.3f9c2d.js) and call these immutable. A browser does not ask again for the others even when its user reloads the page.',
    stacks: {
      Vite: 'files in assets/ have a hash in their name; index.html has none, and gets no-cache',
      Caddy: 'header /assets/* Cache-Control "public, max-age=31536000, immutable"',
    },
  },
  async run({ target }) {
    return across(target.pages, 'Nothing is called immutable.', ({ path, seen }) => {
      if (!cacheRules(seen.answer).has('immutable')) return undefined
      if (isVersioned(path)) return passed()
      return failed(
        `${path} is called immutable, and its address has nothing that would change with its content.`,
        seen,
        lineOf('Cache-Control'),
      )
    })
  },
  flaw: calledImmutable('/books'),
  sound: calledImmutable('/books/1'),
})

/** Any digit, or a name with a part as long as a hash: whoever sees more than that guesses. */
function isVersioned(path: string): boolean {
  return /\d/.test(path) || /[\w-]{8,}\.\w+$/.test(path)
}

function calledImmutable(path: string) {
  return tampered(({ headers }, { url }) => {
    if (url === path) headers['cache-control'] = 'public, max-age=31536000, immutable'
  })
}
