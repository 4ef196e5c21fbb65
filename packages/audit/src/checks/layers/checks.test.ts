import { describeChecks } from '../fixtures/describe-checks.ts'
import { layers } from './index.ts'

describeChecks('layers', layers)
