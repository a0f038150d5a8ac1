/** Records the events of a tracker as JSON Lines, reads recordings, and draws them as a timeline. */
package io.raftelection.report;
