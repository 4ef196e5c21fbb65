import type { Mend } from '../../check.ts'

export const mendChallenge: Mend = {
  general:
    'Send WWW-Authenticate with each 401: the scheme and, where it helps, a realm, such as `Bearer realm="api"`. Where a form signs in and cookies are used, any registered or own scheme will do; browsers show a dialogue for Basic, Digest and Negotiate alone.',
  stacks: {
    Express: "res.set('WWW-Authenticate', 'Bearer realm=\"api\"').sendStatus(401)",
    FastAPI: "raise HTTPException(401, headers={'WWW-Authenticate': 'Bearer'})",
    'Spring Boot':
      'oauth2ResourceServer() sends it; for own filters use BearerTokenAuthenticationEntryPoint.',
    Django:
      'Give the authentication class authenticate_header(); Django REST framework answers 403 without it.',
    Flask: "abort(401, www_authenticate=WWWAuthenticate('cookie')), from werkzeug.datastructures",
    'ASP.NET Core':
      'AddJwtBearer sends it; in own handlers set Response.Headers.WWWAuthenticate in HandleChallengeAsync.',
  },
}
