import { describeChecks } from '../fixtures/describe-checks.ts'
import { config } from './index.ts'

describeChecks('config', config)
