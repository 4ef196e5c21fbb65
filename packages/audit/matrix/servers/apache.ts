import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sound } from '../../src/flaws/flawed.ts'
import type { RunningServer } from '../../src/flaws/specimen.ts'
import { runProgram } from '../program.ts'
import { SITE, writeSite } from '../site.ts'

const MODULES = [
  'mpm_event',
  'authz_core',
  'dir',
  'mime',
  'deflate',
  'filter',
  'reqtimeout',
  'proxy',
  'proxy_http',
]

function configuration(folder: string, port: number, rest: string): string {
  return `
ServerRoot ${folder}
ServerName localhost
Listen 127.0.0.1:${port}
PidFile ${folder}/apache.pid
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/error.log
ServerTokens Prod
ServerSignature Off
TraceEnable Off
User www-data
Group www-data
${MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
TypesConfig /etc/mime.types
AddDefaultCharset UTF-8
RequestReadTimeout header=20-40,MinRate=500 body=20,MinRate=500
${rest}
`
}

function runApache(rest: (folder: string) => string, behind?: RunningServer): Promise<RunningServer> {
  return runProgram({
    command: 'apache2',
    args: (folder) => ['-D', 'FOREGROUND', '-f', join(folder, 'apache.conf')],
    prepare(folder, port) {
      chmodSync(folder, 0o755)
      writeFileSync(join(folder, 'apache.conf'), configuration(folder, port, rest(folder)))
    },
    config: behind?.config ?? SITE,
    ...(behind && { behind }),
  })
}

export function apacheStatic(): Promise<RunningServer> {
  return runApache((folder) => {
    const root = writeSite(folder)
    return `DocumentRoot ${root}
DirectoryIndex index.html
AddOutputFilterByType DEFLATE text/html text/plain application/json
<Directory ${root}>
  Options -Indexes
  Require all granted
</Directory>`
  })
}

export async function apacheProxy(): Promise<RunningServer> {
  const behind = await sound.start()
  return runApache(
    () => `ProxyRequests Off
ProxyPreserveHost On
AllowEncodedSlashes NoDecode
ProxyPass / ${behind.url}/ nocanon
ProxyPassReverse / ${behind.url}/`,
    behind,
  )
}
