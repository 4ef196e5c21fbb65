import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sound } from '../../src/flaws/flawed.ts'
import type { RunningServer } from '../../src/flaws/specimen.ts'
import { runProgram } from '../program.ts'
import { SITE, writeSite } from '../site.ts'

function runCaddy(site: (folder: string) => string, behind?: RunningServer): Promise<RunningServer> {
  return runProgram({
    command: 'caddy',
    args: (folder) => ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'],
    prepare(folder, port) {
      const options = `{\n  admin off\n  auto_https off\n}\n`
      const text = `${options}http://127.0.0.1:${port}, http://localhost:${port} {\n  ${site(folder)}\n}\n`
      writeFileSync(join(folder, 'Caddyfile'), text)
    },
    config: behind?.config ?? SITE,
    ...(behind && { behind }),
  })
}

export function caddyStatic(): Promise<RunningServer> {
  return runCaddy((folder) => `root * ${writeSite(folder)}\n  encode zstd gzip\n  file_server`)
}

export async function caddyProxy(): Promise<RunningServer> {
  const behind = await sound.start()
  return runCaddy(() => `reverse_proxy ${new URL(behind.url).host}`, behind)
}
