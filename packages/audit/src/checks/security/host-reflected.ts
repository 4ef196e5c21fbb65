import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc, text } from '../../source.ts'
import { hostNotReflected } from './reflected-host.ts'

export const hostReflected = check({
  id: 'security/host-reflected',
  claim: 'Links and redirects are not built from whatever Host a request names.',
  severity: 'should',
  source: [rfc(9110, '7.2'), text('CWE-644', 'https://cwe.mitre.org/data/definitions/644.html')],
  mend: {
    general:
      "Refuse hosts that are not yours, with 421 or 400, or build absolute addresses from a setting. A cached page or a mail with a link to a host of the sender's choice is theirs.",
    stacks: {
      Django: "ALLOWED_HOSTS = ['shop.example']",
      Rails: "config.hosts << 'shop.example'",
      'ASP.NET Core': '"AllowedHosts": "shop.example"',
      nginx:
        'server { listen 80 default_server; return 421; } beside a server with server_name shop.example;',
    },
  },
  run: (inspection) => hostNotReflected(inspection, (host) => ({ host })),
  flaw: tampered((answer, request) => {
    if (request.url === '/') answer.headers['link'] = `<http://${request.headers.host}/books>; rel="books"`
  }),
})
