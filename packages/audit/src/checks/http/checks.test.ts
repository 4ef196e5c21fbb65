import { describeChecks } from '../fixtures/describe-checks.ts'
import { http } from './index.ts'

describeChecks('http', http)
