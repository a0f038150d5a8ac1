/** Watches the controllers of Kafka clusters: see {@link io.raftelection.watch.kafka.KafkaControllers}. */
package io.raftelection.watch.kafka;
