export { type Backoff } from './backoff.ts'
export { doDueJobs } from './do-due.ts'
export { enqueue, type Enqueued, type EnqueueOptions } from './enqueue.ts'
export { fireSchedules } from './fire.ts'
export { armFaultPoint, type FaultPoint } from './fault-point.ts'
export {
  defineJob,
  type DefineJob,
  type Job,
  type JobCall,
  type JobContext,
  type JobSpec,
  type RunningJob,
} from './job.ts'
export { defineSchedule, type Fire, type Schedule, type ScheduleSpec } from './schedule.ts'
export { createWork } from './tables.ts'
export { startWorker, type Worker, type WorkerOptions } from './worker.ts'
