import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { owaspApi } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { failures } from './provoked.ts'

/** Pages that frameworks show to their developers. */
const PAGES: Readonly<Record<string, RegExp>> = {
  Django: /<code>DEBUG = True<\/code>/,
  Werkzeug: /Werkzeug Debugger|The debugger caught an exception in your WSGI application/,
  Rails: /Action Controller: Exception caught|<p><code>Rails\.root: /,
  Laravel: /window\.ignite\s*\(|laravel\/ignition|Whoops\\Run|<title>Whoops! There was an error/,
  Symfony: /class="exception-message-wrapper"|symfony\/error-handler/i,
  'ASP.NET Core':
    /<title>Internal Server Error<\/title>[\s\S]{0,4000}id="stackpage"|Server Error in '\/[^']*' Application/,
  Phoenix: /Plug\.Debugger|<title>\w+(?:\.\w+)*Error at (?:GET|POST) /,
  'Next.js': /__next_error__[\s\S]{0,4000}react-dev-overlay/,
}

export const noDebugPage = check({
  id: 'errors/no-debug-page',
  claim: 'Failures show no page that a framework has for its developers.',
  severity: 'must',
  source: owaspApi('API8', 'Security Misconfiguration'),
  mend: {
    general:
      'Run in production mode. Such a page shows source, settings and addresses, and that of Werkzeug runs code.',
    stacks: {
      Django: 'DEBUG = False and ALLOWED_HOSTS',
      Flask: 'Start it with gunicorn and never with app.run(debug=True).',
      Rails: 'RAILS_ENV=production',
      Laravel: 'APP_DEBUG=false',
      'ASP.NET Core': 'ASPNETCORE_ENVIRONMENT=Production',
    },
  },
  async run(inspection) {
    return across(await failures(inspection), 'No failure could be provoked.', ({ says, seen }) => {
      const body = seen.answer.body.toString('latin1')
      const found = Object.entries(PAGES).find(([, pattern]) => pattern.test(body))
      return found === undefined
        ? passed()
        : failed(`${says} was answered with the page that ${found[0]} has for developers.`, seen, found[1])
    })
  },
  flaw: flawed((request, response, pass) => {
    if (!/^\/[a-z0-9]{12}$/.test(request.url ?? '')) return pass()
    response.writeHead(404, { 'content-type': 'text/html' })
    response.end(
      "<p>You're seeing this error because you have <code>DEBUG = True</code> in your Django settings file.</p>",
    )
  }),
})
