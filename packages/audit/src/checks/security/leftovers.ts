import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { owaspApi, text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'

/** What is left lying about, and what it begins with or holds: a status alone says nothing where everything is answered with 200. */
const LEFTOVERS: Readonly<Record<string, RegExp>> = {
  '/.git/HEAD': /^(?:ref: refs\/|[\da-f]{40}\s*$)/,
  '/.git/config': /^\s*\[core\]/,
  '/.env': /^(?!\s*<)(?:\s*#[^\n]*\n|\s*\n)*(?:export )?[A-Z][A-Z\d_]*\s*=/,
  '/.htpasswd': /^[^\s:<]+:(?:\$apr1\$|\$2[aby]\$|\{SHA\}|\$[56]\$)/,
  '/.aws/credentials': /aws_secret_access_key\s*=/i,
  '/.npmrc': /_authToken\s*=/,
  '/.ssh/id_rsa': /-----BEGIN (?:\w+ )*PRIVATE KEY-----/,
  // oxlint-disable-next-line no-control-regex
  '/.DS_Store': /^\0\0\0\x01Bud1/,
  '/docker-compose.yml': /^(?:version:[^\n]*\n+)?services:\s*$/m,
  '/backup.sql': /^(?!\s*<)[\s\S]{0,4000}(?:CREATE TABLE|INSERT INTO) /,
  '/dump.sql': /^(?!\s*<)[\s\S]{0,4000}(?:CREATE TABLE|INSERT INTO) /,
  '/wp-config.php.bak': /define\(\s*['"]DB_PASSWORD['"]/,
  '/actuator/env': /"propertySources"\s*:/,
  '/actuator/configprops': /"contexts"\s*:\s*\{[\s\S]*"beans"\s*:/,
  '/debug/pprof/': /Types of profiles available/,
  '/debug/vars': /"memstats"\s*:/,
  '/phpinfo.php': /<title>(?:PHP [\d.]+ - )?phpinfo\(\)<\/title>/,
  '/server-status': /Apache Server Status for/,
  '/server-info': /<title>Server Information<\/title>/,
  '/elmah.axd': /Error Log for/,
  '/trace.axd': /Application Trace/,
  '/_profiler/': /Symfony Profiler/,
  '/h2-console/': /<title>H2 Console<\/title>/,
}

export const leftovers = check({
  id: 'security/leftovers',
  claim: 'Nobody is given the source, the settings or the insides of the process.',
  severity: 'must',
  source: [
    owaspApi('API8', 'Security Misconfiguration'),
    text('CWE-538', 'https://cwe.mitre.org/data/definitions/538.html'),
  ],
  mend: {
    general:
      'Serve a folder that holds nothing but what is public, made by the build, and keep debugging endpoints on a port of their own. Then change every secret that lay there.',
    stacks: {
      nginx: 'location ~ /\\.(?!well-known/) { deny all; }',
      'Spring Boot': 'management.endpoints.web.exposure.include=health and management.server.port=8081',
      'Go net/http':
        'net/http/pprof registers at DefaultServeMux: use a mux of your own for the public port.',
      Express: "express.static('dist'), never express.static('.')",
    },
  },
  async run({ target, send }) {
    const bases = new Set(['', target.base])
    const places = [...bases].flatMap((base) =>
      Object.entries(LEFTOVERS).map(([path, pattern]) => ({ path: base + path, pattern })),
    )
    return across(places, 'Nothing was tried.', async ({ path, pattern }) => {
      const seen = await send({ path })
      const { status, body } = seen.answer
      if (status !== 200 || !pattern.test(body.subarray(0, MOST).toString('latin1'))) return passed()
      return failed(`GET ${path} was answered with 200 and what should be nobody's to read.`, seen, pattern)
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.url !== '/.env') return pass()
    response.writeHead(200, { 'content-type': 'application/octet-stream' })
    response.end('# settings\nDATABASE_URL=postgres://shop:secret@localhost/shop\n')
  }),
})

/** Bytes that are looked at. */
const MOST = 100_000
