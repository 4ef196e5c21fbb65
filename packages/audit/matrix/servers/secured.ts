import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { createSecureServer } from 'node:http2'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { createSound } from '../../src/flaws/sound/index.ts'
import type { RunningServer } from '../../src/flaws/specimen.ts'
import { makeCertificate } from '../../src/flaws/tls/certificate.ts'
import { runProgram } from '../program.ts'
import { SITE, writeSite } from '../site.ts'

/** The same certificate for all: for localhost and 127.0.0.1, signed by itself. */
const certificate = makeCertificate()

function writeCertificate(folder: string): { readonly cert: string; readonly key: string } {
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
  writeFileSync(files.cert, certificate.cert)
  writeFileSync(files.key, certificate.key)
  return files
}

function overHttps(server: RunningServer): RunningServer {
  return {
    url: server.url.replace('http:', 'https:'),
    config: server.config,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** nginx with HTTP/2, and of TLS what its documentation advises. */
export async function nginxSecured(): Promise<RunningServer> {
  const server = await runProgram({
    command: 'nginx',
    args: (folder) => ['-c', join(folder, 'nginx.conf'), '-p', folder],
    prepare(folder, port) {
      // Its workers run as another account.
      chmodSync(folder, 0o755)
      const { cert, key } = writeCertificate(folder)
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      writeFileSync(
        join(folder, 'nginx.conf'),
        `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr;
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types;
  types { application/json json; }
  charset utf-8;
  access_log off;
  server_tokens off;
${temporary.map((name) => `  ${name}_temp_path ${folder}/${name};`).join('\n')}
  server {
    listen 127.0.0.1:${port} ssl http2;
    ssl_certificate ${cert};
    ssl_certificate_key ${key};
    ssl_protocols TLSv1.2 TLSv1.3;
    root ${writeSite(folder)};
  }
}`,
      )
    },
    config: SITE,
  })
  return overHttps(server)
}

/** Caddy with a certificate that is given, and all else its own. */
export async function caddySecured(): Promise<RunningServer> {
  const server = await runProgram({
    command: 'caddy',
    args: (folder) => ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'],
    prepare(folder, port) {
      const { cert, key } = writeCertificate(folder)
      const hosts = `https://127.0.0.1:${port}, https://localhost:${port}`
      const options =
        '{\n  admin off\n  auto_https disable_redirects\n  skip_install_trust\n  default_sni localhost\n}\n'
      const site = `  tls ${cert} ${key}\n  root * ${writeSite(folder)}\n  file_server\n`
      writeFileSync(join(folder, 'Caddyfile'), `${options}${hosts} {\n${site}}\n`)
    },
    config: SITE,
  })
  return overHttps(server)
}

/** The sound server over HTTP/2 and HTTP/1.1, with the TLS that Node has by itself. */
export async function nodeSecured(): Promise<RunningServer> {
  const { handler, config } = createSound()
  const { cert, key } = certificate
  const server = createSecureServer({ cert, key, allowHTTP1: true })
  server.on('request', (request, response) =>
    handler(request as unknown as IncomingMessage, response as unknown as ServerResponse),
  )
  // What a client does wrong is the client's to notice.
  server.on('sessionError', () => undefined)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    config,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
