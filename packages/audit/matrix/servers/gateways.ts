import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { soundGateway } from '../../src/flaws/program/program.ts'
import type { Specimen } from '../../src/flaws/specimen.ts'
import { freePort } from '../../src/process/free-port.ts'
import { hasProgram } from '../program.ts'

/** A gateway that is known to be good, and what is true of it all the same, by check. */
interface Gateway {
  readonly name: string
  readonly specimen: Specimen
  readonly there: boolean
  readonly known: Readonly<Record<string, string>>
}

const NO_VIA =
  'It sends no Via unless it is told to. RFC 9110 section 7.6.3: an HTTP-to-HTTP gateway "MUST send an appropriate Via header field in each inbound request message".'

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']

/** As its documentation says how, with limits that a test can wait for. */
const NGINX = `
daemon off;
worker_processes 1;
pid @FOLDER@/nginx.pid;
error_log stderr;
events { worker_connections 1024; }
http {
  access_log off;
${TEMPORARY.map((name) => `  ${name}_temp_path @FOLDER@/${name};`).join('\n')}
  server {
    listen 127.0.0.1:@PORT@;
    location / {
      proxy_pass @UPSTREAM@;
      proxy_http_version 1.1;
      proxy_read_timeout 1s;
      proxy_set_header Host $host:$server_port;
      proxy_set_header Connection "";
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
  }
}`

const CADDY = `
{
  admin off
  auto_https off
}
http://127.0.0.1:@PORT@ {
  reverse_proxy @UPSTREAM@ {
    transport http {
      response_header_timeout 1s
    }
  }
}`

const APACHE = `
ServerRoot @FOLDER@
ServerName 127.0.0.1
PidFile @FOLDER@/httpd.pid
DefaultRuntimeDir @FOLDER@
Listen 127.0.0.1:@PORT@
ErrorLog @FOLDER@/error.log
User www-data
Group www-data
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
ProxyPass "/" "@UPSTREAM@/" timeout=1
`

/** A program whose configuration is written anew for each instance. */
function gateway(template: string, command: string): Specimen {
  return {
    async start() {
      const port = await freePort()
      const folder = await mkdtemp(join(tmpdir(), 'audit-gateway-'))
      // Workers run as another account.
      await chmod(folder, 0o755)
      await writeFile(join(folder, 'template'), template)
      return {
        url: `http://127.0.0.1:${port}`,
        config: {
          process: {
            start: [
              `mkdir -p -m 755 "$FOLDER"`,
              `sed "s|@PORT@|$PORT|; s|@UPSTREAM@|$UPSTREAM|; s|@FOLDER@|$FOLDER|g" template > "$FOLDER/conf"`,
              `exec ${command}`,
            ].join(' && '),
            cwd: folder,
            portVariable: 'PORT',
            patience: 3000,
            env: {
              FOLDER: join(folder, '{{port}}'),
              // Nobody listens there; what asks for the gateway starts it in front of something else.
              UPSTREAM: 'http://127.0.0.1:9',
              XDG_CONFIG_HOME: folder,
              XDG_DATA_HOME: folder,
            },
            upstream: { variable: 'UPSTREAM', path: '/', gateway: true },
          },
        },
        async [Symbol.asyncDispose]() {
          await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
        },
      }
    },
  }
}

export const gateways: readonly Gateway[] = [
  { name: 'The sound program', specimen: soundGateway, there: true, known: {} },
  {
    name: 'nginx',
    specimen: gateway(NGINX, 'nginx -c "$FOLDER/conf" -p "$FOLDER"'),
    there: hasProgram('nginx'),
    known: {
      'journey/hop-by-hop':
        'It passes on what Connection names. RFC 9110 section 7.6.1: intermediaries "MUST parse a received Connection header field before a message is forwarded and, for each connection-option in this field, remove any header or trailer field(s) from the message with the same name".',
      'journey/via': NO_VIA,
    },
  },
  {
    name: 'Caddy',
    specimen: gateway(CADDY, 'caddy run --adapter caddyfile --config "$FOLDER/conf"'),
    there: hasProgram('caddy'),
    known: { 'journey/via': NO_VIA },
  },
  {
    name: 'Apache',
    specimen: gateway(APACHE, 'apache2 -D FOREGROUND -f "$FOLDER/conf"'),
    there: hasProgram('apache2'),
    known: { 'journey/via': NO_VIA },
  },
]

/** What one is called where other servers are named as well. */
export function asGateway(name: string): string {
  return `${name}, gateway`
}
