export {
  defineConfig,
  loadConfig,
  readEnvironment,
  secret,
  type Config,
  type ConfigDefinition,
  type Environment,
} from './config.ts'
export { Secret } from './secret.ts'
