import { readdirSync, readFileSync } from 'node:fs'

/**
 * CPU time that a process has used, in microseconds: user and system time of all its threads, those of
 * the garbage collector and the compiler included, as the kernel counted it.
 *
 * `/proc/<pid>/stat` has it in ticks of 10 ms; `schedstat` of each thread (proc_pid_schedstat(5), first
 * field) has the same count in nanoseconds, so that short rounds are exact. Node ends none of its threads
 * while it serves.
 */
export function cpuTime(pid: number): number {
  let nanoseconds = 0
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 1)[0])
  }
  return nanoseconds / 1000
}

/** The same from `/proc/<pid>/stat` (utime + stime), in steps of 10 ms. */
export function cpuTicks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The command's name is in parentheses and may hold spaces; what follows it is counted from field 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

/** Resident memory in bytes. */
export function residentMemory(pid: number): number {
  const [, kilobytes = 'NaN'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
