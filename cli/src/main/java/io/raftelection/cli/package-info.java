/** The command raft-election: run a real cluster and watch it, check a recording. */
@NullMarked
package io.raftelection.cli;

import org.jspecify.annotations.NullMarked;
