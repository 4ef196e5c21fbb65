import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { onlyThere } from './second-address.ts'

export const oneAddress = check({
  id: 'routing/one-address',
  claim: 'A trailing slash, a double slash and capitals do not make a second address of the same content.',
  severity: 'should',
  source: [rfc(3986, '6.2.2'), rfc(9110, '4.2.3'), rfc(6596)],
  mend: {
    general:
      'Choose one spelling for each address and answer the others with 404 or a redirect (308). Two addresses are two entries in every cache, and a rule that compares one of them misses the other.',
    stacks: {
      Express: "app.enable('strict routing'); app.enable('case sensitive routing')",
      Fastify:
        'Leave ignoreTrailingSlash, ignoreDuplicateSlashes off and caseSensitive on, as they are by default.',
      'ASP.NET Core':
        'Paths are matched without regard to case; redirect in a middleware, or send Link with rel="canonical".',
      nginx: 'merge_slashes off;',
      Django: 'Leave APPEND_SLASH on: it redirects.',
    },
  },
  run: (inspection) =>
    onlyThere(inspection, (path) => {
      const bare = path.replace(/\/$/, '')
      if (bare === '') return []
      const slash = bare === path ? `${path}/` : bare
      const capitals = path.toUpperCase()
      const spellings = [slash, `/${path}`, path.replace(/\/([^/]+\/?)$/, '//$1')]
      return [...spellings, ...(capitals === path || path.includes('%') ? [] : [capitals])]
    }),
  flaw: flawed((request, _response, pass) => {
    const url = request.url ?? '/'
    request.url = url.length > 1 ? url.replace(/\/$/, '') : url
    pass()
  }),
})
