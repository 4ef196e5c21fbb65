import { serveHandler } from '../../flaws/serve.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { hs256, readJwt, writeJwt, type Jwt } from './jwt.ts'

const STRONG = 'Yc7mY2k0mZ1f8vTqk3nJ5sR9wX4bL6pD'

interface Verifying {
  /** What else than a good signature is accepted. */
  readonly alsoAccepts?: (jwt: Jwt, token: string) => boolean
  /** The key that tokens are signed with. */
  readonly key?: string
  readonly payload?: object
}

/** A server with one address, `/me`, that is read with a JSON Web Token. */
export function jwtServer({ alsoAccepts = () => false, key = STRONG, payload }: Verifying = {}): Specimen {
  const claims = payload ?? { sub: 'ada', exp: Math.floor(Date.now() / 1000) + 600 }
  const token = writeJwt({ alg: 'HS256', typ: 'JWT' }, claims, hs256(key))
  const accepts = (given: string): boolean => {
    const [header = '', content = '', signature] = given.split('.')
    if (signature === undefined) return false
    const jwt = readJwt(given)
    if (alsoAccepts(jwt, given)) return true
    return jwt.header['alg'] === 'HS256' && hs256(key)(`${header}.${content}`) === signature
  }
  return {
    start: () =>
      serveHandler(
        (request, response) => {
          const given = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
          response.setHeader('content-type', 'application/json')
          if (request.url === '/') response.end('{"name":"tokens"}')
          else if (request.url !== '/me') response.writeHead(404).end('{}')
          else if (given !== undefined && isAccepted(accepts, given)) response.end('{"name":"ada"}')
          else response.writeHead(401, { 'www-authenticate': 'Bearer' }).end('{}')
        },
        {
          users: [{ name: 'ada', headers: { Authorization: `Bearer ${token}` } }],
          pages: [{ path: '/me', as: 'ada' }],
          guarded: ['/me'],
        },
      ),
  }
}

function isAccepted(accepts: (given: string) => boolean, given: string): boolean {
  try {
    return accepts(given)
  } catch {
    return false
  }
}
