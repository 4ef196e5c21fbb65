import { describeChecks } from '../fixtures/describe-checks.ts'
import { middleware } from './index.ts'

describeChecks('middleware', middleware)
