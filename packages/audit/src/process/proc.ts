import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** What processes use at one moment. */
export interface Usage {
  /** Bytes of memory that is resident. */
  readonly memory: number
  /** Open descriptors: files, sockets and pipes. */
  readonly descriptors: number
}

/** Whether the system tells of its processes in files (Linux, proc(5)). */
const hasProc = existsSync('/proc/self/stat')

/** The processes of a group. */
export function membersOf(group: number): number[] {
  if (!hasProc) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isAlive(pid) && groupOf(pid) === group)
}

/**
 * The process among these that listens at a port. Where several share the socket (a master and its workers) it is the one
 * that the others descend from.
 */
export function listenerAmong(pids: readonly number[], port: number): number | undefined {
  const sockets = listeningSockets(port)
  const holders = pids.filter((pid) => descriptors(pid).some((to) => sockets.has(to)))
  return holders.find((pid) => !holders.includes(parentOf(pid))) ?? holders[0]
}

/** Ports at which any of these processes listens. */
export function portsOf(pids: readonly number[]): number[] {
  const held = new Set(pids.flatMap(descriptors))
  return [...listening()].filter(([socket]) => held.has(socket)).map(([, port]) => port)
}

export function usageOf(pids: readonly number[]): Usage | undefined {
  const alive = pids.filter(isAlive)
  if (alive.length === 0) return undefined
  const memory = alive.reduce((sum, pid) => sum + 1024 * Number(field(pid, 'VmRSS')?.split(' ')[0] ?? 0), 0)
  return { memory, descriptors: alive.reduce((sum, pid) => sum + descriptors(pid).length, 0) }
}

/** The name of the program: `node`, `java`. */
export function programOf(pid: number): string {
  return read(pid, 'comm').trim()
}

/** Files that a process holds open. */
export function filesOf(pid: number): string[] {
  return descriptors(pid).filter((to) => to.startsWith('/') && !/^\/(?:dev|proc|sys)\//.test(to))
}

/** Not so for one that has ended and waits for its parent to take notice. */
function isAlive(pid: number): boolean {
  return !['Z', 'X', undefined].includes(stat(pid)[0])
}

function groupOf(pid: number): number {
  return Number(stat(pid)[2])
}

function parentOf(pid: number): number {
  return Number(stat(pid)[1])
}

/** State, parent, group, … : what stands behind the name, which may have any characters. */
function stat(pid: number): string[] {
  const line = read(pid, 'stat')
  return line === '' ? [] : line.slice(line.lastIndexOf(')') + 2).split(' ')
}

function field(pid: number, name: string): string | undefined {
  return new RegExp(String.raw`^${name}:\s*(.*)$`, 'm').exec(read(pid, 'status'))?.[1]
}

/** What the descriptors lead to: paths, `socket:[inode]`. Empty where that is not ours to see. */
function descriptors(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => link(`/proc/${pid}/fd/${fd}`) ?? [])
  } catch {
    return []
  }
}

function listeningSockets(port: number): Set<string> {
  return new Set([...listening()].filter(([, at]) => at === port).map(([socket]) => socket))
}

/** Sockets that listen on TCP, as `socket:[inode]`, and their ports. */
function listening(): Map<string, number> {
  const LISTEN = '0A'
  const found = new Map<string, number>()
  for (const table of ['tcp', 'tcp6'])
    for (const line of read('net', table).split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
      const port = local.slice(local.lastIndexOf(':') + 1)
      if (state === LISTEN) found.set(`socket:[${inode}]`, Number.parseInt(port, 16))
    }
  return found
}

function read(of: number | 'net', name: string): string {
  try {
    return readFileSync(`/proc/${of}/${name}`, 'latin1')
  } catch {
    return ''
  }
}

function link(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}
