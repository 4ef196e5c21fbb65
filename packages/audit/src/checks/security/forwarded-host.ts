import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc, text } from '../../source.ts'
import { hostNotReflected } from './reflected-host.ts'

export const forwardedHost = check({
  id: 'security/forwarded-host',
  claim: 'X-Forwarded-Host and Forwarded are believed from proxies only.',
  severity: 'should',
  source: [rfc(7239, '8.1'), text('CWE-348', 'https://cwe.mitre.org/data/definitions/348.html')],
  mend: {
    general:
      'Name the proxies that may say so, by their addresses, and have them overwrite what clients send. Where addresses of this machine are trusted on purpose, audit through the proxy.',
    stacks: {
      Express: "app.set('trust proxy', '10.0.0.5'), and not true",
      Django: 'USE_X_FORWARDED_HOST = False',
      'Spring Boot': 'server.forward-headers-strategy=none where no proxy is in front',
      Laravel: "$middleware->trustProxies(at: ['10.0.0.5'])",
      nginx: 'proxy_set_header X-Forwarded-Host $host;',
    },
  },
  run: (inspection) =>
    hostNotReflected(inspection, (host) => ({
      'x-forwarded-host': host,
      'x-forwarded-server': host,
      'x-host': host,
      forwarded: `host=${host}`,
    })),
  flaw: tampered((answer, request) => {
    const host = request.headers['x-forwarded-host'] ?? request.headers.host
    if (request.url === '/') answer.headers['link'] = `<http://${String(host)}/books>; rel="books"`
  }),
})
