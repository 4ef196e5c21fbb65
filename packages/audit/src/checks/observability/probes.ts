import { text } from '../../source.ts'

export const KUBERNETES_PROBES = text(
  'Kubernetes: liveness, readiness, and startup probes',
  'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
)
