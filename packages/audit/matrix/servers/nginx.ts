import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sound } from '../../src/flaws/flawed.ts'
import type { RunningServer } from '../../src/flaws/specimen.ts'
import { runProgram } from '../program.ts'
import { SITE, writeSite } from '../site.ts'

/** nginx with what its packages set, and compression on. */
function configuration(folder: string, port: number, location: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `
daemon off;
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
  gzip on;
  gzip_vary on;
  gzip_types application/json text/plain;
${temporary.map((name) => `  ${name}_temp_path ${folder}/${name};`).join('\n')}
  server {
    listen 127.0.0.1:${port};
    ${location}
  }
}`
}

function runNginx(location: (folder: string) => string, behind?: RunningServer): Promise<RunningServer> {
  return runProgram({
    command: 'nginx',
    args: (folder) => ['-c', join(folder, 'nginx.conf'), '-p', folder],
    prepare(folder, port) {
      // Its workers run as another account.
      chmodSync(folder, 0o755)
      writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port, location(folder)))
    },
    config: behind?.config ?? SITE,
    ...(behind && { behind }),
  })
}

export function nginxStatic(): Promise<RunningServer> {
  return runNginx((folder) => `root ${writeSite(folder)};`)
}

/** In front of the sound server, as its documentation says how. */
export async function nginxProxy(): Promise<RunningServer> {
  const behind = await sound.start()
  return runNginx(
    () => `location / {
      proxy_pass ${behind.url};
      proxy_http_version 1.1;
      proxy_set_header Host $host:$server_port;
      proxy_set_header Connection "";
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }`,
    behind,
  )
}
