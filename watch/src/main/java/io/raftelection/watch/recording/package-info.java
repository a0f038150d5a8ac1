/** Follows the recordings of running processes: see {@link io.raftelection.watch.recording.FollowedRecordings}. */
package io.raftelection.watch.recording;
