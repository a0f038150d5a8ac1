/** The command {@code raft-election}, which runs demo clusters and checks recordings. */
@NullMarked
package io.raftelection.cli;

import org.jspecify.annotations.NullMarked;
