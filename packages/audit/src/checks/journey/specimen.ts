import { program } from '../../flaws/program/program.ts'
import type { AuditConfig } from '../../target/config.ts'
import type { Specimen } from '../../flaws/specimen.ts'

const config: AuditConfig = {
  health: { live: '/live', ready: '/ready' },
  signIn: { path: '/sign-in', token: '/token' },
  users: [{ name: 'ada', signIn: { user: 'ada', password: 'engine' } }],
  guarded: ['/me'],
}

/** Instances over one store, at which somebody can sign in. */
export const signedTokens: Specimen = program('serve()', { shared: true, config })

/** Each instance knows only the tokens that it has given itself. */
export const tokensInMemory: Specimen = program(
  `
  const given = new Set()
  serve({
    handle(request, response, program) {
      if (request.url === '/sign-in') {
        const token = 'token-' + Math.random()
        given.add('Bearer ' + token)
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token }))
      } else if (request.url === '/me') {
        response.writeHead(given.has(request.headers.authorization) ? 200 : 401).end()
      } else return handle(request, response, program)
    },
  })
`,
  { shared: true, config },
)
