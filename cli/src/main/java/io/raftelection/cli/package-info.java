/** The command raft-election: run a real cluster and watch it, check a recording. */
package io.raftelection.cli;
