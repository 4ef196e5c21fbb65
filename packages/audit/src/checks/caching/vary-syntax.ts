import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { fieldIsWell, sending } from '../http/field-is-well.ts'
import { TOKEN } from '../http/field-syntax.ts'

export const varySyntax = check({
  id: 'caching/vary-syntax',
  claim: 'Vary is a list of the names of request fields.',
  severity: 'must',
  source: rfc(9110, '12.5.5'),
  mend: {
    general:
      'Write the names with commas between them: Vary: Accept, Accept-Encoding. A cache that cannot read it gives one client what was made for another.',
    stacks: { Express: "res.vary('Accept')", Django: 'patch_vary_headers(response, ["Accept"])' },
  },
  run: fieldIsWell('Vary', (value) => {
    const wrong = value
      .split(',')
      .map((name) => name.trim())
      .find((name) => name !== '' && !TOKEN.test(name))
    return wrong === undefined ? undefined : `names "${wrong}", which is no field`
  }),
  flaw: sending({ vary: 'Accept Accept-Encoding' }),
  sound: sending({ vary: 'Accept, Accept-Encoding' }),
})
