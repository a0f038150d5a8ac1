/**
 * Watches the elections of applications that Kubernetes holds: see
 * {@link io.raftelection.watch.kubernetes.KubernetesLease}.
 */
package io.raftelection.watch.kubernetes;
