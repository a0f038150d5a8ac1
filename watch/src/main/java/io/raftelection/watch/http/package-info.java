/** Watches servers that say by HTTP whether they lead: see {@link io.raftelection.watch.http.HttpServers}. */
package io.raftelection.watch.http;
