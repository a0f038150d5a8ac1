/**
 * Spring Boot: an application that has a {@link io.raftelection.Tracker} as a bean gets a health indicator, an
 * endpoint, metrics, subscriptions of its listeners, and methods that run while a server leads.
 */
@NullMarked
package io.raftelection.springboot;

import org.jspecify.annotations.NullMarked;
