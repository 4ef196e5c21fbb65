import { describeChecks } from '../fixtures/describe-checks.ts'
import { validation } from './index.ts'

describeChecks('validation', validation)
