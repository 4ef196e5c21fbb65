export { JobCancelled, LostJob } from './attempt.ts'
export { type AttemptEnd, type OnAttempt } from './attempts.ts'
export { type Backoff } from './backoff.ts'
export { cancelJobs, type Cancelled } from './cancel.ts'
export { type Chosen } from './choose.ts'
export { countJobs, type QueueCount } from './count.ts'
export { discardJobs, retryJobs } from './dead-letters.ts'
export { doDueJobs } from './do-due.ts'
export { enqueue, type Enqueued, type EnqueueOptions } from './enqueue.ts'
export { fireSchedules } from './fire.ts'
export { armFaultPoint, type FaultPoint } from './fault-point.ts'
export { enqueueChain, enqueueGroup, type EnqueuedGroup, type GroupOptions } from './group.ts'
export { getJob, listJobs, type JobFilter, type JobState, type StoredJob } from './inspect.ts'
export {
  defineJob,
  type DefineJob,
  type Job,
  type JobCall,
  type JobContext,
  type JobSpec,
  type RunningJob,
} from './job.ts'
export { limitMistakes } from './limit.ts'
export { type JobLimit, type WorkLimit } from './limit-rule.ts'
export { listSchedules, type StoredSchedule } from './list-schedules.ts'
export { defineSchedule, type Fire, type Schedule, type ScheduleSpec } from './schedule.ts'
export { createWork } from './tables.ts'
export { TryLater } from './try-later.ts'
export { startWorker, type Worker, type WorkerOptions } from './worker.ts'
