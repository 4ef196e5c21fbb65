import type { Mend } from '../../check.ts'

/** For what is wrong with conditional GET. */
export const MEND_CONDITIONS: Mend = {
  general:
    'Let one function decide, as RFC 9110 section 13.2.2 has it: If-None-Match first, as a list or "*", compared without W/; If-Modified-Since only where that is missing and a valid date.',
  stacks: {
    Express: 'nothing: res.send and res.json compare ETag by themselves, express.static does as well',
    Fastify: '@fastify/etag compares one tag; @fastify/static knows lists',
    'Spring Boot': 'ShallowEtagHeaderFilter, or webRequest.checkNotModified(etag)',
    Django: 'django.middleware.http.ConditionalGetMiddleware',
    Rails: 'stale?(record), or Rack::ConditionalGet, which is on',
    'Go net/http': 'http.ServeContent does it for files and readers',
    'ASP.NET Core': 'Results.File with entityTag and lastModified; otherwise compare yourself',
  },
}
