import { spawn } from 'node:child_process'
import type { Writable } from 'node:stream'

/**
 * Reads which process groups are there, a line each (`+ 1234`, `- 1234`), until whoever writes them is gone. What has not
 * been taken back then is asked to end, and made to after two seconds. It is a session of its own, so that Ctrl-C does not
 * end it before its time.
 */
const SCRIPT = `
trap '' INT TERM HUP
there=
while read -r sign group; do
  case $sign in
    +) there="$there $group" ;;
    -) left=; for each in $there; do [ "$each" = "$group" ] || left="$left $each"; done; there=$left ;;
  esac
done
[ -n "$there" ] || exit 0
for group in $there; do kill -TERM "-$group"; done
turn=0
while [ $turn -lt 20 ]; do
  alive=
  for group in $there; do kill -0 "-$group" && alive=yes; done
  [ -n "$alive" ] || exit 0
  turn=$((turn + 1))
  sleep 0.1
done
for group in $there; do kill -KILL "-$group"; done
`

let watcher: Writable | undefined

/**
 * Sees to it that a process group does not outlive this process, however that ends: by SIGKILL, too.
 *
 * @returns takes it back, once the group has ended
 */
export function watch(group: number): () => void {
  watcher ??= start()
  const pipe = watcher
  pipe.write(`+ ${group}\n`)
  return () => pipe.write(`- ${group}\n`)
}

function start(): Writable {
  const child = spawn('sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  child.unref()
  // The pipe alone does not keep this process running.
  const pipe = child.stdin
  if ('unref' in pipe && typeof pipe.unref === 'function') pipe.unref()
  pipe.on('error', () => (watcher = undefined))
  child.on('error', () => (watcher = undefined))
  return pipe
}
