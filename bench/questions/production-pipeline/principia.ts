import type { StartContestant } from '../../runner/question.ts'
import { startShop } from '../../work/shop.ts'

const startPrincipia: StartContestant = ({ rateLimit }) => startShop(rateLimit)

export default startPrincipia
