import { describeChecks } from '../fixtures/describe-checks.ts'
import { openapi } from './index.ts'

describeChecks('openapi', openapi)
