const tasks = new Set<() => void>()
let listening = false
let exiting = false

/**
 * Has a task done when the process exits, however it comes to that, unless `forgetBeforeExit` takes it back. One that
 * is given during the exit, also by another task, is done too. One listener serves all, of whom tests make many.
 */
export function doBeforeExit(task: () => void): void {
  if (exiting) return task()
  tasks.add(task)
  if (listening) return
  listening = true
  process.on('exit', () => {
    // A set is walked to its end, whatever is added to it on the way.
    for (const each of tasks) each()
    exiting = true
  })
}

export function forgetBeforeExit(task: () => void): void {
  tasks.delete(task)
}
