const tasks = new Set<() => void>()
let exiting = false

// From the start: a listener that is added during the exit is not called any more.
process.on('exit', () => {
  // A set is walked to its end, whatever is added to it on the way.
  for (const each of tasks) each()
  exiting = true
})

/**
 * Has a task done when the process exits, however it comes to that, unless `forgetBeforeExit` takes it back. One that
 * is given during the exit, also by another task, is done too. One listener serves all, of whom tests make many.
 */
export function doBeforeExit(task: () => void): void {
  if (exiting) task()
  else tasks.add(task)
}

export function forgetBeforeExit(task: () => void): void {
  tasks.delete(task)
}
