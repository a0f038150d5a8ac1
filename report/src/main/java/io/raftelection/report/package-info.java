/**
 * Recordings: what a tracker hears as JSON Lines, out and in. The schema, version 1, is described in docs/reference/recording.md.
 */
package io.raftelection.report;
