import { describeChecks } from '../fixtures/describe-checks.ts'
import { errors } from './index.ts'

describeChecks('errors', errors)
