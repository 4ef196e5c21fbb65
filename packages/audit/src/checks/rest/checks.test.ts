import { describeChecks } from '../fixtures/describe-checks.ts'
import { rest } from './index.ts'

describeChecks('rest', rest)
