/** Makes a history of the logs that the servers of a cluster wrote. */
package io.raftelection.watch.logs;
