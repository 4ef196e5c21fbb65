export { app, define, type App, type AppSpec } from './app.ts'
export { bootApp, type Booted, type BootOptions } from './boot.ts'
export { inspector, type MountInspector } from './inspector.ts'
export { start, type Running, type StartOptions } from './start.ts'
